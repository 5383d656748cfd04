using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Experiments.Audio.Synthesis;
using Pat.Experiments.Data;

namespace Pat.Experiments.Tests.Data;

public sealed class SpokenVowelsTests
{
    // Of each vowel two rows, with its mean voice.
    private static readonly VowelRow[] rows =
    [
        .. from vowel in VowelStatistics.Shipped().Classes.Index()
           from row in SyntheticVowels.Sample(vowel.Item, vowel.Index, 2, seed: 201)
           select row with { Voice = new(Math.Exp(vowel.Item.Voice!.Mean[0]), Math.Exp(vowel.Item.Voice.Mean[1]), Math.Exp(vowel.Item.Voice.Mean[2])) },
    ];

    [Fact]
    public void Tracked_formants_are_near_the_spoken_ones()
    {
        // A voice of 220 Hz shows its formants only at its harmonics: the median error of F1 is some 2 %, that of the others below 1 %, and one value in twenty is far off.
        var (tracked, error) = Track(rows);
        Assert.Equal(rows.Length * 12, error.Values);
        Assert.Equal(0, error.SpokenAgain);
        Assert.All(error.MedianPercent.Zip([4.0, 1.5, 1.0]), pair => Assert.InRange(pair.First, 0.01, pair.Second));
        Assert.All(error.P95Percent.Zip([15.0, 8.0, 5.0]), pair => Assert.InRange(pair.First, 0.01, pair.Second));
        Assert.Equal(rows.Select(row => (row.Talker, row.Label, row.Voice)), tracked.Select(row => (row.Talker, row.Label, row.Voice)));
    }

    [Fact]
    public void The_figures_are_those_of_the_differences()
    {
        VowelRow Spoken(double hertz) => new("w01", 0, [.. Enumerable.Repeat(hertz, 12)]);
        TrackedVowel Found(double f1, double f2, double f3, int filled, int takes) => new([.. Enumerable.Repeat((double[])[f1, f2, f3], 4).SelectMany(three => three)], filled, takes);
        var error = TrackingError.Of([Spoken(1000), Spoken(1000), Spoken(1000)], [Found(1000, 990, 1300, 1, 1), Found(1010, 1020, 1300, 0, 3), Found(980, 1030, 1300, 4, 1)]);
        Assert.Equal([1.0, 2.0, 30.0], error.MedianPercent, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal([2.0, 3.0, 30.0], error.P95Percent, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal((36, 5, 1), (error.Values, error.Filled, error.SpokenAgain));
        Assert.Contains("off by F1 1.0 % (2.0 %), F2 2.0 % (3.0 %), F3 30.0 % (30.0 %) in the median (95th percentile), 5 of 36 values come from a frame near by, vowels spoken again: 1", error.Text);
    }

    [Fact]
    public void The_same_stream_gives_the_same_formants_with_any_number_of_threads_and_another_stream_others()
    {
        double[] Hertz(long seed) => [.. Track(rows, seed).Rows.SelectMany(row => row.Hertz)];
        var (threads, first) = (Workers.Threads, Hertz(1));
        try
        {
            Workers.Threads = 1;
            Assert.Equal(first, Hertz(1));
            Assert.NotEqual(first, Hertz(2));
        }
        finally
        {
            Workers.Threads = threads;
        }
    }

    [Fact]
    public void A_formant_that_is_not_found_at_its_time_is_taken_from_the_nearest_frame_and_counted()
    {
        var sound = new VowelSpeaker(16_000).Speak(new(400, 210, 4200, [new(0, 500, 1500, 2600)]), Noise.FromSeed(1));
        var (whole, none) = VowelFormants.In(sound)!.Value;
        Assert.Equal(0, none);
        // Silence from 45 to 60 %: the formants at 50 % are those of a frame before or behind.
        Array.Clear(sound.Samples, 2880, 960);
        var (cut, filled) = VowelFormants.In(sound)!.Value;
        Assert.InRange(filled, 1, 3);
        Assert.Equal(whole, cut, (a, b) => Math.Abs(a / b - 1) < 0.1);
    }

    [Fact]
    public void Silence_has_no_formants() => Assert.Null(VowelFormants.In(new(new float[4000], 1, 16_000)));

    [Fact]
    public void A_seed_speaks_the_rows_that_it_draws_and_says_how_well_they_are_tracked()
    {
        var (drawn, spoken) = (SyntheticVowels.Draw(201), SyntheticVowels.Speak(201));
        Assert.Equal(("synthetic-audio", "synthetic", true), (spoken.Source, spoken.SplitName, spoken.IsSynthetic));
        Assert.StartsWith("SYNTHETIC vowels of seed 201,", spoken.Description);
        Assert.Contains("without talkers, spoken by the synthesiser, formants tracked from the sound; tracked formants are off by F1 ", spoken.Description);
        Assert.Equal(10_920, spoken.Tracking!.Values);
        Assert.Null(drawn.Tracking);
        foreach (var (before, after) in new[] { (drawn.Train, spoken.Train), (drawn.Validation, spoken.Validation), (drawn.Test, spoken.Test) })
        {
            Assert.Equal(before.Labels, after.Labels);
            // Features in [0, 1] by the range of the training rows, which tracking changes too: near each other, not equal.
            var differences = before.X.Values.ToArray().Zip(after.X.Values.ToArray(), (a, b) => Math.Abs(a - b)).Order().ToArray();
            Assert.InRange(differences[differences.Length / 2], 0.001, 0.1);
        }
    }

    [Theory]
    [InlineData(300, 0)]
    [InlineData(0, 200)]
    [InlineData(1e9, 200)]
    public void A_vowel_that_cannot_be_spoken_is_named(double milliseconds, double pitch)
    {
        var error = Assert.Throws<DataException>(() => Track([new("w05", 5, rows[0].Hertz) { Voice = new(milliseconds, pitch, null) }]));
        Assert.Contains("Spoken vowel, iy of w05: expected a duration of 20 to 5,000 ms and a fundamental of 40 to 1,000 Hz to speak it with", error.Message);
    }

    [Fact]
    public void Measured_rows_are_spoken_once_for_all_seeds_and_said_to_be_no_recordings()
    {
        var folder = Directory.CreateTempSubdirectory("pat-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "hillenbrand"));
            File.WriteAllLines(Path.Combine(folder, Hillenbrand.RelativePath), VowelFile.Lines());
            var data = VowelSet.Open(folder, "talker", fromAudio: true)(1);
            Assert.Equal(("hillenbrand-audio", "talker", false), (data.Source, data.SplitName, data.IsSynthetic));
            Assert.StartsWith("RE-SYNTHESISED from measured formants, not the original recordings (336 rows, 0 with the mean F4", data.Description);
            Assert.Contains("measured vowels, talker split of seed 1", data.Description);
            Assert.Equal(336 * 12, data.Tracking!.Values);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static (IReadOnlyList<VowelRow> Rows, TrackingError Error) Track(IReadOnlyList<VowelRow> rows, long seed = 1) => new SpokenVowels(Noise.FromSeed(seed)).Track(rows);
}
