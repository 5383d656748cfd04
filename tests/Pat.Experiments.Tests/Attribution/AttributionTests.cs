using System.Collections.Immutable;
using Pat.Core.Tensors;
using Pat.Experiments.Attribution;
using Pat.Experiments.Classification;
using Pat.Experiments.Data;
using Pat.Experiments.Images;
using Pat.Experiments.Tests.Images;
using Pat.Systems;
using Pat.Systems.Benches;
using Pat.Systems.Imperfections;

namespace Pat.Experiments.Tests.Attribution;

public sealed class AttributionTests
{
    private static readonly ImageOptions options = new() { System = "tiny", Seeds = [1, 2], Epochs = 2, Strength = 3 };

    private static ClassifierData Few(long seed) => ImageRows.Of(new TinySystem(), DrawnDigits.Draw(seed, train: 300, validation: 10, test: 400));

    [Fact]
    public void A_device_whose_only_departure_is_its_gain_owes_all_to_it_from_both_sides()
    {
        foreach (var rows in Run(options with { Noise = 0 }).GroupBy(row => row.Seed))
        {
            var (leftOut, alone) = (Row(rows, "gain", AttributionMode.LeaveOneOut), Row(rows, "gain", AttributionMode.Alone));
            Assert.NotEqual(0, leftOut.CostPoints);
            Assert.Equal(leftOut.CostPoints, alone.CostPoints);
            Assert.Equal((leftOut.Reference, leftOut.Accuracy), (alone.Accuracy, alone.Reference));
            // The noise is off in all variations: with common random numbers that is exactly nothing.
            Assert.Equal(0, Row(rows, "read", AttributionMode.LeaveOneOut).CostPoints);
            Assert.Equal(0, Row(rows, "read", AttributionMode.Alone).CostPoints);
        }
    }

    [Fact]
    public void Each_side_has_its_reference_and_costs_are_positive_where_accuracy_is_lost()
    {
        foreach (var rows in Run(options with { Noise = 30 }).GroupBy(row => row.Seed))
        {
            var all = rows.Where(row => row.Mode == AttributionMode.LeaveOneOut).Select(row => row.Reference).Distinct().Single();
            var none = rows.Where(row => row.Mode == AttributionMode.Alone).Select(row => row.Reference).Distinct().Single();
            Assert.True(none > all);
            // Of two departures, one without the other is the other alone.
            Assert.Equal(Row(rows, "gain", AttributionMode.LeaveOneOut).Accuracy, Row(rows, "read", AttributionMode.Alone).Accuracy);
            Assert.Equal(Row(rows, "read", AttributionMode.LeaveOneOut).Accuracy, Row(rows, "gain", AttributionMode.Alone).Accuracy);
            Assert.All(rows, row => Assert.Equal(100 * Math.Abs(row.Accuracy - row.Reference), Math.Abs(row.CostPoints), 1e-9));
            Assert.True(Row(rows, "read", AttributionMode.Alone).CostPoints > 0);
            Assert.True(Row(rows, "read", AttributionMode.LeaveOneOut).CostPoints > 0);
        }
    }

    [Fact]
    public void What_is_left_out_of_the_settings_leaves_the_rest_as_it_was()
    {
        var settings = new BenchSettings(2, 0.5)
        {
            Added = [new("additive-noise", Place.Output), new("additive-noise", Place.Output, 2), new("low-pass", Place.Input)],
        }.With("gain", 3);
        var departures = Departure.Of(new TinyBench(49), settings);
        Assert.Equal(["gain", "read", "additive-noise at output", "additive-noise at output 2", "low-pass at input"], departures.Select(departure => departure.Name));
        Assert.Equal(["gap", "noise", "added", "added", "added"], departures.Select(departure => departure.Group));

        var without = departures[3].Remove(settings);
        Assert.Equal(settings.Factors, without.Factors);
        Assert.Equal([1, 0, 1], without.Added.Select(added => added.Strength));
        var alone = Departure.Without(departures.Where(other => other.Name != "gain"), settings);
        Assert.Equal((6, 0), (alone.Of(new TinyBench(49).Terms[0]), alone.Of(new TinyBench(49).Terms[1])));
        Assert.Equal(ImmutableArray.Create(0.0, 0, 0), [.. alone.Added.Select(added => added.Strength)]);
    }

