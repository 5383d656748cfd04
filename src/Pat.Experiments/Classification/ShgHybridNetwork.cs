using Pat.Core.Autodiff;
using Pat.Core.Physical;
using Pat.Core.Training;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.Classification;

/// <summary>
/// A hybrid network, digital and physical. Each of several channels is an affine map of the inputs and then a chain of physical layers with a
/// scale and an offset for each input; an affine map of what all channels measured gives the logits, a sum over channels.
/// </summary>
/// <remarks>
/// Inputs and programs are kept in [0, 1] by a soft penalty and a clamp (softplus form of the authors' code; Wright et al., Nature 601, 549, 2022).
/// The clamp is the only nonlinearity that is digital, so the weight of the penalty must be large enough that it hardly ever acts.
/// </remarks>
/// <param name="Channels">Chains side by side, at least 1.</param>
/// <param name="Depth">Physical layers of a chain, at least 1.</param>
internal sealed record ShgHybridNetwork(int Channels, int Depth)
{
    private const string ProgramPrefix = "program ";
    private const float PenaltySharpness = 30;

    // Our choice, without looking at data: images of mostly dark pixels give inputs of about 0.5 ± 0.2, and outputs of 0.3 ± 0.4 give them again.
    private const float StartBias = 0.5f, StartScale = 0.5f, StartOffset = 0.3f;

    /// <summary>Builds the network.</summary>
    /// <param name="ports">The physical system: as many outputs as inputs, which lie in [0, 1] as its parameters do.</param>
    /// <param name="features">Length of a row.</param>
    /// <param name="classes">Number of classes.</param>
    public Network Build(SystemPorts ports, int features, int classes)
    {
        var width = Channels * ports.Input.Size;
        return new("shg-hybrid",
        [
            DigitalNetworks.Affine("encode", features, width, StartBias),
            .. Enumerable.Range(1, Depth).Select(number => PhysicalLayer(number, ports)),
            DigitalNetworks.Affine("read-out", width, classes, 0),
        ]);
    }

    /// <summary>Whether a parameter is a program of the physical system.</summary>
    public static bool IsPhysical(string parameter) => parameter.Contains("/" + ProgramPrefix, StringComparison.Ordinal);

    /// <summary>Multiply-adds of the digital layers for one example.</summary>
    public long DigitalMultiplyAdds(SystemPorts ports, int features, int classes) =>
        (long)Channels * ports.Input.Size * (features + (Depth - 1) + classes);

    /// <summary>Runs of the physical system for one example.</summary>
    public int Runs => Channels * Depth;

    private static string Program(int channel) => $"{ProgramPrefix}{channel}";

    private Layer PhysicalLayer(int number, SystemPorts ports)
    {
        var width = Channels * ports.Input.Size;
        // Scale and offset of the first layer would do nothing that the encoder cannot.
        IEnumerable<Parameter> rescaling = number == 1 ? [] : [new("scale", _ => StartingValues.Filled(width, StartScale)), new("offset", _ => StartingValues.Filled(width, StartOffset))];
        var programs = Enumerable.Range(1, Channels).Select(channel => new Parameter(Program(channel), noise => StartingValues.Uniform(noise, 0, 1, ports.ParameterCount)));
        return new($"layer {number}", [.. rescaling, .. programs], (z, pass) =>
            Send(number == 1 ? z : z * pass.Parameter("scale") + pass.Parameter("offset"), ports.Input.Size, pass));
    }

    private Var Send(Var data, int inputs, Pass pass)
    {
        var penalty = OutOfRange(data);
        var measured = new Var[Channels];
        for (var i = 0; i < Channels; i++)
        {
            var program = pass.Parameter(Program(i + 1));
            penalty += OutOfRange(program) * (1f / Channels);
            measured[i] = pass.Physical(pass.InputInRange(Op.SliceColumns(data, i * inputs, inputs), 0, 1), pass.ParametersInRange(program, 0, 1));
        }
        pass.Penalize(penalty);
        return Op.ConcatenateColumns(measured);
    }

    // mean of softplus(−β u) / β + softplus(β (u − 1)) / β
    private static Var OutOfRange(Var u) => Op.Mean(Op.Softplus(-u, PenaltySharpness)) + Op.Mean(Op.Softplus(u - 1f, PenaltySharpness));
}
