using Pat.Core.Tensors;

namespace Pat.Core.Autodiff;

/// <summary>Records operations in the order in which they are computed, and takes gradients in the opposite order.</summary>
/// <remarks>
/// A tape owns the tensors of its step: it is a <see cref="TensorScope"/> from its creation to <see cref="Dispose"/>,
/// and <see cref="Reset"/> returns their memory. What must live longer is cloned.
/// </remarks>
public sealed class Tape : IDisposable
{
    private readonly bool recording;
    private readonly TensorScope? scope;
    private readonly List<Node> nodes = [];
    private Tensor?[] gradients = [];
    private int generation;

    /// <summary>Opens a tape and its scope.</summary>
    /// <param name="recording">False for a forward pass without gradients: operations compute, rules are not kept.</param>
    public Tape(bool recording = true) : this(recording, new TensorScope()) { }

    private Tape(bool recording, TensorScope? scope) => (this.recording, this.scope) = (recording, scope);

    // The node after one with a pair rule is the second result of its operation.
    private readonly record struct Node(Var Value, int[] Inputs, Func<Tensor, Tensor?[]>? Rule, Func<Tensor?, Tensor?, Tensor?[]>? PairRule = null);

    /// <summary>A tape within an operation of another: its tensors belong to the scope that is open already, and it needs no disposal.</summary>
    /// <param name="recording">False for a forward pass without gradients.</param>
    public static Tape InCurrentScope(bool recording = true) => new(recording, scope: null);

    /// <summary>A value that gradients are wanted for. Its tensor is used as it is, not copied.</summary>
    public Var Variable(Tensor value) => Add(value, [], null, recording);

    /// <summary>A value that no gradient flows to. Its tensor is used as it is, not copied.</summary>
    public Var Constant(Tensor value) => Add(value, [], null, needsGradient: false);

    /// <summary>Takes the gradient of a scalar with respect to everything before it.</summary>
    /// <param name="loss">A value with one element.</param>
    /// <exception cref="ShapeException">The loss is not a single number.</exception>
    public void Backward(Var loss)
    {
        Check("Backward", loss);
        if (loss.Value.Length != 1)
            throw new ShapeException("Backward of the loss (use Backward(y, dy) for other values)", "[1]", loss.Value);
        var one = Tensor.CreateLike(loss.Value);
        one.AsSpan().Fill(1);
        Backward(loss, one);
    }

    /// <summary>Pulls the gradient <paramref name="dy"/> with respect to <paramref name="y"/> back to everything before it.</summary>
    /// <exception cref="ArgumentException">The value is recorded on another tape or before a <see cref="Reset"/>, or dy has another shape.</exception>
    public void Backward(Var y, Tensor dy)
    {
        Check("Backward", y);
        if (!dy.HasShapeOf(y.Value))
            throw new ShapeException("Backward dy", y.Value.ShapeText, dy);
        gradients = new Tensor?[nodes.Count];
        var summed = new bool[nodes.Count];
        gradients[y.Index] = dy;
        for (var i = y.Index; i >= 0; i--)
        {
            if (Pull(i) is not { } pulled)
                continue;
            var inputs = nodes[i].Inputs;
            for (var k = 0; k < inputs.Length; k++)
            {
                if (pulled[k] is { } g && nodes[inputs[k]].Value.NeedsGradient)
                    AddTo(inputs[k], g, summed);
            }
        }
    }

    private Tensor?[]? Pull(int index)
    {
        if (nodes[index].PairRule is { } pairRule)
        {
            var (first, second) = (gradients[index], gradients[index + 1]);
            return first is null && second is null ? null : pairRule(first, second);
        }
        return gradients[index] is { } gradient ? nodes[index].Rule?.Invoke(gradient) : null;
    }

    /// <summary>The gradient of the last <see cref="Backward(Var)"/> with respect to a value; zeros where it does not depend on it.</summary>
    /// <exception cref="ArgumentException">The value is recorded on another tape or before a <see cref="Reset"/>.</exception>
    public Tensor Gradient(Var value)
    {
        Check("Gradient", value);
        return value.Index < gradients.Length && gradients[value.Index] is { } gradient
            ? gradient
            : Tensor.Create(value.Value.Shape);
    }

    /// <summary>Forgets all operations and returns the memory of their tensors.</summary>
    public void Reset()
    {
        nodes.Clear();
        gradients = [];
        generation++;
        scope?.Reset();
    }

    /// <inheritdoc/>
    public void Dispose() => scope?.Dispose();

    internal Var Record(Tensor value, ReadOnlySpan<Var> inputs, Func<Tensor, Tensor?[]> rule)
    {
        var (indices, needsGradient) = Of(inputs);
        return Add(value, indices, needsGradient ? rule : null, needsGradient);
    }

    internal (Var First, Var Second) RecordPair(Tensor first, Tensor second, ReadOnlySpan<Var> inputs, Func<Tensor?, Tensor?, Tensor?[]> rule)
    {
        var (indices, needsGradient) = Of(inputs);
        return (Add(first, indices, null, needsGradient, needsGradient ? rule : null), Add(second, [], null, needsGradient));
    }

    private (int[] Indices, bool NeedsGradient) Of(ReadOnlySpan<Var> inputs)
    {
        var indices = new int[inputs.Length];
        var needsGradient = false;
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Tape != this)
                throw new ArgumentException("Operation: its inputs are recorded on different tapes.", nameof(inputs));
            Check("Operation", inputs[i]);
            indices[i] = inputs[i].Index;
            needsGradient |= inputs[i].NeedsGradient;
        }
        return (indices, needsGradient);
    }

    private void Check(string use, Var value)
    {
        if (value.Tape != this)
            throw new ArgumentException($"{use}: the value is recorded on another tape.", nameof(value));
        if (value.Generation != generation)
            throw new ArgumentException($"{use}: the value was recorded before the Reset of its tape. Record it again, with Variable or Constant.", nameof(value));
    }

    private Var Add(
        Tensor value, int[] inputs, Func<Tensor, Tensor?[]>? rule, bool needsGradient, Func<Tensor?, Tensor?, Tensor?[]>? pairRule = null)
    {
        var added = new Var(this, generation, nodes.Count, value, needsGradient);
        nodes.Add(new(added, inputs, rule, pairRule));
        return added;
    }

    // The only place where gradients are added up. A rule may hand out the same tensor twice, so the first sum goes into a new one.
    private void AddTo(int index, Tensor gradient, bool[] summed)
    {
        if (!gradient.HasShapeOf(nodes[index].Value.Value))
            throw new ShapeException("Gradient returned by a rule", nodes[index].Value.Value.ShapeText, gradient);
        if (gradients[index] is not { } present)
        {
            gradients[index] = gradient;
            return;
        }
        var sum = summed[index] ? present : Tensor.CreateLike(present);
        TensorPrimitives.Add(present.Values, gradient.Values, sum.AsSpan());
        gradients[index] = sum;
        summed[index] = true;
    }
}
