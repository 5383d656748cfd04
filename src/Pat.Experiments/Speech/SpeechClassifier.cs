using Pat.Core.Training;
using Pat.Experiments.Classification;
using Pat.Systems.Benches;

namespace Pat.Experiments.Speech;

/// <summary>A network that tells spoken words apart with one kind of physical system, from what one front end makes of them.</summary>
internal sealed record SpeechClassifier : IPhysicalClassifier
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <inheritdoc/>
    public required string Description { get; init; }

    /// <inheritdoc/>
    public required Recipe Recipe { get; init; }

    /// <inheritdoc/>
    public required int Classes { get; init; }

    /// <inheritdoc/>
    public required IBench Bench { get; init; }

    /// <summary>What makes the rows.</summary>
    public required IFrontEnd FrontEnd { get; init; }

    /// <summary>The network for rows of a length.</summary>
    public required Func<int, Network> Network { get; init; }

    /// <summary>Which parameters control the device.</summary>
    public required Func<string, bool> Physical { get; init; }

    /// <summary>Multiply-adds for rows of a length.</summary>
    public required Func<int, MultiplyAdds> MultiplyAdds { get; init; }

    /// <summary>A chain of devices that hear features.</summary>
    /// <param name="network">The chain.</param>
    /// <param name="name">Name of the system.</param>
    /// <param name="description">Physics and network in a sentence or two.</param>
    /// <param name="bench">The bench of the devices.</param>
    /// <param name="costOfRun">Multiply-adds that it takes to compute one run of the twin.</param>
    /// <param name="frontEnd">What makes the rows.</param>
    public static SpeechClassifier Of(SeriesNetwork network, string name, string description, IBench bench, long costOfRun, IFrontEnd frontEnd) => new()
    {
        Name = name,
        Description = description,
        Recipe = SpeechRecipe.OfSeries(network.Layers),
        Classes = network.Classes,
        Bench = bench,
        FrontEnd = frontEnd,
        Network = network.Build,
        Physical = SeriesNetwork.IsPhysical,
        MultiplyAdds = _ => new(frontEnd.MultiplyAdds + network.DigitalMultiplyAdds, network.Layers * costOfRun),
    };

    /// <summary>Devices that hear the waveform.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">Name of the system.</param>
    /// <param name="device">The device in words, to stand before what is done with it.</param>
    /// <param name="bench">The bench of the devices.</param>
    /// <param name="costOfRun">Multiply-adds that it takes to compute one run of the twin.</param>
    /// <param name="frontEnd">What makes the rows.</param>
    public static SpeechClassifier Of(WaveformNetwork network, string name, string device, IBench bench, long costOfRun, IFrontEnd frontEnd) => new()
    {
        Name = name,
        Description = $"{device}, on {frontEnd.Description}, sent {network.Carriers} times, each times another trainable carrier, a sum of tones; a digital map of log energies gives the classes.",
        Recipe = SpeechRecipe.OfWaveform,
        Classes = network.Classes,
        Bench = bench,
        FrontEnd = frontEnd,
        Network = network.Build,
        Physical = WaveformNetwork.IsPhysical,
        MultiplyAdds = _ => new(frontEnd.MultiplyAdds + network.DigitalMultiplyAdds, network.Carriers * costOfRun),
    };

    /// <inheritdoc/>
    public Network Build(int features) => Network(features);

    /// <inheritdoc/>
    public bool IsPhysical(string parameter) => Physical(parameter);

    /// <inheritdoc/>
    public MultiplyAdds Count(int features) => MultiplyAdds(features);

    /// <inheritdoc/>
    public Network? Convolutional(int features) => SpeechConvolution.Of(FrontEnd, Classes);
}
