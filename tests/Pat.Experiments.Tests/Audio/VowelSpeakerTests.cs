using Pat.Core.Randomness;
using Pat.Experiments.Audio;
using Pat.Experiments.Audio.Synthesis;

namespace Pat.Experiments.Tests.Audio;

public sealed class VowelSpeakerTests
{
    private static readonly GlidingVowel glide = new(400, 120, 4200, [new(0.2, 400, 1200, 2500), new(0.8, 700, 1800, 2900)]);

    [Fact]
    public void Formants_are_constant_at_the_ends_and_straight_between_knots()
    {
        Assert.Equal(new(0, 400, 1200, 2500), glide.At(0));
        Assert.Equal(new(0.2, 400, 1200, 2500), glide.At(0.2));
        Assert.Equal((550, 1500, 2700), (glide.At(0.5).F1, glide.At(0.5).F2, glide.At(0.5).F3));
        Assert.Equal(new(0.8, 700, 1800, 2900), glide.At(0.8));
        Assert.Equal(new(1, 700, 1800, 2900), glide.At(1));
    }

    [Fact]
    public void A_glide_is_found_along_its_way()
    {
        // 3 % as for steady vowels of a low voice, and what the formants move during half a frame of 25 ms: 16 Hz, 31 Hz and 21 Hz.
        var sound = new VowelSpeaker(16_000).Speak(glide, Noise.FromSeed(1));
        var tracker = new FormantTracker(11_000) { Order = 12 };
        var track = tracker.Track(Resampler.To(sound, 11_000));
        for (var i = 5; i < track.Length - 5; i++)
        {
            var spoken = glide.At((i * tracker.Frames.Hop + tracker.Frames.Length / 2.0) / (11_000 * sound.Seconds));
            double[] wanted = [spoken.F1, spoken.F2, spoken.F3], most = [0.03 * spoken.F1 + 16, 0.03 * spoken.F2 + 31, 0.03 * spoken.F3 + 21];
            for (var formant = 0; formant < 3; formant++)
                Assert.Equal(wanted[formant], track[i][formant], most[formant]);
        }
    }

    [Fact]
    public void A_sound_has_the_duration_and_the_level_and_its_noise_decides_every_sample()
    {
        var sound = new VowelSpeaker(16_000).Speak(glide, Noise.FromSeed(1));
        Assert.Equal((6400, 1, 16_000), (sound.Samples.Length, sound.Channels, sound.Rate));
        Assert.Equal(0.1, SoundLevel.Rms(sound.Samples), 1e-6);
        Assert.Equal(sound.Samples, new VowelSpeaker(16_000).Speak(glide, Noise.FromSeed(1)).Samples);
        Assert.NotEqual(sound.Samples, new VowelSpeaker(16_000).Speak(glide, Noise.FromSeed(2)).Samples);
    }

    [Fact]
    public void A_resonator_gives_the_same_samples_one_by_one_and_in_blocks()
    {
        double[] samples = [.. Enumerable.Range(0, 50).Select(i => Math.Sin(i * i))];
        var (single, block) = (new Resonator(8000), new Resonator(8000));
        double[] one = [.. samples.Select(x => single.Next(x, 700, 60))];
        block.Through(samples.AsSpan(0, 13), 700, 60);
        block.Through(samples.AsSpan(13), 700, 60);
        Assert.Equal(one, samples);
    }

    [Fact]
    public void A_rate_that_holds_no_vowel_is_refused() =>
        Assert.Contains("expected a rate of at least 8,000 Hz", Assert.Throws<ArgumentOutOfRangeException>(() => new VowelSpeaker(7999)).Message, StringComparison.Ordinal);
}
