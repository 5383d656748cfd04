using Pat.Core.Randomness;

namespace Pat.Experiments.Audio.Synthesis;

/// <summary>
/// Speech by source and filter: glottal pulses and noise through a cascade of formant resonators (D. H. Klatt, J. Acoust. Soc. Am. 67, 971, 1980,
/// doi 10.1121/1.383940), with the fourth and fifth formant and the bandwidths of that source, and above them one about every kilohertz.
/// </summary>
/// <remarks>
/// A cascade has the right slope if it holds the formants up to half the rate and no others: more would add up to a hump there. At 8,000 Hz that is four for a man and three for
/// a woman.
/// </remarks>
/// <param name="rate">Samples per second, at least 8,000.</param>
public sealed class SpeechSynthesiser(int rate)
{
    private const double Level = 0.1, HighestShare = 0.45, HighestFormant = 0.43;

    private static readonly double[] higher = [3300, 3750, 4900, 5900, 6900];
    private static readonly double[] bandwidths = [60, 90, 150, 200, 200, 300, 400, 500];

    private readonly int block = Math.Max(1, rate / 1000); // samples for which everything stays as it is: 1 ms
    private readonly int rate = rate >= 8000 ? rate : throw new ArgumentOutOfRangeException(nameof(rate), rate, "SpeechSynthesiser: expected a rate of at least 8,000 Hz.");

    /// <summary>Speaks segments one after the other.</summary>
    /// <param name="segments">At least one.</param>
    /// <param name="talker">Who speaks.</param>
    /// <param name="noise">Jitter of the pitch, and breath.</param>
    /// <returns>One channel with a root mean square of 0.1.</returns>
    public Sound Speak(IReadOnlyList<Segment> segments, Talker talker, Noise noise)
    {
        if (segments.Count == 0)
            throw new ArgumentException("SpeechSynthesiser: expected at least one segment, got none.", nameof(segments));
        var glide = new Glide(segments, talker.Pace, rate);
        var (signal, breath) = (new double[glide.Length], new float[glide.Length]);
        noise.Split("breath").Normals(0, breath);
        var (voice, hiss) = (new Voice(talker.Pitch, noise.Split("pitch"), rate), new Hiss(rate));
        Resonator[] tract = [new(rate), new(rate), new(rate), .. higher.Where(frequency => frequency / talker.Tract < HighestShare * rate).Select(_ => new Resonator(rate))];
        for (var start = 0; start < signal.Length; start += block)
        {
            var piece = signal.AsSpan(start, Math.Min(block, signal.Length - start));
            var now = glide.At(start + piece.Length / 2);
            voice.Fill(piece, now.Voice, start, signal.Length);
            Through(tract[0], piece, now.F1 / talker.Tract, bandwidths[0]);
            Through(tract[1], piece, now.F2 / talker.Tract, bandwidths[1]);
            Through(tract[2], piece, now.F3 / talker.Tract, bandwidths[2]);
            for (var i = 3; i < tract.Length; i++)
                tract[i].Through(piece, higher[i - 3] / talker.Tract, bandwidths[i]);
            hiss.AddTo(piece, breath.AsSpan(start, piece.Length), now.Friction, now.FrictionAt / talker.Tract);
        }
        float[] samples = [.. signal.Select(sample => (float)sample)];
        FadeEnds(samples);
        return SoundLevel.Normalise(new(samples, 1, rate), Level);
    }

    // A digital resonance grows without bound towards half the rate, where it meets its own mirror image; and one that comes and goes would click.
    private void Through(Resonator resonator, Span<double> samples, double frequency, double bandwidth) =>
        resonator.Through(samples, Math.Min(frequency, HighestFormant * rate), bandwidth);

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

    // Glottal pulses; every period is a little longer or shorter, and the pitch falls over the word.
    private sealed class Voice(double pitch, Noise jitter, int rate)
    {
        private const double Jitter = 0.01, PitchFall = 0.15;

        private double phase, pulse = 1;
        private long period;

        public void Fill(Span<double> samples, double amplitude, int start, int length)
        {
            for (var t = 0; t < samples.Length; t++)
            {
                phase += pitch * (1 - PitchFall * (start + t) / length) * pulse / rate;
                if (phase >= 1)
                {
                    phase -= 1;
                    pulse = 1 + Jitter * jitter.Normal(period++);
                }
                samples[t] = amplitude * GlottalPulse.Modal.At(phase);
            }
        }
    }
}
