namespace Pat.Experiments.Audio;

/// <summary>Levels of sounds of one channel, and silence at their ends.</summary>
public static class SoundLevel
{
    /// <summary>Root mean square of the samples; 0 for none.</summary>
    public static double Rms(ReadOnlySpan<float> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples)
            sum += (double)sample * sample;
        return samples.IsEmpty ? 0 : Math.Sqrt(sum / samples.Length);
    }

    /// <summary>The sound with another root mean square; silence stays silence.</summary>
    /// <param name="sound">The sound.</param>
    /// <param name="rms">The root mean square, above 0.</param>
    public static Sound Normalise(Sound sound, double rms)
    {
        if (!(rms > 0 && double.IsFinite(rms)))
            throw new ArgumentOutOfRangeException(nameof(rms), rms, "SoundLevel: expected a positive root mean square.");
        var level = Rms(sound.Samples);
        return level == 0 ? sound : new([.. sound.Samples.Select(sample => (float)(sample * (rms / level)))], sound.Channels, sound.Rate);
    }

    /// <summary>The sound without the constant part that cheap converters add: each channel's mean becomes 0. An offset would pass for loud silence.</summary>
    /// <param name="sound">The sound.</param>
    public static Sound RemoveOffset(Sound sound)
    {
        var sums = new double[sound.Channels];
        for (var i = 0; i < sound.Samples.Length; i++)
            sums[i % sound.Channels] += sound.Samples[i];
        float[] means = [.. sums.Select(sum => (float)(sum / sound.Frames))]; // rounded, so that a constant becomes exactly 0
        return new([.. sound.Samples.Select((sample, i) => sample - means[i % sound.Channels])], sound.Channels, sound.Rate);
    }

    /// <summary>
    /// The sound without the silence before and after: from the first frame of 10 ms whose level is within the range of the loudest one to the last
    /// (after L. R. Rabiner, M. R. Sambur, Bell Syst. Tech. J. 54, 297, 1975, doi 10.1002/j.1538-7305.1975.tb02840.x, by the energy alone).
    /// </summary>
    /// <param name="sound">One channel.</param>
    /// <param name="range">Decibels below the loudest frame that still count as sound, above 0.</param>
    public static Sound TrimSilence(Sound sound, double range = 35)
    {
        if (!(range > 0))
            throw new ArgumentOutOfRangeException(nameof(range), range, "SoundLevel: expected a range above 0 dB.");
        var frame = Math.Max(1, sound.Rate / 100);
        var samples = Spectrogram.OneChannel(sound).Samples;
        double[] levels = [.. Enumerable.Range(0, (samples.Length + frame - 1) / frame).Select(i => Rms(samples.AsSpan(i * frame, Math.Min(frame, samples.Length - i * frame))))];
        if (levels.Length == 0 || levels.Max() == 0)
            return sound;
        var least = levels.Max() * Math.Pow(10, -range / 20);
        var (first, last) = (Array.FindIndex(levels, level => level >= least), Array.FindLastIndex(levels, level => level >= least));
        return new(samples[(first * frame)..Math.Min((last + 1) * frame, samples.Length)], 1, sound.Rate);
    }
}
