using Pat.Experiments.Reporting.Plots;

namespace Pat.Experiments.Reporting.Sections;

/// <summary>Accuracies over the strength of the device's imperfections, from a metrics.csv with several strengths.</summary>
internal static class StrengthSweep
{
    public static void Add(Section section, RunData run)
    {
        if (run.Table("metrics.csv") is not { } metrics || Strengths(metrics) is not { Length: > 1 } strengths)
            return;
        section.Scope(run, metrics.Rows, $"Strength: factor of all departures of the device from its twin. Accuracies: percent of the test examples, {Estimates.Meaning}.");
        var methods = MethodComparison.ByMethod(run, metrics);
        foreach (var (column, name) in new[] { ("device_accuracy_percent", "accuracy on the device"), ("twin_accuracy_percent", "accuracy on the twin") })
        {
            section.Plot(char.ToUpperInvariant(name[0]) + name[1..], "Mean over seeds; vertical lines: 95 % interval, drawn between 0 and 100 %.", new XyPlot(("strength", ""), (name, "%"),
                [.. methods.Select(method => new XySeries(method.Method, section.LookOf(method.Method), [.. strengths.Select(strength => Point(method.Rows, strength, column))]))])
            { SeriesColumn = "method", Limits = (0, 100) });
        }
        var table = new PageTable("Accuracy on the device, %", [new Column("strength", "strength"), .. methods.Select(method => new Column(method.Method, method.Method))]);
        foreach (var strength in strengths)
            table.Add([new(Figures.Short(strength), strength), .. methods.Select(method => At(method.Rows, strength)).Select(rows => Estimates.OverSeeds(rows, "device_accuracy_percent")).Select(estimate => new Cell(Figures.Estimate(estimate), estimate?.Mean))]);
        section.Table(table);
    }

    /// <summary>The different strengths, in order.</summary>
    public static double[] Strengths(RunTable metrics) =>
        metrics.Has("strength") ? [.. metrics.Rows.Select(row => row.Number("strength")).OfType<double>().Distinct().Order()] : [];

    private static RunRow[] At(IReadOnlyList<RunRow> rows, double strength) => [.. rows.Where(row => row.Number("strength") == strength)];

    private static XyPoint Point(IReadOnlyList<RunRow> rows, double strength, string column)
    {
        var estimate = Estimates.OverSeeds(At(rows, strength), column);
        return new(strength, estimate?.Mean, estimate?.Low, estimate?.High);
    }
}
