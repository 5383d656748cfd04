using Pat.Core.Tensors;
using Pat.Experiments.Audio;

namespace Pat.Experiments.Tests.Audio;

[Trait("Category", "Law")]
public sealed class SpeechFeatureTests
{
    [Fact]
    public void Frames_cover_the_sound_and_a_short_one_is_filled_up()
    {
        var frames = new Frames(4, 2);
        Assert.Equal((1, 1, 1, 2, 3), (frames.Count(0), frames.Count(3), frames.Count(5), frames.Count(6), frames.Count(8)));
        Assert.Equal([1, 2, 3, 0], frames.Cut([1, 2, 3], [1, 1, 1, 1]).Values.ToArray());
        Assert.Equal([1, 4, 9, 16, 3, 8, 15, 24], frames.Cut([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4]).Values.ToArray());
        Assert.Equal((200, 80), (Frames.OfSpeech(8000).Length, Frames.OfSpeech(8000).Hop));
    }

    [Fact]
    public void A_tone_on_a_bin_has_the_power_of_its_closed_form()
    {
        // Hann's window has sum n/2: a tone of amplitude 1 on bin k gives |n/4|², its neighbours |n/8|², all others nothing.
        const int n = 64, k = 9;
        var frames = new Frames(n, n);
        var spectrogram = new Spectrogram(frames, frames.Hann(), n);
        var power = spectrogram.Of(new([.. Enumerable.Range(0, n).Select(i => (float)Math.Cos(2 * Math.PI * k * i / n))], 1, 6400));
        Assert.Equal([1, n / 2 + 1], power.Shape.ToArray());
        for (var bin = 0; bin <= n / 2; bin++)
            Assert.Equal(bin == k ? 256 : Math.Abs(bin - k) == 1 ? 64 : 0, power.Values[bin], 1e-3);
        Assert.Equal(900, spectrogram.Frequency(k, 6400));
    }

    [Fact]
    public void Power_obeys_Parsevals_theorem()
    {
        float[] samples = [.. Enumerable.Range(0, 100).Select(i => MathF.Sin(i * i))];
        var frames = new Frames(100, 100);
        var power = new Spectrogram(frames, [.. Enumerable.Repeat(1.0, 100)], 128).Of(new(samples, 1, 8000));
        // Bins 0 and n/2 stand once in the spectrum, all others twice.
        var sum = power.Values[0] + power.Values[64] + 2 * power.Values[1..64].ToArray().Sum(value => (double)value);
        Assert.Equal(samples.Sum(sample => (double)sample * sample), sum / 128, 1e-4);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(700, 781.17)] // 2595 log10 2
    [InlineData(1000, 999.99)] // the scale was made so that 1000 Hz are 1000 mel
    [InlineData(4000, 2146.06)]
    public void Mels_are_those_of_the_formula(double frequency, double mel)
    {
        Assert.Equal(mel, MelFilterBank.ToMel(frequency), 0.01);
        Assert.Equal(frequency, MelFilterBank.FromMel(MelFilterBank.ToMel(frequency)), 1e-9);
    }

    [Fact]
    public void Mel_filters_are_triangles_that_add_up_to_one_between_the_first_and_last_centre()
    {
        var frames = new Frames(512, 512);
        var spectrogram = new Spectrogram(frames, frames.Hann(), 512);
        var bank = new MelFilterBank(20, spectrogram, 8000, 100, 3800);
        for (var bin = 0; bin < spectrogram.Bins; bin++)
        {
            var power = new Tensor(1, spectrogram.Bins);
            power.AsSpan()[bin] = 1;
            var (sum, frequency) = (bank.Apply(power).Values.ToArray().Sum(), spectrogram.Frequency(bin, 8000));
            if (frequency >= bank.Centres[0] && frequency <= bank.Centres[^1])
                Assert.Equal(1, sum, 1e-5);
            if (frequency is <= 100 or >= 3800)
                Assert.Equal(0, sum);
        }
        double[] steps = [.. bank.Centres.Zip(bank.Centres.Skip(1), (a, b) => MelFilterBank.ToMel(b) - MelFilterBank.ToMel(a))];
        Assert.All(steps, step => Assert.Equal(steps[0], step, 1e-9));
    }

