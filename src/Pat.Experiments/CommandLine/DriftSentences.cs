using System.Globalization;
using Pat.Core.Diagnostics;
using Pat.Experiments.Comparison;
using Pat.Experiments.Drift;
using static Pat.Experiments.CommandLine.ComparisonSentences;

namespace Pat.Experiments.CommandLine;

/// <summary>Says in words what drift costs, and what keeps the accuracy at which cost.</summary>
internal static class DriftSentences
{
    public static IEnumerable<string> Of(IReadOnlyList<DriftCheck> checks, IReadOnlyList<MethodResult> results)
    {
        foreach (var network in checks.GroupBy(check => (check.Method, check.Policy)).OrderBy(network => network.Key.Method != DriftPolicy.ContinuedMethod))
            yield return Change(network.Key.Method, network.Key.Policy, [.. network]);
        var (once, continued) = (At(checks, DriftPolicy.Once), At(checks, DriftPolicy.Continued));
        if (continued.Length > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"At hour {continued[0].Hours}, continued minus once: {Points(OverPairs(continued, once))}, for {Mean(continued):N0} device runs since hour 0{Share(continued, results)}.");
        }
    }

    // From hour 0 to the last, and the lowest between.
    private static string Change(string method, string policy, IReadOnlyList<DriftCheck> checks)
    {
        var times = checks.GroupBy(check => check.Hours).OrderBy(time => time.Key).ToArray();
        double MeanAt(IGrouping<double, DriftCheck> time) => DriftSummary.OverSeeds(time, check => 100 * check.Accuracy).Mean;
        var (first, last, lowest) = (times[0], times[^1], times.MinBy(MeanAt)!);
        return string.Create(CultureInfo.InvariantCulture,
            $"{method}, {policy}: {Percent(MeanAt(first))} at hour 0, {Percent(MeanAt(last))} at hour {last.Key}, a change of {Points(OverPairs([.. last], [.. first]))}; lowest {Percent(MeanAt(lowest))} at hour {lowest.Key}.");
    }

    private static DriftCheck[] At(IReadOnlyList<DriftCheck> checks, string policy)
    {
        DriftCheck[] those = [.. checks.Where(check => check.Policy == policy && check.Method == DriftPolicy.ContinuedMethod)];
        return [.. those.Where(check => check.Hours == those.Max(one => one.Hours))];
    }

    private static MeanEstimate OverPairs(IReadOnlyList<DriftCheck> some, IReadOnlyList<DriftCheck> others)
    {
        double[] BySeed(IEnumerable<DriftCheck> checks) => [.. checks.GroupBy(check => check.Seed).OrderBy(seed => seed.Key).Select(seed => seed.Average(check => 100 * check.Accuracy))];
        return MeanEstimate.OfDifferences(BySeed(some), BySeed(others));
    }

    private static string Points(MeanEstimate difference) => difference is { Low: { } low, High: { } high }
        ? $"{Signed(difference.Mean)} points (95 % interval over pairs {Signed(low)} to {Signed(high)}{(low <= 0 && high >= 0 ? ", which includes 0" : "")})"
        : $"{Signed(difference.Mean)} points";

    private static double Mean(IReadOnlyList<DriftCheck> checks) => checks.Average(check => check.DeviceRuns);

    private static string Share(IReadOnlyList<DriftCheck> continued, IReadOnlyList<MethodResult> results)
    {
        var trained = results.Where(result => result.Method == DriftPolicy.ContinuedMethod).Average(result => result.DeviceRuns);
        return string.Create(CultureInfo.InvariantCulture, $" ({100 * Mean(continued) / trained:F0} % of the {trained:N0} that training took)");
    }
}
