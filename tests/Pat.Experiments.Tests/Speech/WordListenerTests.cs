using Pat.Core.Physical;
using Pat.Experiments.Audio;
using Pat.Experiments.Data;
using Pat.Experiments.Speech;

namespace Pat.Experiments.Tests.Speech;

public sealed class WordListenerTests(WordNetwork network) : IClassFixture<WordNetwork>
{
    [Fact]
    public void A_test_recording_is_classified_as_in_the_test_up_to_the_noise_of_a_run()
    {
        var word = network.Listener.Hear(network.Seven);
        Assert.Equal(["3", "7"], word.ClassNames);
        Assert.Equal("one of the test recordings: the network has not learned from it", word.Origin);
        Assert.Equal(("7_talker001_0.wav", "circuit", "log-mel"), (word.Name, word.System, word.FrontEnd.Name));
        Assert.Equal(("pat", 1L, 2L), (word.Training.Method, word.Training.Seed, word.Training.Device!.Value));
        Assert.Equal(network.Listener.Result.Predictions[1], word.DeviceClass); // recordings by take, speaker, word: 3 first, 7 second
        Assert.Equal(5, word.Uses.Count);
        Assert.Equal([1, 2, 3, 4, 5], word.Uses.Select(use => use.Number));
    }

    [Fact]
    public void Probabilities_are_the_softmax_of_the_logits_and_sum_to_1()
    {
        var word = network.Listener.Hear(network.Seven);
        foreach (var (logits, probabilities) in new[] { (word.DeviceLogits, word.DeviceProbabilities), (word.TwinLogits, word.TwinProbabilities) })
        {
            Assert.Equal(1, probabilities.Sum(), 12);
            Assert.Equal(1 / (1 + Math.Exp(logits[0] - logits[1])), probabilities[1], 12);
        }
        // No overflow where a network is certain.
        var certain = word with { DeviceLogits = [2000, -2000, 1999] };
        Assert.Equal([1 / (1 + Math.Exp(-1)), 0, Math.Exp(-1) / (1 + Math.Exp(-1))], certain.DeviceProbabilities);
        Assert.Equal(0, certain.DeviceClass);
    }

    [Fact]
    public void Hearing_changes_nothing_and_gives_the_same_numbers_again()
    {
        var ledger = network.Listener.Result.Ledger!;
        var runs = ledger[Purpose.Evaluate].Runs;
        var (first, second) = (network.Listener.Hear(network.Seven), network.Listener.Hear(network.Seven));
        Assert.Equal(first.DeviceLogits, second.DeviceLogits);
        Assert.Equal(first.Uses[^1].Device, second.Uses[^1].Device);
        Assert.Equal(first.TwinLogits, second.TwinLogits);
        Assert.Equal(runs, ledger[Purpose.Evaluate].Runs);
    }

    [Fact]
    public void Device_differs_from_its_twin_by_more_than_the_noise_of_a_run_and_the_twin_alone_by_its_own()
    {
        var word = network.Listener.Hear(network.Seven);
        Assert.All(word.Uses, use =>
        {
            Assert.Equal(784, use.Device.Count);
            Assert.InRange(use.Noise!.Value, 1e-6, use.Difference!.Value);
            Assert.NotEqual(use.Device, use.Again);
            var (square, level) = (0.0, 0.0);
            for (var i = 0; i < use.Device.Count; i++)
                (square, level) = (square + Math.Pow((double)use.Device[i] - use.Twin[i], 2), level + Math.Pow(use.Device[i], 2));
            Assert.Equal(Math.Sqrt(square / level), use.Difference.Value, 6); // differences of singles are rounded
        });
        Assert.Equal(word.Uses[0].Twin, word.Uses[0].TwinAlone);
        Assert.NotEqual(word.Uses[1].Twin, word.Uses[1].TwinAlone);
    }

    [Fact]
    public void A_device_that_gives_nothing_has_no_relative_difference()
    {
        var use = network.Listener.Hear(network.Seven).Uses[0];
        var silent = use with { Device = new float[use.Device.Count] };
        Assert.Null(silent.Difference);
        Assert.Null(silent.Noise);
    }

