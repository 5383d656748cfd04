using Pat.Experiments.Data;

namespace Pat.Experiments.Tests.Data;

public class SyntheticVowelsTests
{
    [Fact]
    public void A_seed_draws_175_training_35_validation_and_700_test_rows_and_says_that_nobody_said_them()
    {
        var data = SyntheticVowels.Draw(1);
        Assert.Equal((175, 35, 700), (data.Train.Labels.Length, data.Validation.Labels.Length, data.Test.Labels.Length));
        Assert.All(Enumerable.Range(0, 7), label => Assert.Equal(100, data.Test.Labels.Count(l => l == label)));
        Assert.True(data.IsSynthetic);
        Assert.Equal("synthetic", data.SplitName);
        Assert.StartsWith("SYNTHETIC vowels of seed 1", data.Description);
        Assert.True(data.Train.X.IsFinite());
    }

    [Fact]
    public void Seeds_draw_different_rows_and_a_seed_the_same_again()
    {
        Assert.Equal(SyntheticVowels.Draw(7).Test.X.Values.ToArray(), SyntheticVowels.Draw(7).Test.X.Values.ToArray());
        Assert.NotEqual(SyntheticVowels.Draw(7).Test.X.Values.ToArray(), SyntheticVowels.Draw(8).Test.X.Values.ToArray());
    }

    [Fact]
    public void The_draws_have_the_mean_and_covariance_they_were_drawn_from()
    {
        // 4,000 rows: the mean's standard error is 0.016 of a standard deviation, a correlation's at most 0.016 too; five of each, over 84 and 546 numbers.
        foreach (var (label, vowel) in VowelStatistics.Shipped().Classes.Index())
        {
            var drawn = VowelMoments.Of(vowel.Name, SyntheticVowels.Sample(vowel, label, 4000, seed: 5));
            for (var i = 0; i < 12; i++)
            {
                Assert.Equal(0, (drawn.Mean[i] - vowel.Mean[i]) / Math.Sqrt(vowel.Covariance[i][i]), 0.08);
                for (var j = 0; j <= i; j++)
                {
                    var scale = Math.Sqrt(vowel.Covariance[i][i] * vowel.Covariance[j][j]);
                    Assert.Equal(0, (drawn.Covariance[i][j] - vowel.Covariance[i][j]) / scale, i == j ? 0.12 : 0.08);
                }
            }
        }
    }

    [Fact]
    public void Formants_are_positive_and_in_order()
    {
        foreach (var (label, vowel) in VowelStatistics.Shipped().Classes.Index())
        {
            Assert.All(SyntheticVowels.Sample(vowel, label, 1000, seed: 2), row =>
            {
                for (var f = 0; f < 12; f += 3)
                    Assert.True(0 < row.Hertz[f] && row.Hertz[f] < row.Hertz[f + 1] && row.Hertz[f + 1] < row.Hertz[f + 2]);
            });
        }
    }

    [Fact]
    public void Impossible_draws_are_drawn_again()
    {
        // F1 and F2 of the same mean and independent: half of the draws are out of order at each of four times, so 15 of 16 are drawn again.
        var vowel = new VowelMoments("xx", 2, [.. Enumerable.Range(0, 12).Select(i => i % 3 == 2 ? 9.0 : 6.0)],
            [.. Enumerable.Range(0, 12).Select(i => Enumerable.Range(0, i + 1).Select(j => i == j ? 0.01 : 0.0).ToArray())]);
        Assert.All(SyntheticVowels.Sample(vowel, 0, 50, seed: 1), row => Assert.True(row.Hertz[0] < row.Hertz[1]));
    }

    [Fact]
    public void The_shipped_statistics_state_source_units_and_making()
    {
        var shipped = VowelStatistics.Shipped();
        Assert.Contains("doi 10.1121/1.411872", shipped.Source);
        Assert.Contains("Hz", shipped.Units);
        Assert.Contains("make-vowel-statistics.cs", shipped.Made);
        Assert.Equal(VowelSet.ClassNames, shipped.Classes.Select(vowel => vowel.Name));
        Assert.Equal([47, 47, 46, 48, 37, 43, 48], shipped.Classes.Select(vowel => vowel.Rows));
        // Women: a fifth to half a second, 150 to 300 Hz, and a fourth formant around 4,000 Hz.
        Assert.All(shipped.Classes, vowel => Assert.Equal([true, true, true], vowel.Voice!.Mean.Zip([(200, 500), (150, 300), (3500, 4500)], (log, range) => Math.Exp(log) > range.Item1 && Math.Exp(log) < range.Item2)));
    }

    [Fact]
    public void Moments_of_rows_are_those_of_the_logarithms()
    {
        // Logarithms 1, 2, 3 and 2, 2, 5: means 2 and 3, covariance [1 1.5; 1.5 3].
        VowelRow Row(double a, double b) => new("w01", 0, [Math.Exp(a), Math.Exp(b), .. Enumerable.Repeat(1.0, 10)]);
        var moments = VowelMoments.Of("ae", [Row(1, 2), Row(2, 2), Row(3, 5)]);
        Assert.Equal([2.0, 3.0], moments.Mean[..2], (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([1.0, 1.5, 3.0], [moments.Covariance[0][0], moments.Covariance[1][0], moments.Covariance[1][1]], (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void The_shipped_statistics_are_those_of_the_real_table() =>
        Assert.Equal(VowelStatistics.Of(Hillenbrand.Read(RealData.Folder())).ToJson(), VowelStatistics.ShippedText().ReplaceLineEndings("\n"));
}