    [Fact]
    public void The_network_is_trained_once_and_on_request_anew_for_each_device()
    {
        Assert.All(Run(options, "pat").Concat(Run(options, "pat", retrain: true)), row => Assert.Equal("pat", row.Method));
        // Trained in silico, the network is the same for all: training anew is deploying once more.
        var (once, anew) = (Run(options with { Noise = 0 }), Run(options with { Noise = 0 }, retrain: true));
        Assert.Equal(once, anew);
        // A method that uses the device adapts to a gain, so that it costs less.
        Assert.True(Cost(Run(options, "pat", retrain: true)) < Cost(Run(options)));

        static double Cost(IReadOnlyList<AttributionRow> rows) => rows.Where(row => row is { Term: "gain", Mode: AttributionMode.Alone }).Sum(row => row.CostPoints);
    }

    [Theory]
    [InlineData("in-silico", 2)]
    [InlineData("pat", 4)]
    public void A_method_that_never_runs_the_device_is_trained_once_for_each_seed(string method, int trainings)
    {
        var crossed = options with { Crossed = true, Devices = [1, 2], Epochs = 1 };
        var trained = 0;
        var task = new ClassifierHardwareTask("images", new TinySystem(), crossed, Few);
        var rows = AttributionExperiment.Run(task, crossed.Runs(), method, onTrained: _ => trained++, cancellation: TestContext.Current.CancellationToken).Rows;
        Assert.Equal(trainings, trained);
        // A device's rows are the same whether its network is shared or not.
        Assert.Equal(Run(crossed with { Devices = [2] }, method), rows.Where(row => row.Device == 2));
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

        IReadOnlyList<AttributionRow> On(int threads)
        {
            Workers.Threads = threads;
            return Run(options with { Seeds = [1, 2, 3], Epochs = 1 });
        }
    }

    [Fact]
    public void The_summary_pairs_each_run_with_its_own_reference()
    {
        AttributionRow[] rows =
        [
            .. new[] { ("a", 10, 4), ("b", 2, 1), ("a", 14, 6), ("b", 8, 3) }.SelectMany((term, i) => new[]
            {
                new AttributionRow("pat", i / 2, 1, term.Item1, "gap", AttributionMode.LeaveOneOut, 0.5 + term.Item2 / 100.0, 0.5),
                new AttributionRow("pat", i / 2, 1, term.Item1, "gap", AttributionMode.Alone, 0.9 - term.Item3 / 100.0, 0.9),
            }),
            new("pat", 5, 1, "half", "gap", AttributionMode.LeaveOneOut, 1, 0),
        ];
        var summary = AttributionSummary.Of(rows);
        Assert.Equal(["a", "b"], summary.Select(term => term.Term));
        Assert.Equal((12, 5), (summary[0].LeftOut.Mean, summary[0].Alone.Mean), Close);
        // Student's t of one degree of freedom, 12.706, times the standard error of 10 and 14, which is 2.
        Assert.Equal(12 - 12.706 * 2, summary[0].LeftOut.Low!.Value, 1e-3);
        Assert.Equal(2, summary[1].Alone.Mean, 1e-9);

        static bool Close((double, double) a, (double, double) b) => Math.Abs(a.Item1 - b.Item1) < 1e-9 && Math.Abs(a.Item2 - b.Item2) < 1e-9;
    }

    private static AttributionRow Row(IEnumerable<AttributionRow> rows, string term, AttributionMode mode) => rows.Single(row => row.Term == term && row.Mode == mode);

    private static IReadOnlyList<AttributionRow> Run(ImageOptions options, string method = "in-silico", bool retrain = false)
    {
        var task = new ClassifierHardwareTask("images", new TinySystem(), options, Few);
        var (rows, complete) = AttributionExperiment.Run(task, options.Runs(), method, retrain, cancellation: TestContext.Current.CancellationToken);
        Assert.True(complete);
        Assert.Equal(options.Runs().Count * (AttributionExperiment.MeasurementsOf(task) - 2), rows.Count);
        return rows;
    }
}
