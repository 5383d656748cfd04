using Pat.Core.Tensors;
using Pat.Experiments.Classification;
using Pat.Experiments.Comparison;
using Pat.Experiments.Data;
using Pat.Experiments.Images;
using Pat.Experiments.Tests.Images;
using Pat.Experiments.Yield;

namespace Pat.Experiments.Tests.Yield;

public sealed class YieldTests
{
    private static readonly ImageOptions options = new() { System = "tiny", Seeds = [1], Epochs = 2, Strength = 3 };
    private static readonly YieldPlan plan = new() { Devices = [1, 2, 3] };

    private static ClassifierData Few(long seed) => ImageRows.Of(new TinySystem(), DrawnDigits.Draw(seed, train: 300, validation: 10, test: 400));

    [Fact]
    public void Without_departures_all_devices_are_the_same()
    {
        var rows = Run(options with { Strength = 0, Noise = 0 }, plan with { Method = "pat" });
        Assert.All(rows.GroupBy(row => row.Policy), policy => Assert.Single(policy.Select(row => row.Accuracy).Distinct()));
        // Deployed by the method of all others, the same network is on every device.
        Assert.Equal(rows.First(row => row.Policy == YieldPlan.Transfer).Accuracy, rows.First(row => row.Policy == YieldPlan.TrainedOnEach).Accuracy);
        Assert.Equal(rows.First(row => row.Policy == YieldPlan.Transfer).Accuracy, rows.First(row => row.Policy == YieldPlan.Deployed).Accuracy);
        Assert.NotEqual(rows.First(row => row.Policy == YieldPlan.Transfer).Accuracy, rows.First(row => row.Policy == YieldPlan.FineTuned).Accuracy);
    }

    [Fact]
    public void Each_row_is_of_the_device_that_it_names()
    {
        var quiet = options with { Noise = 0 };
        MethodResult? trained = null;
        var rows = Run(quiet, plan with { Policies = [YieldPlan.Deployed] }, result => trained = result);
        var task = new ClassifierHardwareTask("images", new TinySystem(), quiet, Few);
        Assert.Equal(plan.Devices.Select(device => (device, Deployment.TestAccuracy(task.Open(1, device, task.Settings), trained!.Parameters, default))), rows.Select(row => (row.Device, row.Accuracy)));
        Assert.Equal(plan.Devices.Count, rows.Select(row => row.Accuracy).Distinct().Count());
    }

    [Fact]
    public void Each_policy_says_where_it_was_trained_and_what_runs_it_took()
    {
        var trained = new List<MethodResult>();
        var rows = Run(options, plan with { FineTuneEpochs = 3 }, trained.Add);
        Assert.Equal(plan.Devices.SelectMany(device => plan.Policies.Select(policy => (device, policy))), rows.Select(row => (row.Device, row.Policy)));
        // 300 images through two devices, once in an epoch.
        Assert.All(Of(rows, YieldPlan.Deployed), row => Assert.Equal(("in-silico", null, 0), (row.Method, row.TrainedOn, row.TrainRuns)));
        Assert.All(Of(rows, YieldPlan.Transfer), row => Assert.Equal(("pat", 0, 0), (row.Method, row.TrainedOn, row.TrainRuns)));
        Assert.All(Of(rows, YieldPlan.FineTuned), row => Assert.Equal(("pat", 0, 3 * 600), (row.Method, row.TrainedOn, row.TrainRuns)));
        Assert.All(Of(rows, YieldPlan.TrainedOnEach), row => Assert.Equal(("pat", row.Device, 2 * 600), (row.Method, row.TrainedOn, row.TrainRuns)));
        Assert.Equal([("in-silico", 0), ("pat", 0), ("pat", 1), ("pat", 2), ("pat", 3)], trained.Select(result => (result.Method, result.Device!.Value)).Order());
        Assert.Equal(0, Run(options, plan with { Method = "pat", Policies = [YieldPlan.Deployed] })[0].TrainedOn);
    }

