using Pat.Experiments.Classification;
using Pat.Systems.Mechanics.OscillatingPlate;

namespace Pat.Experiments.Speech;

/// <summary>An oscillating plate: it hears features four times in a row, or the waveform through several carriers.</summary>
/// <remarks>Sizes and recipes were chosen on validation recordings; docs/decisions.md tells it.</remarks>
public sealed class PlateSpeech : ISpeechSystem
{
    private const string What = "An oscillating titanium plate, driven by a voice coil and heard by a microphone";
    private const int ModesBelowHalfTheRate = 13;

    /// <inheritdoc/>
    public string Name => "plate";

    /// <inheritdoc/>
    public IReadOnlyList<string> FrontEnds => Speech.FrontEnds.Names;

    /// <inheritdoc/>
    public IPhysicalClassifier With(IFrontEnd frontEnd, int classes) => frontEnd.Values == 1 ? Waveform(frontEnd, classes) : Features(frontEnd, classes);

    private SpeechClassifier Features(IFrontEnd frontEnd, int classes)
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
        return SpeechClassifier.Of(
            network, Name, $"{What}, four times in a row, on {frontEnd.Description}; the logits are energies in windows of the last output.",
            new OscillatingPlateBench(plate), TwinCost.Of(plate), frontEnd);
    }

    private SpeechClassifier Waveform(IFrontEnd frontEnd, int classes)
    {
        // The same plate between converters at the rate of the recordings, which cannot see the modes above half of it.
        var plate = new OscillatingPlateDescription { SampleRate = SpeechData.Rate, Modes = ModesBelowHalfTheRate, Samples = frontEnd.Steps };
        var network = WaveformNetwork.OfWords(classes, plate.Samples);
        return SpeechClassifier.Of(network, Name, What, new OscillatingPlateBench(plate), TwinCost.Of(plate), frontEnd);
    }
}
