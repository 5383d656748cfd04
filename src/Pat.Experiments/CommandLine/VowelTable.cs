using System.Globalization;
using Pat.Core.Diagnostics;
using Pat.Core.Tensors;
using Pat.Experiments.Vowels;
using Spectre.Console;

namespace Pat.Experiments.CommandLine;

/// <summary>The table of the vowel experiment.</summary>
internal static class VowelTable
{
    private static readonly string[] wideHeadings = ["method", "on the device, %", "on its twin, %", "cosine", "device runs", "s per run"];
    private static readonly string[] narrowHeadings = ["method", "device, %", "twin, %", "cosine", "runs", "s"];

    // With intervals as "mean (low to high)".
    private const int FullWidth = 112;

    /// <summary>Physical networks, and below a line the digital baselines.</summary>
    /// <param name="rows">The methods.</param>
    /// <param name="width">Characters in a line; in a narrow terminal intervals are given as "mean ± half".</param>
    public static Table Of(IReadOnlyList<MethodSummary> rows, int width)
    {
        var narrow = width < FullWidth;
        var headings = narrow ? narrowHeadings : wideHeadings;
        var table = Report.Table(headings);
        string[][] cells = [.. rows.Select(row => Cells(row, narrow ? Report.PlusMinus : estimate => estimate.ToText("F1")))];
        for (var i = 0; i < rows.Count; i++)
        {
            if (i > 0 && rows[i - 1].IsPhysical && !rows[i].IsPhysical)
                table.AddRow([.. headings.Select((heading, column) => new Text(new string('─', Math.Max(heading.Length, cells.Max(row => row[column].Length)))))]);
            table.AddRow([.. cells[i].Select(cell => new Text(cell))]);
        }
        return table;
    }

    /// <summary>What the columns mean.</summary>
    public static string Note(VowelOptions options, IReadOnlyList<MethodSummary> rows)
    {
        return $"Accuracies: {Interval(options)}. On the device: {VowelRecipe.TestRepeats} passes of the test rows. "
            + "On its twin: what the model that the method trains with predicts for the same network (PAT and ideal training do not use it to choose anything). "
            + "Cosine: of the method's gradient with the device's own, all programs, at the trained parameters, without noise. "
            + "Device runs: rows through one layer once, to train and calibrate one network; measuring its accuracy is not counted"
            + $" ({rows.Where(row => row.IsPhysical).Select(row => row.EvaluationRuns).DefaultIfEmpty().Max().ToString("N0", CultureInfo.InvariantCulture)} more). "
            + $"An interval that passes 100 % comes from few, unequal seeds. Seconds: on this machine, {VowelTask.Count(Workers.Threads, "run")} at a time.";
    }

    /// <summary>What the intervals of accuracies are.</summary>
    public static string Interval(VowelOptions options) => options.Seeds.Count == 1
        ? "one seed, so no interval"
        : $"mean and 95 % interval (Student's t) over seeds{(options.Crossed ? "; of each seed the mean over devices counts" : "")}";

    private static string[] Cells(MethodSummary row, Func<MeanEstimate, string> estimate) =>
    [
        row.Method,
        estimate(row.DeviceAccuracy),
        estimate(row.TwinAccuracy),
        row.GradientCosine?.ToString("F2", CultureInfo.InvariantCulture) ?? "",
        row.DeviceRuns.ToString("N0", CultureInfo.InvariantCulture),
        row.Seconds.ToString("F1", CultureInfo.InvariantCulture),
    ];
}
