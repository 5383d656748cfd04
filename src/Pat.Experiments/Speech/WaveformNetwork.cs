using Pat.Core.Autodiff;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.Speech;

/// <summary>
/// A device that hears a waveform as it is. The waveform is sent several times, each time multiplied by another trainable function of time, which starts as a carrier, one tone:
/// products of carrier and sound that fall on a resonance of the device ring, as in a superheterodyne receiver. The logits are an affine map of the logarithms of the
/// energies in windows of what is measured.
/// </summary>
/// <remarks>
/// A device is driven with u = clamp(c(t) x + 0.003, −1, 1); what the clamp cuts off is penalised by its mean square. A trained carrier c is a sum of tones, which does the same at
/// all times of the word; carriers with every sample free learned the training recordings by heart (docs/decisions.md).
/// </remarks>
internal sealed record WaveformNetwork
{
    private const string Views = "views", ReadOut = "read-out";

    // Adam moves every parameter by about the learning rate: carriers are moved by less than the read-out.
    private const float ScaleOfCarriers = 0.1f;

    // So little that it is lost in the read noise; but exact silence would ring down to numbers that processors are slow with.
    private const float Bias = 0.003f;

    // Energies below this are lost in the read noise, whose power is 1e-4; logarithms are brought near 0.
    private const float EnergyFloor = 2e-4f, LogOffset = 5;

    /// <summary>Number of classes.</summary>
    public required int Classes { get; init; }

    /// <summary>Samples of a drive.</summary>
    public required int Samples { get; init; }

    /// <summary>How often the waveform is sent, each time with a carrier of its own; at least 2.</summary>
    public required int Carriers { get; init; }

    /// <summary>Amplitude of the carriers at the start.</summary>
    public required float StartAmplitude { get; init; }

    /// <summary>Highest frequency of a carrier, in hertz; at the start the lowest is 0 and the others are spread evenly on the mel scale.</summary>
    public required double HighestCarrier { get; init; }

    /// <summary>From the frequency at which a carrier starts to that of the next it is so many tones, all of which are in every carrier.</summary>
    public required int TonesPerCarrier { get; init; }

    /// <summary>Windows of each output.</summary>
    public required int Windows { get; init; }

    /// <summary>The sizes for spoken words, chosen on validation recordings for plate and circuit together. Frozen: a change is an entry in docs/decisions.md.</summary>
    /// <param name="classes">Number of classes.</param>
    /// <param name="samples">Samples of a drive.</param>
    public static WaveformNetwork OfWords(int classes, int samples) =>
        new() { Classes = classes, Samples = samples, Carriers = 12, StartAmplitude = 0.9f, HighestCarrier = 3500, TonesPerCarrier = 4, Windows = 16 };

    /// <summary>Builds the network.</summary>
    /// <param name="features">Samples of the waveform.</param>
    /// <exception cref="ShapeException">The device takes another number of samples.</exception>
    public Network Build(int features)
    {
        if (features != Samples)
            throw new ShapeException($"Waveform network: expected {Samples} samples, got {features}.");
        var tones = new ToneBank((Carriers - 1) * TonesPerCarrier + 1, HighestCarrier, Samples, SpeechData.Rate);
        return new("waveform",
        [
            new(Views,
                [.. Enumerable.Range(1, Carriers).Select(view => new Parameter(Carrier(view), _ => tones.Cosine((view - 1) * TonesPerCarrier, StartAmplitude / ScaleOfCarriers)))],
                (x, pass) => Run(x, tones, pass)),
            DigitalNetworks.Affine(ReadOut, Carriers * Windows, Classes, startBias: 0),
        ]);
    }

    /// <summary>Whether a parameter shapes the drive of a device.</summary>
    public static bool IsPhysical(string parameter) => parameter.StartsWith(Views + "/", StringComparison.Ordinal);

    /// <summary>Digital multiply-adds of an example: carriers, squares of the outputs, logits.</summary>
    public long DigitalMultiplyAdds => 2L * Carriers * Samples + (long)Carriers * Windows * Classes;

    private static string Carrier(int view) => $"carrier {view}";

    private Var Run(Var x, ToneBank tones, Pass pass)
    {
        var nothing = x.Tape.Constant(new Tensor(0));
        return Op.ConcatenateColumns([.. Enumerable.Range(1, Carriers).Select(view =>
        {
            var carrier = tones.Sum(pass.Parameter(Carrier(view))) * ScaleOfCarriers;
            return Energies(pass.Physical(pass.PenalizedInputInRange(x * carrier + Bias, -1, 1), nothing));
        })]);
    }

    private Var Energies(Var y) => Op.Log(Op.GroupMean(Op.Square(y), Windows) + EnergyFloor) + LogOffset;
}
