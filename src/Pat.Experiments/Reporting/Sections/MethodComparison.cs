using Pat.Experiments.Reporting.Plots;

namespace Pat.Experiments.Reporting.Sections;

/// <summary>Accuracies and costs of the methods, from metrics.csv.</summary>
internal static class MethodComparison
{
    private const string OnDevice = "device_accuracy_percent";
    private const string OnTwin = "twin_accuracy_percent";

    public static void Add(Section section, RunData run)
    {
        if (run.Table("metrics.csv") is not { } metrics || StrengthSweep.Strengths(metrics).Length > 1)
            return;
        section.Scope(run, metrics.Rows, $"Accuracies: percent of the test examples, {Estimates.Meaning}.");
        var methods = ByMethod(run, metrics);
        section.Plot("Accuracy on the device", "Percent of the test examples. Bars: mean; lines: 95 % interval (Student's t) over seeds; with an arrow where it goes beyond 0 to 100 %.", Bars(section, methods, "accuracy on the device", OnDevice));
        section.Plot("Accuracy on the twin", "What the model that the method trains with predicts for the same network. For a method without a device, the network itself.", Bars(section, methods, "accuracy on the twin", OnTwin));
        section.Table(TableOf(run, methods));
        section.Note("Cosine: of the method's gradient with the device's own at the trained parameters, mean over trainings. Device runs: rows through one layer once, to train, calibrate and fit the twin of one network; "
            + "runs to measure its accuracy stand apart. Hardware seconds and joules: what the device would take for all of these runs; joules only where the system states its energy. Computing: seconds on this machine. Columns of cost are means over trainings.");
    }

    /// <summary>Rows of each method, in the order of the run.</summary>
    public static IReadOnlyList<(string Method, IReadOnlyList<RunRow> Rows)> ByMethod(RunData run, RunTable table) => ByMethod(run, table.Rows);

    /// <summary>Rows of each method, in the order of the run.</summary>
    public static IReadOnlyList<(string Method, IReadOnlyList<RunRow> Rows)> ByMethod(RunData run, IReadOnlyList<RunRow> rows) =>
        [.. run.InOrder(rows.Select(row => row["method"])).Select(method => (method, (IReadOnlyList<RunRow>)[.. rows.Where(row => row["method"] == method)]))];

    /// <summary>Device runs that it took to get a network.</summary>
    public static double? RunsToTrain(IReadOnlyList<RunRow> rows) =>
        Estimates.Mean(rows.Select(row => row.Number("train_runs") + row.Number("calibrate_runs") + row.Number("fit_twin_runs")));

    /// <summary>Joules of all purposes, mean over trainings; null where they are not stated.</summary>
    public static double? Joules(RunData run, string method)
    {
        if (run.Table("ledger.csv") is not { } ledger)
            return null;
        RunRow[] rows = [.. ledger.Rows.Where(row => row["method"] == method && row["purpose"] != "twin")];
        return rows.Length == 0 || rows.Any(row => row.Number("joules") is null) ? null
            : rows.GroupBy(row => (row["seed"], row["device"])).Average(training => training.Sum(row => row.Number("joules")));
    }

    private static BarPlot Bars(Section section, IReadOnlyList<(string Method, IReadOnlyList<RunRow> Rows)> methods, string name, string column) => new(
        (name, "%"), [name],
        [
            .. methods.Select(method => (method.Method, Estimate: Estimates.OverSeeds(method.Rows, column))).Where(pair => pair.Estimate is not null)
                .Select(pair => new Bar(pair.Method, [pair.Estimate!.Value.Mean], pair.Estimate.Value.Low, pair.Estimate.Value.High, section.LookOf(pair.Method))),
        ])
    { NameColumn = "method", Reaching = [100], Limits = (0, 100) };

    private static PageTable TableOf(RunData run, IReadOnlyList<(string Method, IReadOnlyList<RunRow> Rows)> methods)
    {
        var joules = methods.Any(method => Joules(run, method.Method) is not null);
        var table = new PageTable("Methods",
        [
            Column.Text("method"), new("trainings", "trainings"), new("on the device, %", "device_accuracy_percent"), new("on the twin, %", "twin_accuracy_percent"), new("cosine", "gradient_cosine"),
            new("device runs", "device_runs"), new("runs to measure", "evaluate_runs"), new("hardware, s", "hardware_seconds"), .. joules ? [new Column("joules", "joules")] : Array.Empty<Column>(), new("computing, s", "seconds"),
        ]);
        foreach (var (method, rows) in methods)
        {
            Cell Mean(string column, Func<double?, string> text)
            {
                var mean = rows[0].Table.Has(column) ? Estimates.Mean(rows, column) : null;
                return new(text(mean), mean);
            }
            var (device, twin, runs, energy) = (Estimates.OverSeeds(rows, OnDevice), Estimates.OverSeeds(rows, OnTwin), RunsToTrain(rows), Joules(run, method));
            table.Add(
            [
                method, new(Figures.Count(rows.Count), rows.Count), new(Figures.Estimate(device), device?.Mean), new(Figures.Estimate(twin), twin?.Mean), Mean("gradient_cosine", number => Figures.Fixed(number, 2)),
                new(Figures.Count(runs), runs), Mean("evaluate_runs", Figures.Count), Mean("hardware_seconds", number => Figures.Text(number)), .. joules ? [new Cell(Figures.Text(energy), energy)] : Array.Empty<Cell>(),
                Mean("seconds", number => Figures.Fixed(number, 1)),
            ]);
        }
        return table;
    }
}