    [Fact]
    public void Too_many_bands_are_refused()
    {
        var frames = new Frames(64, 64);
        var error = Assert.Throws<ArgumentException>(() => new MelFilterBank(60, new(frames, frames.Hann(), 64), 8000));
        Assert.Contains("sees no bin of a transform of 64 samples", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cepstrum_of_a_constant_is_its_level_and_of_a_cosine_one_coefficient()
    {
        const int bands = 16;
        var logs = new Tensor(2, bands);
        for (var j = 0; j < bands; j++)
        {
            logs.Row(0)[j] = 3;
            logs.Row(1)[j] = (float)Math.Cos(Math.PI * 5 * (j + 0.5) / bands);
        }
        var cepstrum = SpeechFeatures.Cepstrum(logs, bands);
        for (var k = 0; k < bands; k++)
        {
            Assert.Equal(k == 0 ? 3 * Math.Sqrt(bands) : 0, cepstrum.Row(0)[k], 1e-5);
            Assert.Equal(k == 5 ? Math.Sqrt(bands / 2.0) : 0, cepstrum.Row(1)[k], 1e-5);
        }
        // The transform is orthonormal: it keeps the sum of squares.
        Assert.Equal(logs.Row(1).ToArray().Sum(value => value * value), cepstrum.Row(1).ToArray().Sum(value => value * value), 1e-4);
    }

    [Fact]
    public void Deltas_of_a_line_are_its_slope_away_from_the_ends()
    {
        var line = new Tensor([.. Enumerable.Range(0, 10).Select(t => 2f * t)], 10, 1);
        var deltas = SpeechFeatures.Deltas(line, 2);
        Assert.All(deltas.Values[2..8].ToArray(), delta => Assert.Equal(2, delta, 1e-6));
        // At the first frame: (1 (2 − 0) + 2 (4 − 0)) / 10.
        Assert.Equal(1, deltas.Values[0], 1e-6);
    }

    [Fact]
    public void Logarithms_of_silence_are_those_of_the_floor()
    {
        Assert.Equal([(float)Math.Log(1e-10), 0], SpeechFeatures.Log(new([0, 1], 1, 2)).Values.ToArray());
    }

    [Fact]
    public void Silence_at_both_ends_is_cut_and_the_level_set()
    {
        float[] tone = [.. Enumerable.Range(0, 800).Select(i => (float)Math.Sin(2 * Math.PI * i / 20))];
        var sound = new Sound([.. new float[400], .. tone, .. new float[240]], 1, 8000);
        var trimmed = SoundLevel.TrimSilence(sound);
        Assert.Equal(tone, trimmed.Samples);
        Assert.Equal(Math.Sqrt(0.5), SoundLevel.Rms(tone), 1e-4);
        Assert.Equal(0.1, SoundLevel.Rms(SoundLevel.Normalise(trimmed, 0.1).Samples), 1e-6);
        var silence = new Sound(new float[100], 1, 8000);
        Assert.Same(silence, SoundLevel.TrimSilence(silence));
        Assert.Same(silence, SoundLevel.Normalise(silence, 1));
    }

    [Fact]
    public void An_offset_of_each_channel_is_taken_away()
    {
        var sound = new Sound([1, -3, 2, -2, 3, -1], 2, 8000);
        Assert.Equal([-1, -1, 0, 0, 1, 1], SoundLevel.RemoveOffset(sound).Samples);
        Assert.All(SoundLevel.RemoveOffset(new([.. Enumerable.Repeat(0.1f, 999)], 1, 8000)).Samples, sample => Assert.Equal(0, sample));
        Assert.Empty(SoundLevel.RemoveOffset(new([], 1, 8000)).Samples);
    }

    [Fact]
    public void Linear_prediction_finds_the_filter_of_its_own_impulse_response()
    {
        // x_t = 1.2 x_(t−1) − 0.8 x_(t−2), from an impulse: long enough that the response has died out.
        var x = new double[400];
        x[0] = 1;
        for (var t = 1; t < x.Length; t++)
            x[t] = 1.2 * x[t - 1] - (t > 1 ? 0.8 * x[t - 2] : 0);
        var prediction = LinearPrediction.Of(x, 4)!;
        Assert.Equal([1, -1.2, 0.8, 0, 0], prediction.Coefficients, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(1.0 / 400, prediction.Error, 1e-9); // only the impulse is not predicted
        Assert.Null(LinearPrediction.Of(new double[100], 4));
    }
}
