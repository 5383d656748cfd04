using Pat.Experiments.Reporting.Plots;

namespace Pat.Experiments.Reporting.Sections;

/// <summary>Runs, programmings, seconds and joules by purpose, from ledger.csv.</summary>
internal static class Ledgers
{
    private const string Twin = "twin";

    public static void Add(Section section, RunData run)
    {
        if (run.Table("ledger.csv") is not { } ledger)
            return;
        section.Scope(run, ledger.Rows, "Means over trainings. A run is one row through one layer once. Twin runs are computed and cost no hardware. Seconds and joules are those of the hardware; joules are empty where the system does not state its energy.");
        string[] purposes = [.. ledger.Rows.Select(row => row["purpose"]).Distinct()];
        string[] onDevice = [.. purposes.Where(purpose => purpose != Twin)];
        var methods = ByMethod(run, ledger);
        double Runs((string Method, IReadOnlyList<RunRow> Rows) method, string purpose) => Mean(method.Rows, purpose, "runs") ?? 0;
        section.Plot("Device runs by purpose", "Mean over trainings.", new BarPlot(("device runs", ""), onDevice, [.. methods.Select(method => new Bar(method.Method, [.. onDevice.Select(purpose => Runs(method, purpose))]))]) { NameColumn = "method" });
        if (purposes.Contains(Twin))
            section.Plot("Runs of the twin", "Computed, not measured; mean over trainings.", new BarPlot(("twin runs", ""), ["twin runs"], [.. methods.Select(method => new Bar(method.Method, [Runs(method, Twin)], Look: section.LookOf(method.Method)))]) { NameColumn = "method" });
        section.Table(Totals(methods));
        var table = new PageTable("runs, programmings, seconds and joules by purpose", Column.Text("method"), Column.Text("purpose"), new("runs", "runs"), new("programmings", "programmings"), new("seconds", "seconds"), new("joules", "joules"));
        foreach (var (method, rows) in methods)
        {
            foreach (var purpose in purposes.Where(purpose => rows.Any(row => row["purpose"] == purpose)))
            {
                Cell Of(string column, Func<double?, string> text) => new(text(Mean(rows, purpose, column)), Mean(rows, purpose, column));
                table.Add(method, purpose, Of("runs", Figures.Count), Of("programmings", Figures.Count), Of("seconds", number => Figures.Text(number)), Of("joules", number => Figures.Text(number)));
            }
        }
        section.Details(table);
    }

    // Where one training goes on in several ways, each is a line.
    private static IReadOnlyList<(string Method, IReadOnlyList<RunRow> Rows)> ByMethod(RunData run, RunTable ledger) => !ledger.Has("policy")
        ? MethodComparison.ByMethod(run, ledger)
        : [.. MethodComparison.ByMethod(run, ledger).SelectMany(method => method.Rows.GroupBy(row => row["policy"]).Select(policy => ($"{method.Method}, {policy.Key}", (IReadOnlyList<RunRow>)[.. policy])))];

    private static PageTable Totals(IReadOnlyList<(string Method, IReadOnlyList<RunRow> Rows)> methods)
    {
        var table = new PageTable("Hardware use of one training, all purposes", Column.Text("method"), new("device runs", "device_runs"), new("programmings", "programmings"), new("seconds", "seconds"), new("joules", "joules"));
        foreach (var (method, rows) in methods)
        {
            double? Total(string column) => Estimates.Mean(rows.Where(row => row["purpose"] != Twin).GroupBy(row => (row["seed"], row["device"])).Select(training => Sum(training.Select(row => row.Number(column)))));
            table.Add(method, new(Figures.Count(Total("runs")), Total("runs")), new(Figures.Count(Total("programmings")), Total("programmings")), new(Figures.Text(Total("seconds")), Total("seconds")), new(Figures.Text(Total("joules")), Total("joules")));
        }
        return table;
    }

    // Unknown where a part is unknown.
    private static double? Sum(IEnumerable<double?> values) => values.Aggregate((double?)0, (sum, value) => sum + value);

    private static double? Mean(IEnumerable<RunRow> rows, string purpose, string column) => Estimates.Mean(rows.Where(row => row["purpose"] == purpose), column);
}
