namespace Pat.Experiments.Speech;

/// <summary>Logarithms of the power in bands on the mel scale, at steps in time that divide the word evenly.</summary>
public sealed class LogMelFrontEnd : IFrontEnd
{
    private static readonly MelPictures pictures = new(bands: 14, steps: 14);

    /// <inheritdoc/>
    public string Name => "log-mel";

    /// <inheritdoc/>
    public string Description => $"log powers of {pictures.Bands} mel bands at {pictures.Steps} steps of the word";

    /// <inheritdoc/>
    public int Steps => pictures.Steps;

    /// <inheritdoc/>
    public int Values => pictures.Bands;

    /// <inheritdoc/>
    public int Shift => 1;

    /// <inheritdoc/>
    public float? Deviation => 0.3f;

    /// <inheritdoc/>
    public long MultiplyAdds => pictures.MultiplyAdds;

    /// <inheritdoc/>
    public void Encode(Recording recording, Span<float> row) => pictures.Of(recording.Word()).Values.CopyTo(row);
}
