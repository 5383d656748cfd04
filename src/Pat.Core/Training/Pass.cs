using Pat.Core.Autodiff;
using Pat.Core.Tensors;

namespace Pat.Core.Training;

/// <summary>How a physical layer is carried out: on the device, on its twin, or with the value of one and the gradient of the other.</summary>
/// <param name="x">Inputs, [batch, Input.Size].</param>
/// <param name="theta">Parameters, [ParameterCount].</param>
/// <param name="apparatus">Number of the apparatus among those of the network, from 0.</param>
/// <returns>Outputs, [batch, Output.Size].</returns>
public delegate Var PhysicalStep(Var x, Var theta, int apparatus);

/// <summary>One forward pass of a network: gives layers their parameters and physics, and collects penalties.</summary>
public sealed class Pass
{
    private readonly Tape tape;
    private readonly IReadOnlyDictionary<string, Tensor> parameters;
    private readonly PhysicalStep step;
    private readonly Dictionary<string, Var> variables = [];
    private readonly List<Var> penalties = [];
    private string layer = "";
    private Var? measured;
    private ClampCount clampedInputs, clampedParameters;

    /// <summary>Starts a pass.</summary>
    /// <param name="tape">The tape to record on.</param>
    /// <param name="parameters">Parameters by "layer/parameter".</param>
    /// <param name="step">How physical layers are carried out.</param>
    public Pass(Tape tape, IReadOnlyDictionary<string, Tensor> parameters, PhysicalStep step) =>
        (this.tape, this.parameters, this.step) = (tape, parameters, step);

    /// <summary>Called after each use of a physical system; null where nobody watches. Its tensors belong to the step under way.</summary>
    public Action<PhysicalUse>? Watch { get; init; }

    /// <summary>The parameters that were used so far.</summary>
    public IReadOnlyDictionary<string, Var> Variables => variables;

    /// <summary>Mean of the penalties so far, [1]; null if there are none.</summary>
    public Var? Penalty
    {
        get
        {
            if (penalties.Count == 0)
                return null;
            var sum = penalties[0];
            foreach (var penalty in penalties.Skip(1))
                sum += penalty;
            return sum * (1f / penalties.Count);
        }
    }

    /// <summary>A parameter of the layer that is running.</summary>
    /// <param name="name">Name within the layer.</param>
    public Var Parameter(string name) => ParameterOf(layer, name);

    /// <summary>A parameter of any layer: how layers share.</summary>
    /// <exception cref="KeyNotFoundException">There is no such parameter.</exception>
    public Var ParameterOf(string layerName, string name)
    {
        var full = $"{layerName}/{name}";
        if (variables.TryGetValue(full, out var variable))
            return variable;
        if (!parameters.TryGetValue(full, out var tensor))
            throw new KeyNotFoundException($"Network: there is no parameter '{full}'. Known: {string.Join(", ", parameters.Keys)}.");
        return variables[full] = tape.Variable(tensor);
    }

    /// <summary>Sends x through a physical system with parameters theta.</summary>
    /// <param name="x">Inputs, [batch, Input.Size].</param>
    /// <param name="theta">Parameters, [ParameterCount].</param>
    /// <param name="apparatus">Which one, where the network has several: its number, from 0.</param>
    /// <exception cref="NonFiniteException">The output is not finite.</exception>
    public Var Physical(Var x, Var theta, int apparatus = 0)
    {
        var y = step(x, theta, apparatus);
        NonFiniteException.Check("the output", layer, y.Value);
        Watch?.Invoke(new(layer, apparatus, x.Value, theta.Value, y.Value, clampedInputs, clampedParameters));
        (clampedInputs, clampedParameters) = (default, default);
        return measured = y;
    }

    /// <summary>Inputs of the next use of a physical system, clamped to the range that it admits; where somebody watches, what was outside is counted.</summary>
    /// <param name="wanted">What the network would send, of any shape.</param>
    /// <param name="min">Lower end.</param>
    /// <param name="max">Upper end.</param>
    /// <remarks>The derivative is 1 inside the range, 0 outside.</remarks>
    public Var InputInRange(Var wanted, float min, float max)
    {
        CountInputs(wanted, min, max);
        return Op.Clamp(wanted, min, max);
    }

    /// <summary>The same, and the mean square of what is cut off is a penalty (<see cref="Penalize"/>).</summary>
    /// <inheritdoc cref="InputInRange"/>
    public Var PenalizedInputInRange(Var wanted, float min, float max)
    {
        CountInputs(wanted, min, max);
        var (clamped, excess) = Op.ClampWithExcess(wanted, min, max);
        Penalize(excess);
        return clamped;
    }

    /// <summary><see cref="InputInRange"/> for parameters of the next use.</summary>
    /// <inheritdoc cref="InputInRange"/>
    public Var ParametersInRange(Var wanted, float min, float max)
    {
        if (Watch is not null)
            clampedParameters += ClampCount.Of(wanted.Value.Values, min, max);
        return Op.Clamp(wanted, min, max);
    }

    /// <summary>Adds a penalty, [1]; the loss takes the mean of all.</summary>
    public void Penalize(Var penalty) => penalties.Add(penalty);

    internal Var Enter(Layer entered, Var x)
    {
        layer = entered.Name;
        var y = entered.Forward(x, this);
        if (y != measured)
            NonFiniteException.Check("the output", entered.Name, y.Value);
        return y;
    }

    private void CountInputs(Var wanted, float min, float max)
    {
        if (Watch is not null)
            clampedInputs += ClampCount.Of(wanted.Value.Values, min, max);
    }
}
