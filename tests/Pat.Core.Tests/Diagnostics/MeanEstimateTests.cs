using Pat.Core.Diagnostics;

namespace Pat.Core.Tests.Diagnostics;

public class MeanEstimateTests
{
    // Extra hours of sleep with two drugs, ten patients: Student, Biometrika 6, 1 (1908), p. 20; R's data set "sleep".
    private static readonly double[] FirstDrug = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    private static readonly double[] SecondDrug = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    [Fact]
    public void Students_sleep_data_give_the_published_paired_interval()
    {
        // R: t.test(extra ~ group, sleep, paired = TRUE) prints -1.58, -2.4598858 -0.7001142.
        var difference = MeanEstimate.OfDifferences(FirstDrug, SecondDrug);
        Assert.Equal(-1.58, difference.Mean, 1e-12);
        Assert.Equal(-2.4598858, difference.Low!.Value, 1e-7);
        Assert.Equal(-0.7001142, difference.High!.Value, 1e-7);
        Assert.Equal(10, difference.Count);
    }

    [Theory]
    [InlineData(2, 0.95, 12.706205)]
    [InlineData(5, 0.95, 2.776445)]
    [InlineData(10, 0.99, 3.249836)]
    public void The_half_width_is_the_tabulated_t_times_the_standard_error(int count, double confidence, double t)
    {
        double[] values = [.. Enumerable.Range(0, count).Select(i => (double)i)];
        var estimate = MeanEstimate.Of(values, confidence);
        var error = Math.Sqrt(values.Sum(v => (v - estimate.Mean) * (v - estimate.Mean)) / (count - 1) / count);
        Assert.Equal(t, (estimate.High!.Value - estimate.Mean) / error, 1e-5);
        Assert.Equal(t, (estimate.Mean - estimate.Low!.Value) / error, 1e-5);
    }

    [Fact]
    public void One_value_has_no_interval()
    {
        Assert.Equal(new MeanEstimate(93, null, null, 1), MeanEstimate.Of([93]));
        Assert.Equal("93.0", MeanEstimate.Of([93]).ToText("F1"));
    }

    [Fact]
    public void Equal_values_have_an_interval_of_no_width() =>
        Assert.Equal(new MeanEstimate(50, 50, 50, 3), MeanEstimate.Of([50, 50, 50]));

    [Fact]
    public void The_text_shows_mean_and_ends() =>
        Assert.Equal("2.5 (0.4 to 4.6)", MeanEstimate.Of([1, 2, 3, 4]).ToText("F1")); // t = 3.182, s = 1.291

    [Fact]
    public void Values_that_cannot_be_averaged_are_refused()
    {
        Assert.Contains("got NaN at place 1", Assert.Throws<ArgumentException>(() => MeanEstimate.Of([1, double.NaN])).Message);
        Assert.Contains("expected at least 1 value", Assert.Throws<ArgumentException>(() => MeanEstimate.Of([])).Message);
        Assert.Contains("got 2 and 1 values", Assert.Throws<ArgumentException>(() => MeanEstimate.OfDifferences([1, 2], [1])).Message);
    }
}
