using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.CommandLine;

/// <summary>What a method gave over all its runs.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Results">Its runs.</param>
/// <param name="DeviceAccuracy">Accuracy on the device in percent, with its interval over seeds; where a seed ran on several devices, its mean over them counts.</param>
/// <param name="TwinAccuracy">Accuracy on its twin.</param>
internal sealed record MethodSummary(
    string Method, IReadOnlyList<MethodResult> Results, MeanEstimate DeviceAccuracy, MeanEstimate TwinAccuracy)
{
    /// <summary>Whether it has a device.</summary>
    public bool IsPhysical => Results[0].Device is not null;

    /// <summary>The lowest accuracy on the device of a single run, in percent.</summary>
    public double Lowest => 100 * Results.Min(OnDevice);

    /// <summary>Mean cosine between its gradient and the device's own; null where it has none.</summary>
    public double? GradientCosine =>
        Results.All(result => result.GradientCosine is { } cosine && double.IsFinite(cosine)) ? Results.Average(result => result.GradientCosine) : null;

    /// <summary>Device runs that it took to get one network, mean over the runs.</summary>
    public long DeviceRuns => (long)Math.Round(Results.Average(result => result.DeviceRuns));

    /// <summary>Device runs to measure one network, mean over the runs.</summary>
    public long EvaluationRuns => (long)Math.Round(Results.Average(result => result.Ledger?[Purpose.Evaluate].Runs ?? 0));

    /// <summary>Duration of one run, mean over the runs.</summary>
    public double Seconds => Results.Average(result => result.Seconds);

    /// <summary>Summaries in the order of the methods, of those that have results.</summary>
    public static IReadOnlyList<MethodSummary> Of(IReadOnlyList<string> methods, IReadOnlyList<MethodResult> results) =>
        [.. methods.Select(method => results.Where(result => result.Method == method).OrderBy(run => run.Seed).ThenBy(run => run.Device).ToArray()).Where(runs => runs.Length > 0).Select(Of)];

    /// <summary>The mean of this method's accuracy on the device minus another's, over the seeds that both have.</summary>
    public MeanEstimate Above(MethodSummary other)
    {
        var (mine, others) = (BySeed(Results, OnDevice), BySeed(other.Results, OnDevice));
        long[] common = [.. mine.Keys.Intersect(others.Keys)];
        return common.Length == 0
            ? new(DeviceAccuracy.Mean - other.DeviceAccuracy.Mean, null, null, 0)
            : MeanEstimate.OfDifferences(Array.ConvertAll(common, seed => mine[seed]), Array.ConvertAll(common, seed => others[seed]));
    }

    /// <summary>The smallest difference of a run of this method to that of another on the same seed and, where both have one, the same device; null where there is no pair.</summary>
    public double? LeastAbove(MethodSummary other)
    {
        double[] differences =
        [
            .. from mine in Results
               from its in other.Results
               where mine.Seed == its.Seed && (mine.Device is null || its.Device is null || mine.Device == its.Device)
               select 100 * (mine.DeviceAccuracy - its.DeviceAccuracy),
        ];
        return differences.Length == 0 ? null : differences.Min();
    }

    private static MethodSummary Of(MethodResult[] runs) =>
        new(runs[0].Method, runs, Over(runs, OnDevice), Over(runs, result => result.TwinAccuracy));

    private static double OnDevice(MethodResult result) => result.DeviceAccuracy;

    private static MeanEstimate Over(IReadOnlyList<MethodResult> runs, Func<MethodResult, double> share) =>
        MeanEstimate.Of([.. BySeed(runs, share).Values]);

    private static SortedDictionary<long, double> BySeed(IReadOnlyList<MethodResult> runs, Func<MethodResult, double> share) =>
        new(runs.GroupBy(run => run.Seed).ToDictionary(seed => seed.Key, seed => 100 * seed.Average(share)));
}