    [Fact]
    public void Both_channels_are_heard_as_one()
    {
        var (sound, file) = (AudioFile.Read(network.Seven), Path.Combine(network.Folder, "stereo.wav"));
        WavWriter.WriteFloat(file, new([.. sound.Samples.SelectMany(sample => new[] { 2 * sample, 0 })], 2, sound.Rate));
        var (word, same) = (network.Listener.Hear(file), network.Listener.Hear(network.Seven));
        Assert.Equal((2, 1), (word.Original.Channels, word.Sound.Channels));
        Assert.Equal(same.Row, word.Row);
        Assert.Equal(same.Origin, word.Origin);
        Assert.Equal(same.DeviceLogits, word.DeviceLogits);
    }

    [Fact]
    public void A_recording_of_another_rate_is_brought_to_8_kHz()
    {
        var word = network.Listener.Hear(Resampler.To(AudioFile.Read(network.Seven), 44_100), "fast");
        var same = network.Listener.Hear(network.Seven);
        Assert.Equal((44_100, SpeechData.Rate), (word.Original.Rate, word.Sound.Rate));
        Assert.StartsWith("not one of the recordings", word.Origin, StringComparison.Ordinal);
        // What lies above 3.6 kHz, in the transition of the filter, is lost, and with it some of the level.
        Assert.InRange(MathNet.Numerics.Statistics.Correlation.Pearson(word.Row.Select(value => (double)value), same.Row.Select(value => (double)value)), 0.9, 1);
    }

    [Fact]
    public void A_training_recording_is_said_to_be_one() =>
        Assert.Equal("one of the training recordings: the network has learned from it", network.Listener.Hear(network.Seven.Replace("_0.wav", "_10.wav", StringComparison.Ordinal)).Origin);

    [Fact]
    public void Silence_gives_finite_numbers()
    {
        var word = network.Listener.Hear(new Sound(new float[4000], 1, SpeechData.Rate), "silence");
        Assert.All(word.Row, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(1, word.DeviceProbabilities.Sum(), 12);
    }

    [Fact]
    public void Files_that_are_no_recording_of_a_word_are_refused()
    {
        string File(string name, byte[] bytes)
        {
            var path = Path.Combine(network.Folder, name);
            System.IO.File.WriteAllBytes(path, bytes);
            return path;
        }

        var wav = System.IO.File.ReadAllBytes(network.Seven);
        AssertRefused("text.wav", File("text.wav", "seven, by hand"u8.ToArray()), "byte 0: expected a WAV file (RIFF, WAVE), got bytes 736576656E2C20627920", "Convert it to WAV");
        AssertRefused("cut.wav", File("cut.wav", wav[..(wav.Length / 2)]), "The file is truncated");
        AssertRefused("none.wav", Path.Combine(network.Folder, "none.wav"), "expected a readable file");
        var path = Path.Combine(network.Folder, "empty.wav");
        WavWriter.WritePcm16(path, new([], 1, SpeechData.Rate));
        AssertRefused("empty.wav", path, "a file without samples");
        WavWriter.WritePcm16(path, WordFolder.Tone(SpeechData.Rate, 1, 31 * SpeechData.Rate));
        AssertRefused("empty.wav", path, "expected one word, at most 30 s, got 31 s");

        void AssertRefused(string name, string file, params string[] parts)
        {
            var message = Assert.Throws<DataException>(() => network.Listener.Hear(file)).Message;
            Assert.All(parts.Prepend(name), part => Assert.Contains(part, message, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("drum", "log-mel", "pat", "expected one of plate, circuit, shg, got 'drum'")]
    [InlineData("shg", "waveform", "pat", "expected one that 'shg' can take (log-mel, mfcc), got 'waveform'")]
    [InlineData("plate", "log-mel", "mlp", "expected one whose network runs on a device, got 'mlp'")]
    public void What_cannot_be_trained_is_refused(string system, string frontEnd, string method, string message)
    {
        var options = new SpeechOptions { System = system, FrontEnd = frontEnd, Methods = [method], Seeds = [1], Epochs = 1 };
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => WordListener.Train(options, cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }
}
