using Pat.Experiments.Reporting.Plots;

namespace Pat.Experiments.Reporting.Sections;

/// <summary>Loss and accuracy on validation examples over epochs, from epochs.csv.</summary>
internal static class TrainingCurves
{
    // More lines than these cannot be followed.
    private const int MostLines = 7;

    private const string Validation = "validation_accuracy_percent";

    public static void Add(Section section, RunData run)
    {
        if (run.Table("epochs.csv") is not { } epochs)
            return;
        section.Scope(run, epochs.Rows, "Lines: mean over trainings. Bands: from the lowest to the highest training.");
        var groups = MethodComparison.ByMethod(run, epochs).Chunk(MostLines).ToArray();
        foreach (var (i, methods) in groups.Index())
        {
            var part = groups.Length == 1 ? "" : $", {i + 1} of {groups.Length}";
            section.Plot("Loss" + part, "Mean training loss of the epoch.", Curves(section, methods, "epoch", ("training loss", ""), "loss", mayBeLogarithmic: true));
            if (epochs.Has(Validation))
                section.Plot("Accuracy on validation examples" + part, "After each epoch, percent.", Curves(section, methods, "epoch", ("validation accuracy", "%"), Validation));
        }
    }

    private static XyPlot Curves(Section section, IEnumerable<(string Method, IReadOnlyList<RunRow> Rows)> methods, string x, (string, string) y, string column, bool mayBeLogarithmic = false) => new(
        (x, ""), y, [.. methods.Select(method => new XySeries(method.Method, section.LookOf(method.Method), OverRuns(method.Rows, x, column)) { Band = true })])
    { MayBeLogarithmic = mayBeLogarithmic, SeriesColumn = "method" };

    /// <summary>For each value of a column the mean of another, and its lowest and highest value where there are several.</summary>
    public static IReadOnlyList<XyPoint> OverRuns(IEnumerable<RunRow> rows, string x, string column) =>
    [
        .. rows.GroupBy(row => row.Value(x)).OrderBy(group => group.Key).Select(group =>
        {
            double?[] values = [.. group.Select(row => row.Number(column))];
            var several = values.Length > 1 && values.All(value => value is not null);
            return new XyPoint(group.Key, Estimates.Mean(values), several ? values.Min() : null, several ? values.Max() : null);
        }),
    ];
}
