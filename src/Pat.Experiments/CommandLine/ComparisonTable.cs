using System.Globalization;
using Pat.Core.Diagnostics;
using Pat.Experiments.Comparison;
using Spectre.Console;

namespace Pat.Experiments.CommandLine;

/// <summary>The table of a comparison of methods.</summary>
internal static class ComparisonTable
{
    private static readonly string[] wideHeadings = ["method", "on the device, %", "on its twin, %", "cosine", "device runs", "s per run"];
    private static readonly string[] narrowHeadings = ["method", "device, %", "twin, %", "cosine", "runs", "s"];
    private const int PlaceOfLowest = 2;

    // With intervals as "mean (low to high)".
    private const int FullWidth = 112;

    /// <summary>Physical networks, and below a line the digital baselines.</summary>
    /// <param name="rows">The methods.</param>
    /// <param name="width">Characters in a line; in a narrow terminal intervals are given as "mean ± half".</param>
    /// <param name="lowest">Whether a column has the lowest single run.</param>
    public static Table Of(IReadOnlyList<MethodSummary> rows, int width, bool lowest = false)
    {
        var narrow = width < FullWidth;
        string[] headings = With(lowest ? "lowest" : null, narrow ? narrowHeadings : wideHeadings);
        var table = Report.Table(headings);
        string[][] cells =
        [
            .. rows.Select(row => With(
                lowest ? row.Lowest.ToString("F1", CultureInfo.InvariantCulture) : null, Cells(row, narrow ? Report.PlusMinus : estimate => estimate.ToText("F1")))),
        ];
        for (var i = 0; i < rows.Count; i++)
        {
            if (i > 0 && rows[i - 1].IsPhysical && !rows[i].IsPhysical)
                table.AddRow([.. headings.Select((heading, column) => new Text(new string('─', Math.Max(heading.Length, cells.Max(row => row[column].Length)))))]);
            table.AddRow([.. cells[i].Select(cell => new Text(cell))]);
        }
        return table;
    }

    /// <summary>What the intervals of accuracies are.</summary>
    public static string Interval(ComparisonOptions options) => options.Seeds.Count == 1
        ? "one seed, so no interval"
        : $"mean and 95 % interval (Student's t) over seeds{(options.Crossed ? "; of each seed the mean over devices counts" : "")}";

    private static string[] With(string? lowest, string[] cells) =>
        lowest is null ? cells : [.. cells[..PlaceOfLowest], lowest, .. cells[PlaceOfLowest..]];

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
