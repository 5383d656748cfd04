using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using Pat.Core.Diagnostics;

namespace Pat.Experiments.Yield;

/// <summary>How accuracies of a policy are distributed over devices, in percent.</summary>
/// <remarks>
/// Quantiles are estimated free of bias in the median (Hyndman, Fan, The American Statistician 50, 361, 1996, doi 10.1080/00031305.1996.10473566, definition 8).
/// </remarks>
/// <param name="Policy">The policy.</param>
/// <param name="Method">Its method.</param>
/// <param name="Mean">The mean with its 95 % interval over devices; of each device the mean over seeds counts.</param>
/// <param name="Sorted">All accuracies, one for each seed and device, lowest first.</param>
/// <param name="TrainRuns">Runs of the device that training took on each, mean.</param>
public sealed record YieldSummary(string Policy, string Method, MeanEstimate Mean, IReadOnlyList<double> Sorted, double TrainRuns)
{
    private readonly double[] sorted = [.. Sorted];

    /// <summary>How many accuracies there are.</summary>
    public int Count => sorted.Length;

    /// <summary>Accuracies that make up the worst 5 %: at least one.</summary>
    public int WorstCount => (Count + 19) / 20;

    /// <summary>Mean of the worst 5 %.</summary>
    public double Worst => sorted.Take(WorstCount).Average();

    /// <summary>A quantile.</summary>
    /// <param name="probability">Share of devices below it, in [0, 1].</param>
    public double Quantile(double probability) => SortedArrayStatistics.Quantile(sorted, probability);

    /// <summary>Share of devices at or above an accuracy, in [0, 1].</summary>
    /// <param name="percent">The accuracy, in percent.</param>
    public double ShareAbove(double percent) => (double)sorted.Count(accuracy => accuracy >= percent) / Count;

    /// <summary>The 95 % interval of that share among all devices that could be made, if each accuracy is that of another device.</summary>
    /// <remarks>Clopper, Pearson, Biometrika 26, 404, 1934, doi 10.1093/biomet/26.4.404: it covers the share at least that often.</remarks>
    /// <param name="percent">The accuracy, in percent.</param>
    public (double Low, double High) ShareInterval(double percent)
    {
        const double tail = 0.025;
        var above = sorted.Count(accuracy => accuracy >= percent);
        return (
            above == 0 ? 0 : Beta.InvCDF(above, Count - above + 1, tail),
            above == Count ? 1 : Beta.InvCDF(above + 1, Count - above, 1 - tail));
    }

    /// <summary>The policies that have results, in their order.</summary>
    public static IReadOnlyList<YieldSummary> Of(YieldPlan plan, IReadOnlyList<YieldRow> rows) =>
    [
        .. plan.Policies.Select(policy => rows.Where(row => row.Policy == policy).ToArray()).Where(of => of.Length > 0).Select(of => new YieldSummary(
            of[0].Policy, of[0].Method, MeanEstimate.Of([.. ByDevice(of).Values]), [.. of.Select(row => 100 * row.Accuracy).Order()], of.Average(row => row.TrainRuns))),
    ];

    /// <summary>The mean of a policy's accuracy minus another's over the devices that both have, in points; null where there are none.</summary>
    public static MeanEstimate? Difference(IReadOnlyList<YieldRow> rows, string policy, string other)
    {
        var (mine, its) = (ByDevice(rows.Where(row => row.Policy == policy)), ByDevice(rows.Where(row => row.Policy == other)));
        long[] common = [.. mine.Keys.Intersect(its.Keys)];
        return common.Length == 0 ? null : MeanEstimate.OfDifferences(Array.ConvertAll(common, device => mine[device]), Array.ConvertAll(common, device => its[device]));
    }

    // In percent; of each device the mean over seeds, in their order.
    private static SortedDictionary<long, double> ByDevice(IEnumerable<YieldRow> rows) =>
        new(rows.GroupBy(row => row.Device).ToDictionary(device => device.Key, device => 100 * device.OrderBy(row => row.Seed).Average(row => row.Accuracy)));
}
