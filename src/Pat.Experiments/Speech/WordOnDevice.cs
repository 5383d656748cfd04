using Pat.Experiments.Audio;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.Speech;

/// <summary>The way of one word through a trained network: sound, front end, device and twin, classes. <see cref="WordListener"/> makes it.</summary>
public sealed record WordOnDevice
{
    /// <summary>Name of the recording.</summary>
    public required string Name { get; init; }

    /// <summary>The sound as it was given.</summary>
    public required Sound Original { get; init; }

    /// <summary>One channel of <see cref="SpeechData.Rate"/>, with silence and level as they were.</summary>
    public required Sound Sound { get; init; }

    /// <summary>What it has to do with the data: whether the network has learned from it.</summary>
    public required string Origin { get; init; }

    /// <summary>What the front end made of it, as the network gets it; all values of the first step come first.</summary>
    public required IReadOnlyList<float> Row { get; init; }

    /// <summary>The front end.</summary>
    public required IFrontEnd FrontEnd { get; init; }

    /// <summary>The uses of the device, first one first.</summary>
    public required IReadOnlyList<WordUse> Uses { get; init; }

    /// <summary>The words.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Logits of the network on the device, in one run.</summary>
    public required IReadOnlyList<double> DeviceLogits { get; init; }

    /// <summary>Logits of the network on its twin.</summary>
    public required IReadOnlyList<double> TwinLogits { get; init; }

    /// <summary>Method, run seed and device seed of the network.</summary>
    public required Training Training { get; init; }

    /// <summary>The physical system: its name on the command line.</summary>
    public required string System { get; init; }

    /// <summary>System and network in words.</summary>
    public required string SystemText { get; init; }

    /// <summary>What the network was trained on, and for how many epochs.</summary>
    public required string DataText { get; init; }

    /// <summary>How good the network is: on the test recordings.</summary>
    public required MethodResult Result { get; init; }

    /// <summary>Probabilities of the words on the device: softmax of the logits.</summary>
    public IReadOnlyList<double> DeviceProbabilities => Softmax(DeviceLogits);

    /// <summary>Probabilities of the words on the twin.</summary>
    public IReadOnlyList<double> TwinProbabilities => Softmax(TwinLogits);

    /// <summary>The word that the network on the device takes it for.</summary>
    public int DeviceClass => Largest(DeviceLogits);

    /// <summary>The word that the network on the twin takes it for.</summary>
    public int TwinClass => Largest(TwinLogits);

    /// <summary>exp(x_i) / Σ exp(x_j), without overflow.</summary>
    private static double[] Softmax(IReadOnlyList<double> logits)
    {
        var most = logits.Max();
        double[] powers = [.. logits.Select(logit => Math.Exp(logit - most))];
        var sum = powers.Sum();
        return [.. powers.Select(power => power / sum)];
    }

    // The first one of equal ones, as the network's own classes.
    private static int Largest(IReadOnlyList<double> logits) => logits.Index().MaxBy(logit => logit.Item).Index;
}
