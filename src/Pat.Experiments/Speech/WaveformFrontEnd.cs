using Pat.Experiments.Audio;

namespace Pat.Experiments.Speech;

/// <summary>The samples as they are, from where the word begins: a constant offset and silence before it are cut off, the largest sample is 1, what is too long is cut.</summary>
public sealed class WaveformFrontEnd : IFrontEnd
{
    /// <inheritdoc/>
    public string Name => "waveform";

    /// <inheritdoc/>
    public string Description => FormattableString.Invariant($"the waveform, {Steps:N0} samples at {SpeechData.Rate:N0} Hz from the beginning of the word");

    /// <inheritdoc/>
    public int Steps => 4096;

    /// <inheritdoc/>
    public int Values => 1;

    /// <inheritdoc/>
    public int Shift => 400;

    /// <inheritdoc/>
    public float? Deviation => null;

    /// <inheritdoc/>
    /// <remarks>The squares by which silence is found, and the level.</remarks>
    public long MultiplyAdds => 2L * Steps;

    /// <inheritdoc/>
    public void Encode(Recording recording, Span<float> row)
    {
        var samples = recording.Word().Samples;
        samples = samples[..Math.Min(samples.Length, Steps)];
        var largest = samples.Select(Math.Abs).DefaultIfEmpty().Max();
        for (var i = 0; i < samples.Length; i++)
            row[i] = samples[i] / Math.Max(largest, float.Epsilon);
    }
}
