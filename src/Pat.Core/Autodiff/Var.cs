using Pat.Core.Tensors;

namespace Pat.Core.Autodiff;

/// <summary>A value on a tape. Operations on it are the methods of <see cref="Op"/> and the operators.</summary>
public sealed partial class Var
{
    internal Var(Tape tape, int generation, int index, Tensor value, bool needsGradient)
    {
        Tape = tape;
        Generation = generation;
        Index = index;
        Value = value;
        NeedsGradient = needsGradient;
    }

    /// <summary>The tape that the value is recorded on.</summary>
    public Tape Tape { get; }

    /// <summary>The value.</summary>
    public Tensor Value { get; }

    /// <summary>Whether a gradient flows to this value: false for constants and what was computed from constants alone.</summary>
    public bool NeedsGradient { get; }

    /// <summary>How often the tape had been reset when the value was recorded.</summary>
    internal int Generation { get; }

    internal int Index { get; }

    /// <summary>Records the result of an operation.</summary>
    /// <param name="value">What the operation computed.</param>
    /// <param name="inputs">The operation's inputs, at least one, all on the same tape.</param>
    /// <param name="rule">
    /// Maps the gradient with respect to the value (same shape) to the gradients with respect to the inputs, in their order and shapes;
    /// null for an input whose <see cref="NeedsGradient"/> is false or on which the value does not depend.
    /// A rule returns gradients and never adds into anything; it may return its argument.
    /// </param>
    public static Var Record(Tensor value, ReadOnlySpan<Var> inputs, Func<Tensor, Tensor?[]> rule) =>
        inputs[0].Tape.Record(value, inputs, rule);

    /// <summary>Records the two results of an operation. Its rule is called once, with the gradients of both, null where the loss does not depend on one.</summary>
    internal static (Var First, Var Second) RecordPair(Tensor first, Tensor second, ReadOnlySpan<Var> inputs, Func<Tensor?, Tensor?, Tensor?[]> rule) =>
        inputs[0].Tape.RecordPair(first, second, inputs, rule);
}
