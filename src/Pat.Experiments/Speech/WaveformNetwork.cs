using Pat.Core.Autodiff;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Audio;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.Speech;

/// <summary>
/// A device that hears a waveform as it is. The waveform is sent several times, each time multiplied by another trainable function of time, which starts as a carrier:
/// products of carrier and sound that fall on a resonance of the device ring, as in a superheterodyne receiver. The logits are an affine map of the logarithms of the
/// energies in windows of what is measured.
/// </summary>
/// <remarks>A device is driven with u = clamp((a x + b) / 10, −1, 1). What the clamp cuts off is penalised by its mean square.</remarks>
internal sealed record WaveformNetwork
{
    private const string Views = "views", ReadOut = "read-out";

    // Adam moves every parameter by about the learning rate: carriers are moved by less than the read-out.
    private const float ScaleOfScales = 0.1f;

    // So little that it is lost in the read noise; but exact silence would ring down to numbers that processors are slow with.
    private const float StartOffset = 0.003f;

    // Energies below this are lost in the read noise, whose power is 1e-4; logarithms are brought near 0.
    private const float EnergyFloor = 2e-4f, LogOffset = 5;

    /// <summary>Number of classes.</summary>
    public required int Classes { get; init; }

    /// <summary>Samples of a drive.</summary>
    public required int Samples { get; init; }

    /// <summary>How often the waveform is sent, each time with a carrier of its own.</summary>
    public required int Carriers { get; init; }

    /// <summary>Passes through the device of each.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>Amplitude of the carriers at the start.</summary>
    public required float StartAmplitude { get; init; }

    /// <summary>Highest frequency of a carrier at the start, in hertz; the lowest is 0 and the others are spread evenly on the mel scale.</summary>
    public required double HighestCarrier { get; init; }

    /// <summary>Windows of each output.</summary>
    public required int Windows { get; init; }

    /// <summary>Builds the network.</summary>
    /// <param name="features">Samples of the waveform.</param>
    /// <exception cref="ShapeException">The device takes another number of samples.</exception>
    public Network Build(int features)
    {
        if (features != Samples)
            throw new ShapeException($"Waveform network: expected {Samples} samples, got {features}.");
        return new("waveform",
        [
            new(Views, [.. Enumerable.Range(1, Carriers).SelectMany(ParametersOf)], Run),
            DigitalNetworks.Affine(ReadOut, Carriers * Windows, Classes, startBias: 0),
        ]);
    }

    /// <summary>Whether a parameter shapes the drive of a device.</summary>
    public static bool IsPhysical(string parameter) => parameter.StartsWith(Views + "/", StringComparison.Ordinal);

    /// <summary>Runs of the device for one example.</summary>
    public int Runs => Carriers * Depth;

    /// <summary>Digital multiply-adds of an example: scales, squares of the outputs, logits.</summary>
    public long DigitalMultiplyAdds => (long)Runs * Samples + (long)Carriers * Samples + (long)Carriers * Windows * Classes;

    private IEnumerable<Parameter> ParametersOf(int view)
    {
        for (var pass = 1; pass <= Depth; pass++)
        {
            var first = pass == 1;
            yield return new(Scale(view, pass), _ => first ? Carrier(view) : StartingValues.Filled(Samples, 1 / ScaleOfScales));
            yield return new(Offset(view, pass), noise => StartingValues.Normal(noise, StartOffset / ScaleOfScales, Samples));
        }
    }

    private static string Scale(int view, int pass) => $"scale {view}.{pass}";

    private static string Offset(int view, int pass) => $"offset {view}.{pass}";

    private Tensor Carrier(int view)
    {
        var frequency = MelFilterBank.FromMel(MelFilterBank.ToMel(HighestCarrier) * (view - 1) / Math.Max(1, Carriers - 1));
        var carrier = new Tensor(Samples);
        for (var t = 0; t < Samples; t++)
            carrier.AsSpan()[t] = (float)(StartAmplitude / ScaleOfScales * Math.Cos(2 * Math.PI * frequency * t / SpeechData.Rate));
        return carrier;
    }

    private Var Run(Var x, Pass pass) => Op.ConcatenateColumns([.. Enumerable.Range(1, Carriers).Select(view => Energies(Listen(x, view, pass)))]);

    private Var Listen(Var x, int view, Pass pass)
    {
        var nothing = x.Tape.Constant(new Tensor(0));
        for (var number = 1; number <= Depth; number++)
        {
            var wanted = Op.ScaleAndOffset(x, pass.Parameter(Scale(view, number)), pass.Parameter(Offset(view, number))) * ScaleOfScales;
            var drive = pass.PenalizedInputInRange(wanted, -1, 1);
            x = pass.Physical(drive, nothing);
        }
        return x;
    }

    private Var Energies(Var y) => Op.Log(Op.GroupMean(Op.Square(y), Windows) + EnergyFloor) + LogOffset;
}
