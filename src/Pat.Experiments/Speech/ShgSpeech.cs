using Pat.Core.Autodiff;
using Pat.Core.Training;
using Pat.Experiments.Classification;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Experiments.Speech;

/// <summary>Second-harmonic generation in the hybrid network of the images, on spectra of sound.</summary>
/// <remarks>Sizes and recipe were chosen on validation recordings; docs/decisions.md tells it.</remarks>
public sealed class ShgSpeech : ISpeechSystem
{
    /// <inheritdoc/>
    public string Name => "shg";

    /// <inheritdoc/>
    public IReadOnlyList<string> FrontEnds { get; } = [.. Speech.FrontEnds.All.Where(frontEnd => frontEnd.Values > 1).Select(frontEnd => frontEnd.Name)];

    /// <inheritdoc/>
    public IPhysicalClassifier With(IFrontEnd frontEnd, int classes)
    {
        var description = new SecondHarmonicDescription();
        var (ports, network) = (new ThinCrystal(description).Ports, new ShgHybridNetwork(Channels: 4, Depth: 2));
        return new SpeechClassifier
        {
            Name = Name,
            Description = $"Four channels of a digital affine map of {frontEnd.Description}, and two passes through a second-harmonic generator, with scales and offsets between them; a digital affine map of their spectra gives the classes.",
            Recipe = new(Epochs: 20, BatchSize: 64, LearningRate: 0.003, new Objective(Loss.CrossEntropy, PenaltyWeight: 20), Recipe.CosineWithWarmUp)
            {
                LearningRates = new Dictionary<string, double>(SpeechRecipe.WithoutDevice) { ["identity"] = 0.003 },
            },
            Classes = classes,
            Bench = new SecondHarmonicBench(description),
            FrontEnd = frontEnd,
            Network = features => network.Build(ports, features, classes),
            Physical = ShgHybridNetwork.IsPhysical,
            MultiplyAdds = features => new(frontEnd.MultiplyAdds + network.DigitalMultiplyAdds(ports, features, classes), network.Runs * TwinCost.Of(description)),
        };
    }
}
