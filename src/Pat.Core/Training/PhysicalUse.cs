using Pat.Core.Autodiff;
using Pat.Core.Tensors;

namespace Pat.Core.Training;

/// <summary>How many values were outside a range.</summary>
/// <param name="Below">Below its lower end.</param>
/// <param name="Above">Above its upper end.</param>
/// <param name="All">Of how many; 0 where nobody clamped anything.</param>
public readonly record struct ClampCount(long Below, long Above, long All)
{
    /// <summary>Both together.</summary>
    public static ClampCount operator +(ClampCount a, ClampCount b) => new(a.Below + b.Below, a.Above + b.Above, a.All + b.All);

    /// <summary>Counts the values outside [min, max].</summary>
    public static ClampCount Of(ReadOnlySpan<float> values, float min, float max)
    {
        var (below, above) = (0L, 0L);
        foreach (var value in values)
        {
            below += value < min ? 1 : 0;
            above += value > max ? 1 : 0;
        }
        return new(below, above, values.Length);
    }
}

/// <summary>One use of a physical system in a pass of a network.</summary>
/// <param name="Layer">The layer that used it.</param>
/// <param name="Apparatus">Number of the apparatus, from 0.</param>
/// <param name="X">What was sent, [rows, Input.Size].</param>
/// <param name="Theta">With which parameters, [ParameterCount].</param>
/// <param name="Y">What came out, [rows, Output.Size].</param>
/// <param name="ClampedInputs">What of the inputs was wanted out of range, where the network clamps (<see cref="Pass.InputInRange"/>).</param>
/// <param name="ClampedParameters">The same of the parameters.</param>
public sealed record PhysicalUse(string Layer, int Apparatus, Tensor X, Tensor Theta, Tensor Y, ClampCount ClampedInputs, ClampCount ClampedParameters)
{
    /// <summary>Runs a network without derivatives and returns its uses of physical systems, first one first; the tensors outlive any scope.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="x">Inputs, [rows, features].</param>
    /// <param name="step">How physical layers are carried out.</param>
    public static IReadOnlyList<PhysicalUse> Record(Network network, IReadOnlyDictionary<string, Tensor> parameters, Tensor x, PhysicalStep step)
    {
        using var tape = new Tape(recording: false);
        var uses = new List<PhysicalUse>();
        network.Forward(tape.Constant(x), new Pass(tape, parameters, step)
        {
            Watch = use => uses.Add(use with { X = use.X.Clone(), Theta = use.Theta.Clone(), Y = use.Y.Clone() }),
        });
        return uses;
    }
}
