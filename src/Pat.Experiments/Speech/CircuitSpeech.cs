using Pat.Core.Autodiff;
using Pat.Core.Training;
using Pat.Experiments.Classification;
using Pat.Systems.Electronics.TransistorCircuit;

namespace Pat.Experiments.Speech;

/// <summary>A transistor circuit: it hears features five times in a row with skips, or the waveform through several carriers.</summary>
/// <remarks>Sizes and recipes were chosen on validation recordings; docs/decisions.md tells it.</remarks>
public sealed class CircuitSpeech : ISpeechSystem
{
    /// <inheritdoc/>
    public string Name => "circuit";

    /// <inheritdoc/>
    public IReadOnlyList<string> FrontEnds => Speech.FrontEnds.Names;

    /// <inheritdoc/>
    public IPhysicalClassifier With(IFrontEnd frontEnd, int classes) => frontEnd.Values == 1 ? Waveform(frontEnd, classes) : Features(frontEnd, classes);

    private static SpeechClassifier Features(IFrontEnd frontEnd, int classes)
    {
        var circuit = new TransistorCircuitDescription();
        var network = new SeriesNetwork
        {
            Classes = classes,
            Layers = 5,
            Samples = circuit.Samples,
            StartScale = 0.6f,
            StartSkip = 0.5f,
            Pool = squares => Op.Sqrt(squares + 1e-6f) * 4, // so that silence has a derivative
        };
        return new()
        {
            Name = "circuit",
            Description = $"A resonant circuit with a transistor, driven and read as voltages over time, five times in a row with trainable skips, on {frontEnd.Description}; the logits are effective voltages in windows of the last output.",
            Recipe = new(Epochs: 30, BatchSize: 64, LearningRate: 0.02, new Objective(Loss.CrossEntropy, PenaltyWeight: network.Layers), SpeechRecipe.Schedule) { LearningRates = SpeechRecipe.WithoutDevice },
            Classes = classes,
            Bench = new TransistorCircuitBench(circuit),
            FrontEnd = frontEnd,
            Network = network.Build,
            Physical = SeriesNetwork.IsPhysical,
            MultiplyAdds = _ => new(frontEnd.MultiplyAdds + network.DigitalMultiplyAdds, network.Layers * TwinCost.Of(circuit)),
        };
    }

    private static SpeechClassifier Waveform(IFrontEnd frontEnd, int classes)
    {
        // The sound is played at the rate of the converters, 125 times too fast: the resonance at 53 kHz hears what was at 424 Hz.
        var circuit = new TransistorCircuitDescription { Samples = frontEnd.Steps };
        var network = new WaveformNetwork { Classes = classes, Samples = circuit.Samples, Carriers = 12, StartAmplitude = 0.9f, HighestCarrier = 3500, Windows = 16 };
        return new()
        {
            Name = "circuit",
            Description = $"A resonant circuit with a transistor, driven and read as voltages over time, on {frontEnd.Description}, sent {network.Carriers} times, each times another trainable carrier; a digital map of log energies gives the classes.",
            Recipe = new(Epochs: 20, BatchSize: 64, LearningRate: 0.02, new Objective(Loss.CrossEntropy, PenaltyWeight: 4), SpeechRecipe.Schedule) { LearningRates = SpeechRecipe.WithoutDevice },
            Classes = classes,
            Bench = new TransistorCircuitBench(circuit),
            FrontEnd = frontEnd,
            Network = network.Build,
            Physical = WaveformNetwork.IsPhysical,
            MultiplyAdds = _ => new(frontEnd.MultiplyAdds + network.DigitalMultiplyAdds, network.Runs * TwinCost.Of(circuit)),
        };
    }
}
