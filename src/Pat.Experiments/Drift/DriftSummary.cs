using Pat.Core.Diagnostics;
using Pat.Core.Physical;

namespace Pat.Experiments.Drift;

/// <summary>What the networks of one method gave at one time, over seeds and devices; accuracies in percent.</summary>
/// <param name="Policy">What was done with them.</param>
/// <param name="Method">How they were trained.</param>
/// <param name="Hours">Hours since the end of training.</param>
/// <param name="Accuracy">Accuracy with its interval over seeds; where a seed ran on several devices, its mean over them counts.</param>
/// <param name="Before">Accuracy without the steps that led to this check; null where there are none.</param>
/// <param name="Training">What it cost to go on, since the end of training: mean over the networks.</param>
/// <param name="Evaluation">What the checks cost.</param>
public sealed record DriftSummary(
    string Policy, string Method, double Hours, MeanEstimate Accuracy, MeanEstimate? Before, HardwareCost Training, HardwareCost Evaluation)
{
    /// <summary>Summaries by policy and method, each time by time.</summary>
    public static IReadOnlyList<DriftSummary> Of(IEnumerable<DriftCheck> checks) =>
    [
        .. checks.GroupBy(check => (check.Policy, check.Method, check.Hours)).Select(group => Of(group.Key.Policy, group.Key.Method, group.Key.Hours, [.. group])),
    ];

    /// <summary>A mean over checks with its interval over seeds.</summary>
    public static MeanEstimate OverSeeds(IEnumerable<DriftCheck> checks, Func<DriftCheck, double> value) =>
        MeanEstimate.Of([.. checks.GroupBy(check => check.Seed).OrderBy(seed => seed.Key).Select(seed => seed.Average(value))]);

    private static DriftSummary Of(string policy, string method, double hours, DriftCheck[] checks) => new(
        policy, method, hours, OverSeeds(checks, check => 100 * check.Accuracy),
        checks.All(check => check.Before is not null) ? OverSeeds(checks, check => 100 * check.Before!.Value) : null,
        Mean(checks, Purpose.Train), Mean(checks, Purpose.Evaluate));

    private static HardwareCost Mean(DriftCheck[] checks, Purpose purpose) => new(
        (long)Math.Round(checks.Average(check => check.Ledger[purpose].Runs)), (long)Math.Round(checks.Average(check => check.Ledger[purpose].Programmings)),
        checks.Average(check => check.Ledger[purpose].Seconds), checks.Average(check => check.Ledger[purpose].Joules));
}
