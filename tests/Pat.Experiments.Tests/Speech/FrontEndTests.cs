using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Audio;
using Pat.Experiments.Speech;

namespace Pat.Experiments.Tests.Speech;

public sealed class FrontEndTests
{
    public static TheoryData<string> All => [.. FrontEnds.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void Silence_level_and_a_constant_offset_do_not_matter(string name)
    {
        var word = Tones(600);
        var louder = word with { Sound = new([.. word.Sound.Samples.Select(sample => 3 * sample)], 1, SpeechData.Rate) };
        // Trimming works in frames of 10 ms: silence of a whole number of them leaves the frames of the word where they are.
        var later = word with { Sound = new([.. new float[800], .. word.Sound.Samples, .. new float[1600]], 1, SpeechData.Rate) };
        Near(Row(name, word), Row(name, louder), 1e-3);
        var shifted = later with { Sound = new([.. later.Sound.Samples.Select(sample => sample + 0.05f)], 1, SpeechData.Rate) };
        Near(Row(name, word), Row(name, later), 1e-3);
        Near(Row(name, later), Row(name, shifted), 1e-3);
    }

    [Theory]
    [InlineData("log-mel")]
    [InlineData("mfcc")]
    public void A_word_that_is_said_slower_looks_alike(string name)
    {
        var (fast, slow, other) = (Row(name, Tones(450)), Row(name, Tones(900)), Row(name, Tones(450, backwards: true)));
        double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Sum());
        Assert.True(Distance(fast, slow) < 0.3 * Distance(fast, other), $"{Distance(fast, slow)} against {Distance(fast, other)}");
    }

    [Fact]
    public void The_waveform_is_the_samples_from_where_the_word_begins()
    {
        float[] word = [.. Enumerable.Range(0, 1600).Select(t => 0.4f * MathF.Sin(MathF.Tau * t / 20))]; // whole periods
        var row = Row("waveform", new(new([.. new float[400], .. word], 1, SpeechData.Rate), 0, "a", 0));
        var largest = word.Max(Math.Abs);
        for (var t = 0; t < row.Length; t++)
            Assert.Equal(t < word.Length ? word[t] / largest : 0, row[t], 1e-6f);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Silence_is_a_row_of_numbers(string name) =>
        Assert.All(Row(name, new(new(new float[900], 1, SpeechData.Rate), 0, "a", 0)), value => Assert.True(float.IsFinite(value)));

    [Fact]
    public void Scales_are_those_of_the_training_recordings_alone()
    {
        var data = SyntheticSpokenDigits.Draw(1);
        var frontEnd = FrontEnds.Named("log-mel");
        var rows = SpeechRows.Of(frontEnd, data);
        var otherTest = SpeechRows.Of(frontEnd, data with { Test = [data.Test[0] with { Sound = Tones(400).Sound }] });
        Assert.Equal(rows.Train.Part(0, 5).X.Values.ToArray(), otherTest.Train.Part(0, 5).X.Values.ToArray());
        Assert.Equal(rows.Validation.Part(0, 5).X.Values.ToArray(), otherTest.Validation.Part(0, 5).X.Values.ToArray());

        // Each band has mean 0 and the stated deviation, but for what is clipped at three deviations.
        var x = rows.Train.Part(0, rows.Train.Count).X;
        for (var band = 0; band < frontEnd.Values; band++)
        {
            double[] values = [.. Enumerable.Range(0, x.Length / frontEnd.Values).Select(i => (double)x.Values[i * frontEnd.Values + band])];
            Assert.Equal(0, values.Average(), 0.02);
            Assert.Equal(frontEnd.Deviation!.Value, Math.Sqrt(values.Sum(value => value * value) / values.Length), 0.02);
        }
    }

    [Fact]
    public void A_value_that_is_always_the_same_becomes_zero()
    {
        var x = new Tensor([1, 5, 1, 7, 1, 9], 1, 6);
        new ValueScale(x, 2, 0.3f).Apply(x);
        Assert.Equal([0, 0, 0], new[] { x.Values[0], x.Values[2], x.Values[4] });
        Assert.Equal(0, x.Values[3], 1e-6f);
        Assert.Equal(-x.Values[1], x.Values[5], 1e-6f);
    }

    [Fact]
    public void Examples_are_moved_by_whole_steps_and_their_edges_go_on()
    {
        var x = new Tensor([1, 10, 2, 20, 3, 30, 4, 40], 1, 8);
        var examples = new ShiftedExamples(new(x, [3]), most: 2, values: 2);
        var seen = new HashSet<string>();
        for (var first = 0; first < 200; first++)
        {
            var batch = examples.Pick([0], Noise.FromSeed(1), first);
            Assert.Equal([3], batch.Labels);
            seen.Add(string.Join(' ', batch.X.Values.ToArray()));
        }
        Assert.Equal(
            ["1 10 1 10 1 10 2 20", "1 10 1 10 2 20 3 30", "1 10 2 20 3 30 4 40", "2 20 3 30 4 40 4 40", "3 30 4 40 4 40 4 40"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Parts_of_the_rows_are_copies_in_order()
    {
        var rows = new SpeechRows(new(new Tensor([1, 2, 3, 4, 5, 6], 3, 2), [7, 8, 9]));
        var part = rows.Part(1, 5);
        Assert.Equal([3f, 4, 5, 6], part.X.Values.ToArray());
        Assert.Equal([8, 9], part.Labels);
        part.X.AsSpan()[0] = 99;
        Assert.Equal(3, rows.Part(1, 1).X.Values[0]);
    }

    private static float[] Row(string name, Recording recording)
    {
        var frontEnd = FrontEnds.Named(name);
        var row = new float[frontEnd.Steps * frontEnd.Values];
        frontEnd.Encode(recording, row);
        return row;
    }

    // Three tones one after the other, each with its second harmonic.
    private static Recording Tones(int milliseconds, bool backwards = false)
    {
        double[] pitches = backwards ? [1500, 800, 400] : [400, 800, 1500];
        var samples = new float[milliseconds * SpeechData.Rate / 1000];
        for (var t = 0; t < samples.Length; t++)
        {
            var phase = 2 * Math.PI * pitches[3 * t / samples.Length] * t / SpeechData.Rate;
            samples[t] = (float)(0.1 * (Math.Sin(phase) + 0.5 * Math.Sin(2 * phase)));
        }
        return new(new(samples, 1, SpeechData.Rate), 0, "a", 0);
    }

    private static void Near(float[] expected, float[] actual, double tolerance)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }
}
