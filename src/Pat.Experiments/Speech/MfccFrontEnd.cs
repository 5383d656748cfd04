using Pat.Experiments.Audio;

namespace Pat.Experiments.Speech;

/// <summary>Mel-frequency cepstral coefficients and how they change, at steps in time that divide the word evenly.</summary>
public sealed class MfccFrontEnd : IFrontEnd
{
    private const int Coefficients = 7;

    private static readonly MelPictures pictures = new(bands: 20, steps: 14);

    /// <inheritdoc/>
    public string Name => "mfcc";

    /// <inheritdoc/>
    public string Description => $"{Coefficients} mel-frequency cepstral coefficients of {pictures.Bands} bands and their deltas at {pictures.Steps} steps of the word";

    /// <inheritdoc/>
    public int Steps => pictures.Steps;

    /// <inheritdoc/>
    public int Values => 2 * Coefficients;

    /// <inheritdoc/>
    public int Shift => 1;

    /// <inheritdoc/>
    public float? Deviation => 0.3f;

    /// <inheritdoc/>
    /// <remarks>Cosine transforms, and deltas over five steps.</remarks>
    public long MultiplyAdds => pictures.MultiplyAdds + Steps * (Coefficients + 1L) * (pictures.Bands + 4);

    /// <inheritdoc/>
    public void Encode(Recording recording, Span<float> row)
    {
        var cepstra = SpeechFeatures.Cepstrum(pictures.Of(recording.Word()), Coefficients + 1);
        var deltas = SpeechFeatures.Deltas(cepstra);
        for (var step = 0; step < Steps; step++)
        {
            // The first coefficient is that of the level, which is the same for all words.
            cepstra.Row(step)[1..].CopyTo(row[(step * Values)..]);
            deltas.Row(step)[1..].CopyTo(row[(step * Values + Coefficients)..]);
        }
    }
}
