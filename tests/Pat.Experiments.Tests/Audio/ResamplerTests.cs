using Pat.Experiments.Audio;

namespace Pat.Experiments.Tests.Audio;

public sealed class ResamplerTests
{
    [Theory]
    [InlineData(8000, 12000, 1000)]
    [InlineData(8000, 12000, 3500)]
    [InlineData(12000, 8000, 3500)]
    [InlineData(44100, 8000, 440)]
    [InlineData(8000, 44100, 3000)]
    [InlineData(48000, 16000, 7000)]
    public void A_tone_in_the_pass_band_is_the_tone_at_the_new_rate(int from, int to, double frequency)
    {
        var resampled = Resampler.To(Tone(from, frequency, from), to);
        Assert.Equal(to, resampled.Frames);
        // Not near the ends, where the tone begins and stops.
        for (var i = to / 4; i < 3 * to / 4; i++)
            Assert.Equal(Math.Sin(2 * Math.PI * frequency * i / to), resampled.Samples[i], 1e-3);
    }

    [Theory]
    [InlineData(12000, 8000, 4100)]
    [InlineData(44100, 8000, 4500)]
    [InlineData(44100, 8000, 15000)]
    [InlineData(48000, 16000, 8100)]
    public void What_the_new_rate_cannot_hold_is_attenuated_as_stated(int from, int to, double frequency)
    {
        var resampled = Resampler.To(Tone(from, frequency, from), to);
        var loudest = resampled.Samples[(to / 4)..(3 * to / 4)].Max(Math.Abs);
        Assert.InRange(20 * Math.Log10(loudest), -300, -Resampler.StopBandDecibels);
    }

    [Fact]
    public void An_image_of_a_tone_does_not_appear_when_the_rate_rises()
    {
        // 3000 Hz at 8 kHz would have an image at 5000 Hz.
        var resampled = Resampler.To(Tone(8000, 3000, 8000), 24000).Samples[6000..18000];
        var (sine, cosine) = (0.0, 0.0);
        for (var i = 0; i < resampled.Length; i++)
        {
            sine += resampled[i] * Math.Sin(2 * Math.PI * 5000 * i / 24000) * 2 / resampled.Length;
            cosine += resampled[i] * Math.Cos(2 * Math.PI * 5000 * i / 24000) * 2 / resampled.Length;
        }
        Assert.InRange(20 * Math.Log10(Math.Sqrt(sine * sine + cosine * cosine)), -300, -Resampler.StopBandDecibels);
    }

    [Fact]
    public void Channels_stay_apart_and_the_same_rate_is_the_same_sound()
    {
        var sound = new Sound([.. Enumerable.Range(0, 2000).Select(i => i % 2 == 0 ? MathF.Sin(i / 2 * 0.3f) : 0)], 2, 8000);
        Assert.Same(sound, Resampler.To(sound, 8000));
        var resampled = Resampler.To(sound, 12000);
        Assert.Equal((2, 1500), (resampled.Channels, resampled.Frames));
        Assert.All(Enumerable.Range(0, 1500), i => Assert.Equal(0, resampled.Samples[2 * i + 1]));
        var alone = Resampler.To(new([.. sound.Samples.Where((_, i) => i % 2 == 0)], 1, 8000), 12000);
        Assert.Equal(alone.Samples, resampled.Samples.Where((_, i) => i % 2 == 0));
    }

    private static Sound Tone(int rate, double frequency, int frames) =>
        new([.. Enumerable.Range(0, frames).Select(i => (float)Math.Sin(2 * Math.PI * frequency * i / rate))], 1, rate);
}
