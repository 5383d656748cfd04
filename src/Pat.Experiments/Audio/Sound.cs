namespace Pat.Experiments.Audio;

/// <summary>Sound in memory.</summary>
/// <param name="Samples">Samples in [−1, 1] unless a file says more, interleaved: all channels of the first time, then of the second, ...</param>
/// <param name="Channels">Number of channels, at least 1.</param>
/// <param name="Rate">Samples per second of each channel, in hertz.</param>
public sealed record Sound(float[] Samples, int Channels, int Rate)
{
    /// <summary>Number of channels, at least 1.</summary>
    /// <exception cref="ArgumentException">It is less, or the samples do not fill all channels.</exception>
    public int Channels { get; } = Channels >= 1 && Samples.Length % Channels == 0
        ? Channels
        : throw new ArgumentException($"Sound: expected at least 1 channel and as many samples in each, got {Channels} channels and {Samples.Length} samples.", nameof(Channels));

    /// <summary>Samples per second of each channel, in hertz.</summary>
    /// <exception cref="ArgumentException">It is not positive.</exception>
    public int Rate { get; } = Rate > 0 ? Rate : throw new ArgumentException($"Sound: expected a positive rate, got {Rate}.", nameof(Rate));

    /// <summary>Samples of a channel.</summary>
    public int Frames => Samples.Length / Channels;

    /// <summary>Duration, in seconds.</summary>
    public double Seconds => (double)Frames / Rate;

    /// <summary>The mean of all channels.</summary>
    public Sound Mono()
    {
        if (Channels == 1)
            return this;
        var mono = new float[Frames];
        for (var frame = 0; frame < mono.Length; frame++)
        {
            var sum = 0.0;
            foreach (var sample in Samples.AsSpan(frame * Channels, Channels))
                sum += sample;
            mono[frame] = (float)(sum / Channels);
        }
        return new(mono, 1, Rate);
    }
}
