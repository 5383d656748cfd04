using Pat.Core.Autodiff;
using Pat.Core.Training;
using Pat.Experiments.Classification;
using Pat.Systems.Mechanics.OscillatingPlate;

namespace Pat.Experiments.Speech;

/// <summary>An oscillating plate: it hears features four times in a row, or the waveform through several carriers.</summary>
/// <remarks>Sizes and recipes were chosen on validation recordings; docs/decisions.md tells it.</remarks>
public sealed class PlateSpeech : ISpeechSystem
{
    private const int ModesBelowHalfTheRate = 13;

    /// <inheritdoc/>
    public string Name => "plate";

    /// <inheritdoc/>
    public IReadOnlyList<string> FrontEnds => Speech.FrontEnds.Names;

    /// <inheritdoc/>
    public IPhysicalClassifier With(IFrontEnd frontEnd, int classes) => frontEnd.Values == 1 ? Waveform(frontEnd, classes) : Features(frontEnd, classes);

    private static SpeechClassifier Features(IFrontEnd frontEnd, int classes)
    {
        var plate = new OscillatingPlateDescription();
        var network = new SeriesNetwork
        {
            Classes = classes,
            Layers = 4,
            Samples = plate.Samples,
            StartScale = 0.8f,
            FirstRead = plate.Samples / 4,
            Pool = squares => squares * 10,
        };
        return new()
        {
            Name = "plate",
            Description = $"An oscillating titanium plate, driven by a voice coil and heard by a microphone, four times in a row, on {frontEnd.Description}; the logits are energies in windows of the last output.",
            Recipe = new(Epochs: 30, BatchSize: 64, LearningRate: 0.02, new Objective(Loss.CrossEntropy, PenaltyWeight: network.Layers), SpeechRecipe.Schedule) { LearningRates = SpeechRecipe.WithoutDevice },
            Classes = classes,
            Bench = new OscillatingPlateBench(plate),
            FrontEnd = frontEnd,
            Network = network.Build,
            Physical = SeriesNetwork.IsPhysical,
            MultiplyAdds = _ => new(frontEnd.MultiplyAdds + network.DigitalMultiplyAdds, network.Layers * TwinCost.Of(plate)),
        };
    }

    private static SpeechClassifier Waveform(IFrontEnd frontEnd, int classes)
    {
        // The same plate between converters at the rate of the recordings, which cannot see the modes above half of it.
        var plate = new OscillatingPlateDescription { SampleRate = SpeechData.Rate, Modes = ModesBelowHalfTheRate, Samples = frontEnd.Steps };
        var network = new WaveformNetwork { Classes = classes, Samples = plate.Samples, Carriers = 12, StartAmplitude = 0.9f, HighestCarrier = 3500, Windows = 16 };
        return new()
        {
            Name = "plate",
            Description = $"An oscillating titanium plate, driven by a voice coil and heard by a microphone, on {frontEnd.Description}, sent {network.Carriers} times, each times another trainable carrier; a digital map of log energies gives the classes.",
            Recipe = new(Epochs: 20, BatchSize: 64, LearningRate: 0.02, new Objective(Loss.CrossEntropy, PenaltyWeight: 4), SpeechRecipe.Schedule) { LearningRates = SpeechRecipe.WithoutDevice },
            Classes = classes,
            Bench = new OscillatingPlateBench(plate),
            FrontEnd = frontEnd,
            Network = network.Build,
            Physical = WaveformNetwork.IsPhysical,
            MultiplyAdds = _ => new(frontEnd.MultiplyAdds + network.DigitalMultiplyAdds, network.Runs * TwinCost.Of(plate)),
        };
    }
}
