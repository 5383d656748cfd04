using Pat.Core.Randomness;
using Pat.Experiments.Audio;
using Pat.Experiments.Audio.Synthesis;

namespace Pat.Experiments.Tests.Audio;

[Trait("Category", "Law")]
public sealed class SynthesisTests
{
    public static TheoryData<string> Vowels() => [.. Vowel.All.Select(vowel => vowel.Name)];

    [Theory]
    [MemberData(nameof(Vowels))]
    public void Formants_of_a_synthetic_vowel_are_found_within_three_percent(string name)
    {
        const int rate = 8000;
        var vowel = Vowel.Named(name);
        var sound = new SpeechSynthesiser(rate).Speak([Segment.Of(name, 400)], new(Pitch: 110, Tract: 1, Pace: 1), Noise.FromSeed(1));
        var track = new FormantTracker(rate).Track(sound);
        double[] wanted = [vowel.F1, vowel.F2, vowel.F3];
        for (var formant = 0; formant < wanted.Length; formant++)
        {
            double[] found = [.. track[5..^5].Select(frame => frame[formant]).Where(double.IsFinite).Order()];
            Assert.InRange(found.Length, track.Length / 2, track.Length);
            Assert.InRange(found[found.Length / 2] / wanted[formant], 0.97, 1.03);
        }
    }

    [Fact]
    public void The_glottal_pulse_returns_to_zero_flow_and_is_continuous()
    {
        const int steps = 100_000;
        var (flow, largest, least) = (0.0, 0.0, 0.0);
        for (var i = 0; i < steps; i++)
        {
            var value = GlottalPulse.Modal.At((i + 0.5) / steps);
            flow += value / steps;
            (largest, least) = (Math.Max(largest, value), Math.Min(least, value));
        }
        Assert.Equal(0, flow, 1e-4);
        Assert.Equal(-1, least, 1e-2); // Ee, at the closing
        Assert.InRange(largest, 0.1, 0.9);
        Assert.Equal(0, GlottalPulse.Modal.At(0), 1e-9);
        Assert.Equal(0, GlottalPulse.Modal.At(1 - 1e-9), 1e-4);
    }

    [Fact]
    public void A_resonator_has_gain_one_at_zero_and_its_peak_at_its_frequency()
    {
        const int rate = 8000;
        double Gain(double frequency)
        {
            var resonator = new Resonator(rate);
            var most = 0.0;
            for (var t = 0; t < rate; t++)
            {
                var y = resonator.Next(Math.Cos(2 * Math.PI * frequency * t / rate), 1000, 80);
                most = t > rate / 2 ? Math.Max(most, Math.Abs(y)) : 0;
            }
            return most;
        }

        Assert.Equal(1, Gain(0), 1e-6);
        Assert.True(Gain(1000) > Gain(960) && Gain(1000) > Gain(1040));
        // Half the power at half the bandwidth to either side.
        Assert.Equal(Math.Sqrt(0.5), Gain(1040) / Gain(1000), 0.03);
        Assert.Equal(Math.Sqrt(0.5), Gain(960) / Gain(1000), 0.03);
    }

    [Fact]
    public void The_same_seed_speaks_the_same_samples_and_talkers_differ()
    {
        var synthesiser = new SpeechSynthesiser(8000);
        var (one, other) = (Talker.Draw(Noise.FromSeed(1), 1), Talker.Draw(Noise.FromSeed(1), 2));
        Assert.NotEqual(one, other);
        foreach (var digit in SpokenDigitScript.Digits)
        {
            var sound = synthesiser.Speak(digit, one, Noise.FromSeed(3));
            Assert.Equal(sound.Samples, synthesiser.Speak(digit, one, Noise.FromSeed(3)).Samples);
            Assert.NotEqual(sound.Samples, synthesiser.Speak(digit, one, Noise.FromSeed(4)).Samples);
            Assert.Equal(0.1, SoundLevel.Rms(sound.Samples), 1e-5);
            Assert.InRange(sound.Seconds, 0.15, 0.9);
            Assert.InRange(sound.Samples.Max(Math.Abs), 0, 1);
        }
    }

    [Fact]
    public void The_pitch_of_a_voice_is_that_of_the_talker()
    {
        var sound = new SpeechSynthesiser(8000).Speak([Segment.Of("ah", 500)], new(Pitch: 200, Tract: 1, Pace: 1), Noise.FromSeed(1));
        // The lag at which the sound is most like itself, early in the falling pitch.
        var samples = sound.Samples[400..1600];
        double Likeness(int lag) => Enumerable.Range(0, 1000).Sum(t => (double)samples[t] * samples[t + lag]);
        var best = Enumerable.Range(25, 60).MaxBy(Likeness);
        Assert.InRange(8000.0 / best, 185, 205);
    }
}
