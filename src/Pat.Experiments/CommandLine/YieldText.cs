using System.Globalization;
using Pat.Core.Diagnostics;
using Pat.Experiments.Yield;
using Spectre.Console;
using static Pat.Experiments.CommandLine.ComparisonSentences;

namespace Pat.Experiments.CommandLine;

/// <summary>Yield as a table and in words.</summary>
/// <param name="plan">Devices and policies.</param>
/// <param name="threshold">Accuracy that a device is to reach, in percent.</param>
internal sealed class YieldText(YieldPlan plan, double threshold)
{
    /// <summary>The policies.</summary>
    /// <param name="policies">What they gave.</param>
    /// <param name="once">From a method to the device runs that training it once took, mean over seeds.</param>
    public Table Table(IReadOnlyList<YieldSummary> policies, Func<string, double> once)
    {
        var table = Report.Table(
            "policy", "method", "mean, %", "lowest", "5 %", "median", "95 %", string.Create(CultureInfo.InvariantCulture, $"≥ {threshold} %"), "worst 5 %", "runs each", "once");
        foreach (var policy in policies)
        {
            table.AddRow(
                policy.Policy, policy.Method, Report.PlusMinus(policy.Mean), Number(policy.Sorted[0]), Number(policy.Quantile(0.05)), Number(policy.Quantile(0.5)), Number(policy.Quantile(0.95)),
                policy.ShareAbove(threshold).ToString("P0", CultureInfo.InvariantCulture), Number(policy.Worst), Runs(policy.TrainRuns),
                policy.Policy == YieldPlan.TrainedOnEach ? "0" : Runs(once(policy.Method)));
        }
        return table;
    }

    /// <summary>What the numbers show.</summary>
    public IEnumerable<string> Sentences(IReadOnlyList<YieldRow> rows, IReadOnlyList<YieldSummary> policies, Func<string, double> once)
    {
        foreach (var policy in policies)
            yield return $"{Title(policy)}: {Reached(policy)}; it takes {Cost(policy, once(policy.Method))}.";
        if (YieldSummary.Difference(rows, YieldPlan.Transfer, YieldPlan.TrainedOnEach) is { } lost)
            yield return $"On another device than it was trained on (transfer minus trained-on-each): {Points(lost)}.";
        if (YieldSummary.Difference(rows, YieldPlan.FineTuned, YieldPlan.Transfer) is { } regained)
            yield return $"Fine-tuning there (fine-tuned minus transfer): {Points(regained)}.";
        if (YieldSummary.Difference(rows, YieldPlan.TrainedOnEach, YieldPlan.Deployed) is { } gained)
            yield return $"Training on each device instead of deploying a network by {plan.Method} (trained-on-each minus deployed): {Points(gained)}.";
    }

    /// <summary>What the columns mean.</summary>
    public string Note(HardwareWork work) => string.Create(CultureInfo.InvariantCulture,
        $"Accuracy on the device, {work.TestExamples}; nothing is chosen by them. Mean: with its 95 % interval (Student's t) over devices{(work.Options.Seeds.Count == 1 ? "" : "; of each device the mean over seeds counts")}. ")
        + "5 %, median, 95 %: quantiles over all networks. Worst 5 %: mean of the lowest twentieth, at least of one. "
        + "Runs each: rows through one layer once on each device, to train there; once: on the first device, shared by all. "
        + string.Create(CultureInfo.InvariantCulture, $"Fine-tuned: {ComparisonText.Count(plan.FineTuneEpochs, "epoch")} of physics-aware training at {plan.FineTuneRate} of its learning rate, not tuned. ")
        + "Deployed and transferred networks are measured on a device that was just switched on, the others right after their training there.";

    /// <summary>A row as a line for standard error.</summary>
    public static string LineOf(YieldRow row, int done, int all) => string.Create(CultureInfo.InvariantCulture,
        $"[{done}/{all}] {row.Policy}, seed {row.Seed}, device {row.Device}: {100 * row.Accuracy:F1} %");

    private string Reached(YieldSummary policy)
    {
        var reached = policy.Sorted.Count(accuracy => accuracy >= threshold);
        // Several networks on a device say less of other devices than as many devices.
        var (low, high) = policy.ShareInterval(threshold);
        var interval = policy.Mean.Count < policy.Count ? "" : string.Create(CultureInfo.InvariantCulture, $" (95 % interval of the share {low:P0} to {high:P0})");
        return string.Create(CultureInfo.InvariantCulture, $"{reached} of {ComparisonText.Count(policy.Count, "network")} reach {threshold} %{interval}");
    }

    private static string Title(YieldSummary policy) => policy.Policy == YieldPlan.Deployed ? $"Deployed ({policy.Method})" : char.ToUpperInvariant(policy.Policy[0]) + policy.Policy[1..];

    private static string Cost(YieldSummary policy, double once)
    {
        string[] parts =
        [
            .. policy.TrainRuns > 0 ? [$"{Runs(policy.TrainRuns)} runs on each device"] : Array.Empty<string>(),
            .. policy.Policy != YieldPlan.TrainedOnEach && once > 0 ? [$"{Runs(once)} runs once on the first device"] : Array.Empty<string>(),
        ];
        return parts.Length == 0 ? "no run of any device" : string.Join(" and ", parts);
    }

    private static string Points(MeanEstimate points) => $"{Signed(points.Mean)} points"
        + (points is { Low: { } low, High: { } high } ? $" (95 % interval over devices {Signed(low)} to {Signed(high)}{(low <= 0 && high >= 0 ? ", which includes 0" : "")})" : "");

    private static string Number(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

    private static string Runs(double runs) => runs.ToString("N0", CultureInfo.InvariantCulture);
}