    [Fact]
    public void Fine_tuning_leaves_the_network_that_it_starts_from_as_it_is()
    {
        var together = Run(options, plan);
        var alone = Run(options, plan with { Policies = [YieldPlan.Transfer] });
        Assert.Equal(alone, Of(together, YieldPlan.Transfer));
        // And starts from it: at almost no rate nothing changes.
        var still = Run(options with { Noise = 0 }, plan with { Policies = [YieldPlan.Transfer, YieldPlan.FineTuned], FineTuneRate = 1e-9 });
        Assert.Equal(Of(still, YieldPlan.Transfer).Select(row => row.Accuracy), Of(still, YieldPlan.FineTuned).Select(row => row.Accuracy));
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_row()
    {
        var before = Workers.Threads;
        try
        {
            Assert.Equal(On(1), On(2));
        }
        finally
        {
            Workers.Threads = before;
        }

        IReadOnlyList<YieldRow> On(int threads)
        {
            Workers.Threads = threads;
            return Run(options with { Epochs = 1, Seeds = [1, 2] }, plan);
        }
    }

    [Fact]
    public void The_summary_has_quantiles_the_share_above_and_the_mean_of_the_worst_twentieth()
    {
        // 1 to 40 percent: on each of 20 devices one network of seed 1, and one of seed 2 that is 20 points better.
        YieldRow[] rows = [.. Enumerable.Range(1, 40).Select(percent => new YieldRow(YieldPlan.Transfer, "pat", (percent + 19) / 20, 0, (percent - 1) % 20, percent / 100.0, 0)).Reverse()];
        var summary = YieldSummary.Of(plan, rows).Single();
        Assert.Equal((40, 20.5), (summary.Count, Math.Round(summary.Quantile(0.5), 9)));
        // Definition 8: place 1/3 + 0.05 (40 + 1/3) of the sorted values.
        Assert.Equal(1 / 3.0 + 0.05 * (40 + 1 / 3.0), summary.Quantile(0.05), 1e-9);
        Assert.Equal(0.25, summary.ShareAbove(31 - 1e-9));
        Assert.Equal((2, 1.5), (summary.WorstCount, Math.Round(summary.Worst, 9)));
        // The interval is over 20 devices, whose means are 11 to 30.
        Assert.Equal((20.5, 20), (Math.Round(summary.Mean.Mean, 9), summary.Mean.Count));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20, 1)]
    [InlineData(21, 2)]
    [InlineData(39, 2)]
    [InlineData(41, 3)]
    public void The_worst_twentieth_is_at_least_a_twentieth(int devices, int worst) =>
        Assert.Equal(worst, YieldSummary.Of(plan, [.. Enumerable.Range(0, devices).Select(device => new YieldRow(YieldPlan.Transfer, "pat", 1, 0, device, 0.5, 0))]).Single().WorstCount);

    [Theory]
    [InlineData(0, 0, 0.30850)]
    [InlineData(5, 0.18709, 0.81291)]
    [InlineData(10, 0.69150, 1)]
    public void The_interval_of_a_share_is_that_of_Clopper_and_Pearson(int above, double low, double high)
    {
        // None of 10: the upper end is 1 − 0.025^(1/10); 5 of 10 is in tables.
        YieldRow[] rows = [.. Enumerable.Range(0, 10).Select(device => new YieldRow(YieldPlan.Transfer, "pat", 1, 0, device, device < above ? 0.95 : 0.5, 0))];
        var interval = YieldSummary.Of(plan, rows).Single().ShareInterval(95 - 1e-9);
        Assert.Equal(low, interval.Low, 1e-4);
        Assert.Equal(high, interval.High, 1e-4);
    }

    [Fact]
    public void Policies_are_compared_device_by_device()
    {
        YieldRow[] rows =
        [
            new("transfer", "pat", 1, 0, 1, 0.5, 0), new("transfer", "pat", 1, 0, 2, 0.7, 0), new("transfer", "pat", 1, 0, 3, 0.1, 0),
            new("fine-tuned", "pat", 1, 0, 1, 0.6, 9), new("fine-tuned", "pat", 1, 0, 2, 0.8, 9),
        ];
        var difference = YieldSummary.Difference(rows, YieldPlan.FineTuned, YieldPlan.Transfer)!.Value;
        Assert.Equal((10, 2), (Math.Round(difference.Mean, 9), difference.Count));
        Assert.Equal(difference.Mean, difference.Low!.Value, 1e-9);
        Assert.Null(YieldSummary.Difference(rows, YieldPlan.FineTuned, YieldPlan.Deployed));
    }

    private static YieldRow[] Of(IReadOnlyList<YieldRow> rows, string policy) => [.. rows.Where(row => row.Policy == policy)];

    private static IReadOnlyList<YieldRow> Run(ImageOptions options, YieldPlan plan, Action<MethodResult>? onTrained = null)
    {
        var (rows, complete) = YieldExperiment.Run(
            new ClassifierHardwareTask("images", new TinySystem(), options, Few), options.Seeds, plan, onTrained, cancellation: TestContext.Current.CancellationToken);
        Assert.True(complete);
        return rows;
    }
}
