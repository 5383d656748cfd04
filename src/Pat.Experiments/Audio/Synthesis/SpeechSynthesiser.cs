using Pat.Core.Randomness;

namespace Pat.Experiments.Audio.Synthesis;

/// <summary>
/// Speech by source and filter: glottal pulses and noise through a cascade of formant resonators (D. H. Klatt, J. Acoust. Soc. Am. 67, 971, 1980,
/// doi 10.1121/1.383940), with the fourth and fifth formant and the bandwidths of that source.
/// </summary>
/// <param name="rate">Samples per second, at least 8,000.</param>
public sealed class SpeechSynthesiser(int rate)
{
    private const double Level = 0.1, Jitter = 0.01, PitchFall = 0.15;

    private static readonly double[] higher = [3300, 3750];
    private static readonly double[] bandwidths = [60, 90, 150, 200, 200];

    private readonly int rate = rate >= 8000 ? rate : throw new ArgumentOutOfRangeException(nameof(rate), rate, "SpeechSynthesiser: expected a rate of at least 8,000 Hz.");

    /// <summary>Speaks segments one after the other; formants glide from the middle of one to that of the next.</summary>
    /// <param name="segments">At least one.</param>
    /// <param name="talker">Who speaks.</param>
    /// <param name="noise">Jitter of the pitch, and breath.</param>
    /// <returns>One channel with a root mean square of 0.1.</returns>
    public Sound Speak(IReadOnlyList<Segment> segments, Talker talker, Noise noise)
    {
        if (segments.Count == 0)
            throw new ArgumentException("SpeechSynthesiser: expected at least one segment, got none.", nameof(segments));
        int[] lengths = [.. segments.Select(segment => Math.Max(1, (int)(segment.Milliseconds * talker.Pace * rate / 1000)))];
        var samples = new float[lengths.Sum()];
        var breath = new float[samples.Length];
        noise.Split("breath").Normals(0, breath);
        var (tract, hiss) = (new Resonator[5], new Resonator(rate));
        for (var i = 0; i < tract.Length; i++)
            tract[i] = new(rate);
        var (phase, period, pulse, previous) = (0.0, 0L, 1.0, 0f);
        for (var t = 0; t < samples.Length; t++)
        {
            var now = At(segments, lengths, t);
            phase += talker.Pitch * (1 - PitchFall * t / samples.Length) * pulse / rate;
            if (phase >= 1)
            {
                phase -= 1;
                pulse = 1 + Jitter * noise.Split("pitch").Normal(period++);
            }
            var source = now.Voice * GlottalPulse.Modal.At(phase);
            foreach (var (i, frequency) in (ReadOnlySpan<(int, double)>)[(0, now.F1), (1, now.F2), (2, now.F3), (3, higher[0]), (4, higher[1])])
                source = Through(tract[i], source, frequency / talker.Tract, bandwidths[i]);
            // Differences of noise: breath has little power at low frequencies.
            var friction = Through(hiss, breath[t] - previous, now.FrictionAt / talker.Tract, 800);
            previous = breath[t];
            samples[t] = (float)(source + now.Friction * friction);
        }
        FadeEnds(samples);
        return SoundLevel.Normalise(new(samples, 1, rate), Level);
    }

    // What lies above half the rate does not sound.
    private double Through(Resonator resonator, double x, double frequency, double bandwidth) =>
        frequency < 0.48 * rate ? resonator.Next(x, frequency, bandwidth) : x;

    private static Segment At(IReadOnlyList<Segment> segments, int[] lengths, int t)
    {
        var (segment, start) = (0, 0);
        while (segment < lengths.Length - 1 && t >= start + lengths[segment])
            start += lengths[segment++];
        var middle = start + lengths[segment] / 2.0;
        var other = Math.Clamp(t < middle ? segment - 1 : segment + 1, 0, segments.Count - 1);
        var distance = t < middle ? (lengths[segment] + lengths[other]) / 2.0 : (lengths[segment] + lengths[other]) / 2.0;
        var share = other == segment ? 0 : Math.Abs(t - middle) / distance;
        return Between(segments[segment], segments[other], share);
    }

    private static Segment Between(Segment a, Segment b, double share)
    {
        double Mix(double x, double y) => x + share * (y - x);
        return new(0, Mix(a.F1, b.F1), Mix(a.F2, b.F2), Mix(a.F3, b.F3), Mix(a.Voice, b.Voice), Mix(a.Friction, b.Friction), a.Friction >= b.Friction ? a.FrictionAt : b.FrictionAt);
    }

    private void FadeEnds(float[] samples)
    {
        var length = Math.Min(rate / 100, samples.Length / 2);
        for (var i = 0; i < length; i++)
        {
            var gain = (float)((1 - Math.Cos(Math.PI * (i + 0.5) / length)) / 2);
            samples[i] *= gain;
            samples[^(i + 1)] *= gain;
        }
    }
}
