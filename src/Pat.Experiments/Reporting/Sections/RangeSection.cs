using Pat.Experiments.Reporting.Plots;

namespace Pat.Experiments.Reporting.Sections;

/// <summary>What was out of range, and how far inputs moved from where the twin was made, from range.csv.</summary>
internal static class RangeSection
{
    public static void Add(Section section, RunData run)
    {
        if (run.Table("range.csv") is not { } range)
            return;
        section.Scope(run, range.Rows, "Below, above: percent of the elements that lay outside the admissible range and were clamped. Shift: root mean square over elements of the change of their mean since the start, "
            + "in standard deviations at the start. Outside the start: percent of the elements outside the range that they had at the start, where the twin was made.");
        foreach (var (method, rows) in MethodComparison.ByMethod(run, range))
        {
            if (rows.Select(row => row.Value("epoch")).Distinct().Count() < 2)
                continue;
            section.Heading(method);
            foreach (var what in rows.GroupBy(row => row["what"]))
            {
                section.Plot($"Clamped {what.Key}", "Below and above the range together; mean over trainings.", Plot(what, ("clamped", "%"), row => row.Number("below_percent") + row.Number("above_percent")));
                section.Plot($"Shift of {what.Key} since the start", "Mean over trainings.", Plot(what, ("shift", "s.d. at the start"), row => row.Number("shift")));
            }
        }
        section.Details(AtEnd(run, range));
    }

    private static XyPlot Plot(IEnumerable<RunRow> rows, (string, string) y, Func<RunRow, double?> value) => new(("epoch", ""), y,
    [
        .. rows.GroupBy(row => row["layer"]).Select((layer, i) => new XySeries(NameOf(layer.Key), Palette.Of(i),
            [.. layer.GroupBy(row => row.Value("epoch")).OrderBy(epoch => epoch.Key).Select(epoch => new XyPoint(epoch.Key, Estimates.Mean(epoch.Select(value))))])),
    ])
    { SeriesColumn = "layer" };

    // Uses of a device are counted.
    private static string NameOf(string layer) => layer.All(char.IsAsciiDigit) ? $"layer {layer}" : layer;

    private static PageTable AtEnd(RunData run, RunTable range)
    {
        var table = new PageTable("range after the last epoch, means over trainings", Column.Text("method"), Column.Text("layer"), Column.Text("what"), new("below, %", "below_percent"), new("above, %", "above_percent"), new("shift, s.d.", "shift"), new("outside the start, %", "outside_start_percent"));
        foreach (var (method, rows) in MethodComparison.ByMethod(run, range))
        {
            var last = rows.Max(row => row.Value("epoch"));
            foreach (var group in rows.Where(row => row.Value("epoch") == last).GroupBy(row => (Layer: row["layer"], What: row["what"])))
            {
                Cell Mean(string column) => new(Figures.Fixed(Estimates.Mean(group, column), 2), Estimates.Mean(group, column));
                table.Add(method, NameOf(group.Key.Layer), group.Key.What, Mean("below_percent"), Mean("above_percent"), Mean("shift"), Mean("outside_start_percent"));
            }
        }
        return table;
    }
}
