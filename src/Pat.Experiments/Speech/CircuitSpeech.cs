using Pat.Core.Autodiff;
using Pat.Experiments.Classification;
using Pat.Systems.Electronics.TransistorCircuit;

namespace Pat.Experiments.Speech;

/// <summary>A transistor circuit: it hears features five times in a row with skips, or the waveform through several carriers.</summary>
/// <remarks>Sizes and recipes were chosen on validation recordings; docs/decisions.md tells it.</remarks>
public sealed class CircuitSpeech : ISpeechSystem
{
    private const string What = "A resonant circuit with a transistor, driven and read as voltages over time";

    /// <inheritdoc/>
    public string Name => "circuit";

    /// <inheritdoc/>
    public IReadOnlyList<string> FrontEnds => Speech.FrontEnds.Names;

    /// <inheritdoc/>
    public IPhysicalClassifier With(IFrontEnd frontEnd, int classes) => frontEnd.Values == 1 ? Waveform(frontEnd, classes) : Features(frontEnd, classes);

    private SpeechClassifier Features(IFrontEnd frontEnd, int classes)
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
        return SpeechClassifier.Of(
            network, Name, $"{What}, five times in a row with trainable skips, on {frontEnd.Description}; the logits are effective voltages in windows of the last output.",
            new TransistorCircuitBench(circuit), TwinCost.Of(circuit), frontEnd);
    }

    private SpeechClassifier Waveform(IFrontEnd frontEnd, int classes)
    {
        // The sound is played at the rate of the converters, 125 times too fast: the resonance at 53 kHz hears what was at 424 Hz.
        var circuit = new TransistorCircuitDescription { Samples = frontEnd.Steps };
        var network = WaveformNetwork.OfWords(classes, circuit.Samples);
        return SpeechClassifier.Of(network, Name, What, new TransistorCircuitBench(circuit), TwinCost.Of(circuit), frontEnd);
    }
}
