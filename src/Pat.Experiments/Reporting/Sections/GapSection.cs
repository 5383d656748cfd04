using Pat.Experiments.Reporting.Plots;

namespace Pat.Experiments.Reporting.Sections;

/// <summary>How far the twin is from the device, layer by layer and with depth, from gap.csv.</summary>
internal static class GapSection
{
    private const string Layer = "layer", Chain = "chain";

    private static readonly string[] parts = ["trial", "fixed_pattern", "structural"];
    private static readonly string[] partNames = ["trial", "fixed pattern", "structural"];

    private static readonly (string View, string Title, string Note)[] views =
    [
        (Layer, "each layer by itself", "Twin and device get the same inputs: those the device measured. Layers that are side by side, such as sendings of one sound, are numbered in the order of their use."),
        (Chain, "growing with depth", "The twin runs all layers up to here on its own outputs, as in silico training does."),
    ];

    public static void Add(Section section, RunData run)
    {
        if (run.Table("gap.csv") is not { } gap)
            return;
        section.Scope(run, gap.Rows, "Mean squares over outputs, divided by the signal (the variance of the device's mean output), after the last epoch; means over trainings. "
            + "Trial: variance over repeats at a fixed input. Fixed pattern: what the best gain and offset of the twin for each output would explain of the difference of the means. Structural: what is left. The three add up to the total.");
        foreach (var (method, rows) in MethodComparison.ByMethod(run, gap))
        {
            section.Heading(method);
            foreach (var (view, title, note) in views)
            {
                if (Last(rows, view) is { Length: > 0 } last)
                    section.Plot($"Gap, {title}", note + " Lines: ± 1 standard error of the total over rows.", Stacked(last));
            }
            foreach (var (view, title, _) in views)
            {
                if (Last(rows, view) is { Length: > 0 } last)
                    section.Plot($"Square roots, {title}", "Root mean square over that of the signal. Square roots do not add up; a part whose unbiased estimate is below 0 has none.", Roots(last));
            }
            AddOverEpochs(section, rows);
        }
        section.Table(TableOf(run, gap));
    }

    // The rows of a view after each training's last epoch.
    private static RunRow[] Last(IReadOnlyList<RunRow> rows, string view)
    {
        RunRow[] seen = [.. rows.Where(row => row["view"] == view)];
        return seen.Length == 0 ? [] : [.. seen.Where(row => row.Value("epoch") == seen.Max(other => other.Value("epoch")))];
    }

    private static IEnumerable<IGrouping<double, RunRow>> ByLayer(IEnumerable<RunRow> rows) => rows.GroupBy(row => row.Value("layer")).OrderBy(layer => layer.Key);

    // Means are divided, not fractions averaged, so that a training with little signal does not outweigh the others.
    private static double Share(IEnumerable<RunRow> rows, string column) => rows.Average(row => row.Value(column)) / rows.Average(row => row.Value("signal"));

    private static BarPlot Stacked(RunRow[] rows) => new(("mean square / signal", ""), partNames,
    [
        .. ByLayer(rows).Select(layer =>
        {
            var (whole, error) = (Share(layer, "total"), StandardError(layer));
            return new Bar($"layer {layer.Key}", [.. parts.Select(part => Share(layer, part))], whole - error, whole + error);
        }),
    ])
    { NameColumn = "layer", Interval = "standard error" };

    // Of the mean over trainings, whose rows are independent.
    private static double? StandardError(IGrouping<double, RunRow> rows) => rows.Any(row => row.Number("total_se") is null) ? null
        : Math.Sqrt(rows.Sum(row => Math.Pow(row.Value("total_se"), 2))) / rows.Count() / rows.Average(row => row.Value("signal"));

    private static XyPlot Roots(RunRow[] rows)
    {
        XySeries Series(string name, string column, Look look) => new(name, look, [.. ByLayer(rows).Select(layer => new XyPoint(layer.Key, Math.Sqrt(Share(layer, column))))]);
        return new(("layer", ""), ("root mean square / signal's", ""), [Series("total", "total", Palette.Of(6)), .. parts.Select((part, i) => Series(partNames[i], part, Palette.Of(i)))])
        {
            Names = [.. ByLayer(rows).Select(layer => Figures.Count(layer.Key))],
            SeriesColumn = "part",
        };
    }

    private static void AddOverEpochs(Section section, IReadOnlyList<RunRow> rows)
    {
        // Layers side by side make no chain.
        var inSeries = rows.Any(row => row["view"] == Chain);
        RunRow[] seen = [.. rows.Where(row => row["view"] == (inSeries ? Chain : Layer))];
        if (seen.Select(row => row.Value("epoch")).Distinct().Count() < 2)
            return;
        var (title, what) = inSeries ? ("growing with depth", "all layers up to here") : ("each layer by itself", "each layer");
        section.Plot($"Total over training, {title}", $"Root mean square of {what} over that of the signal, after each epoch that was looked at.", new XyPlot(
            ("epoch", ""), ("root mean square / signal's", ""),
            [
                .. ByLayer(seen).Select((layer, i) => new XySeries($"{(inSeries ? "up to " : "")}layer {layer.Key}", Palette.Of(i),
                    [.. layer.GroupBy(row => row.Value("epoch")).OrderBy(epoch => epoch.Key).Select(epoch => new XyPoint(epoch.Key, Math.Sqrt(Share(epoch, "total"))))])),
            ]));
    }

    private static PageTable TableOf(RunData run, RunTable gap)
    {
        var table = new PageTable("Gap after the last epoch, divided by the signal", Column.Text("method"), Column.Text("view"), new("layer", "layer"), new("total", "total"), new("± s.e.", "total_se"), new("trial", "trial"),
            new("fixed pattern", "fixed_pattern"), new("structural", "structural"), new("√ total", "root_total"));
        foreach (var (method, rows) in MethodComparison.ByMethod(run, gap))
        {
            foreach (var (view, _, _) in views)
            {
                foreach (var layer in ByLayer(Last(rows, view)))
                {
                    Cell Of(string column) => new(Figures.Text(Share(layer, column)), Share(layer, column));
                    var (error, root) = (StandardError(layer), Math.Sqrt(Share(layer, "total")));
                    table.Add(method, view, new(Figures.Count(layer.Key), layer.Key), Of("total"), new(Figures.Text(error, 2), error), Of("trial"), Of("fixed_pattern"), Of("structural"), new(Figures.Text(root), root));
                }
            }
        }
        return table;
    }
}
