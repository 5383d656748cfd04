using System.Globalization;
using Pat.Experiments.Comparison;
using Pat.Experiments.Drift;
using Spectre.Console;

namespace Pat.Experiments.CommandLine;

/// <summary>The table of a drift experiment: a row for each time, a column for each policy and method.</summary>
internal static class DriftTable
{
    /// <summary>The table.</summary>
    public static Table Of(IReadOnlyList<DriftSummary> rows)
    {
        (string Policy, string Method)[] networks = [.. rows.Select(row => (row.Policy, row.Method)).Distinct().OrderBy(network => network.Method != DriftPolicy.ContinuedMethod)];
        DriftSummary? At(double hours, string policy, string method) => rows.FirstOrDefault(row => row.Hours == hours && row.Policy == policy && row.Method == method);
        DriftSummary? Continued(double hours) => At(hours, DriftPolicy.Continued, DriftPolicy.ContinuedMethod);
        var continues = networks.Any(network => network.Policy == DriftPolicy.Continued);
        var table = Report.Table(
        [
            "hours", .. networks.Select(network => $"{network.Method} {network.Policy}, %"),
            .. continues ? (string[])["before steps", "device runs", "programmings", "hardware"] : [],
        ]);
        foreach (var hours in rows.Select(row => row.Hours).Distinct().Order())
        {
            var goneOn = Continued(hours);
            string[] cells =
            [
                hours.ToString("G4", CultureInfo.InvariantCulture),
                .. networks.Select(network => At(hours, network.Policy, network.Method) is { } row ? Report.PlusMinus(row.Accuracy) : ""),
                .. continues
                    ? (string[])[
                        goneOn?.Before is { } before ? Report.PlusMinus(before) : "", goneOn?.Training.Runs.ToString("N0", CultureInfo.InvariantCulture) ?? "",
                        goneOn?.Training.Programmings.ToString("N0", CultureInfo.InvariantCulture) ?? "", goneOn is null ? "" : DriftRun.Duration(goneOn.Training.Seconds)]
                    : [],
            ];
            table.AddRow([.. cells.Select(cell => new Text(cell))]);
        }
        return table;
    }

    /// <summary>What the columns mean.</summary>
    public static string Note(DriftRun run) =>
        $"Accuracy on the device of the first {run.Plan.Examples.ToString("N0", CultureInfo.InvariantCulture)} {(run.Plan.Rows == Comparison.Rows.Test ? "test" : "validation")} examples (all if there are fewer): "
        + $"{ComparisonTable.Interval(run.Options)}. Hour 0 is the end of training. Once: the parameters are kept. "
        + "Continued: physics-aware training goes on, so that its steps end at the check. Before steps: the same network at the same time without the last of them. Both are "
        + "looked at at the same times with the same noise. Training that goes on can gain without any drift: --drift 0 shows how much. Device runs, programmings and hardware: "
        + "what the steps took since hour 0, on all devices of the network together. Checks are not among them, and the clock does not feel them: each begins at its hour and "
        + "lasts as long as its runs, then the clock is put back.";
}
