using Pat.Core.Randomness;

namespace Pat.Experiments.Audio.Synthesis;

/// <summary>
/// Speaks single vowels with formants that are known at every time: glottal pulses and a little breath through a cascade of resonators
/// (D. H. Klatt, J. Acoust. Soc. Am. 67, 971, 1980, doi 10.1121/1.383940), with the bandwidths of that source.
/// </summary>
/// <remarks>
/// The fourth formant stays where it is, but at least <see cref="LeastRatio"/> above the third; the fifth and sixth are those of a uniform tube with that fourth one (9/7 and 11/7 of it).
/// Jitter, breath and the fall of the pitch are our choice.
/// </remarks>
/// <param name="rate">Samples per second, at least 8,000.</param>
public sealed class VowelSpeaker(int rate)
{
    /// <summary>The least ratio of the fourth formant to the third.</summary>
    public const double LeastRatio = 1.1;

    private const double Level = 0.1, Jitter = 0.01, PitchFall = 0.15, Breath = 0.003, FadeSeconds = 0.01;
    private const int Block = 16; // samples for which the resonators stay: 1 ms at 16 kHz

    private static readonly double[] bandwidths = [60, 90, 150, 200, 200, 200];

    private readonly int rate = rate >= 8000 ? rate : throw new ArgumentOutOfRangeException(nameof(rate), rate, "VowelSpeaker: expected a rate of at least 8,000 Hz.");

    /// <summary>Speaks a vowel.</summary>
    /// <param name="vowel">Which one, and how.</param>
    /// <param name="noise">Jitter of the pitch, and breath.</param>
    /// <returns>One channel with a root mean square of 0.1.</returns>
    public Sound Speak(GlidingVowel vowel, Noise noise)
    {
        var samples = new float[Math.Max(1, (int)Math.Round(vowel.Milliseconds * rate / 1000))];
        var signal = Source(vowel, noise, samples.Length);
        Span<double> formants = stackalloc double[bandwidths.Length];
        var tract = new Resonator[bandwidths.Length];
        for (var i = 0; i < tract.Length; i++)
            tract[i] = new(rate);
        for (var start = 0; start < samples.Length; start += Block)
        {
            Formants(vowel, (start + Block / 2.0) / samples.Length, formants);
            var block = signal.AsSpan(start, Math.Min(Block, samples.Length - start));
            for (var i = 0; i < tract.Length; i++)
            {
                // What lies above half the rate does not sound.
                if (formants[i] < 0.48 * rate)
                    tract[i].Through(block, formants[i], bandwidths[i]);
            }
        }
        for (var t = 0; t < samples.Length; t++)
            samples[t] = (float)(signal[t] * Fade(Math.Min(t, samples.Length - 1 - t)));
        return SoundLevel.Normalise(new(samples, 1, rate), Level);
    }

    private double[] Source(GlidingVowel vowel, Noise noise, int length)
    {
        var (source, breath) = (new double[length], new float[length]);
        noise.Split("breath").Normals(0, breath);
        var periods = noise.Split("pitch");
        var (phase, period, pulse) = (0.0, 0L, 1.0);
        for (var t = 0; t < length; t++)
        {
            source[t] = GlottalPulse.Modal.At(phase) + Breath * breath[t];
            phase += vowel.Pitch * (1 + PitchFall * (0.5 - (double)t / length)) * pulse / rate;
            if (phase >= 1)
            {
                phase -= 1;
                pulse = 1 + Jitter * periods.Normal(period++);
            }
        }
        return source;
    }

    private static void Formants(GlidingVowel vowel, double share, Span<double> formants)
    {
        var now = vowel.At(share);
        var fourth = Math.Max(vowel.F4, LeastRatio * now.F3);
        (formants[0], formants[1], formants[2], formants[3], formants[4], formants[5]) = (now.F1, now.F2, now.F3, fourth, fourth * 9 / 7, fourth * 11 / 7);
    }

    private double Fade(int fromEnd)
    {
        var seconds = (fromEnd + 0.5) / rate;
        return seconds < FadeSeconds ? (1 - Math.Cos(Math.PI * seconds / FadeSeconds)) / 2 : 1;
    }
}
