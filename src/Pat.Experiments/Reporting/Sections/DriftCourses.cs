using Pat.Experiments.Reporting.Plots;

namespace Pat.Experiments.Reporting.Sections;

/// <summary>Accuracy over the hours on the hardware clock, from drift-summary.csv, or drift.csv where there is no summary.</summary>
internal static class DriftCourses
{
    private sealed record Point(string Policy, string Method, double Hours, double? Accuracy, double? Low, double? High, double? Runs);

    public static void Add(Section section, RunData run)
    {
        Point[] points = [.. run.Table("drift-summary.csv") is { } summary ? summary.Rows.Select(Read) : run.Table("drift.csv") is { } single ? Summarised(single) : []];
        if (points.Length == 0)
            return;
        section.Note($"{(run.Table("drift.csv") is { } rows ? Section.ScopeOf(run, rows.Rows) + ". " : "")}Hours on the hardware clock of the simulated device since the training ended. Once: trained and then left alone. Continued: trained further on the device as it drifts, at the cost in device runs that is shown. Mean and 95 % interval over seeds.");
        var courses = points.GroupBy(point => (point.Policy, point.Method)).OrderBy(course => run.InOrder(points.Select(point => point.Method)).ToList().IndexOf(course.Key.Method)).ToArray();
        section.Plot("Accuracy over time", "Bands: 95 % interval, drawn between 0 and 100 %.", Plot(courses, ("accuracy on the device", "%"), point => new(point.Hours, point.Accuracy, point.Low, point.High)) with { Limits = (0, 100) });
        section.Plot("Device runs over time", "Rows through one layer once, up to then; mean over trainings.", Plot(courses, ("device runs", ""), point => new(point.Hours, point.Runs)));
        var table = new PageTable("accuracy and device runs over time", Column.Text("policy"), Column.Text("method"), new("hours", "hours"), new("accuracy, %", "accuracy_percent"), new("low", "low"), new("high", "high"), new("device runs", "device_runs"));
        foreach (var point in courses.SelectMany(course => course.OrderBy(point => point.Hours)))
            table.Add(point.Policy, point.Method, new(Figures.Short(point.Hours), point.Hours), new(Figures.Fixed(point.Accuracy, 1), point.Accuracy), new(Figures.Fixed(point.Low, 1), point.Low), new(Figures.Fixed(point.High, 1), point.High), new(Figures.Count(point.Runs), point.Runs));
        section.Details(table);
    }

    private static XyPlot Plot(IGrouping<(string Policy, string Method), Point>[] courses, (string, string) y, Func<Point, XyPoint> point) => new(("time", "hours"), y,
        [.. courses.Select((course, i) => new XySeries($"{course.Key.Method}, {course.Key.Policy}", Palette.Of(i), [.. course.OrderBy(one => one.Hours).Select(point)]) { Band = true })]);

    private static Point Read(RunRow row) => new(row["policy"], row["method"], row.Value("hours"), row.Number("accuracy_percent"), row.Number("low"), row.Number("high"), row.Number("device_runs"));

    private static IEnumerable<Point> Summarised(RunTable table) => table.Rows.GroupBy(row => (Policy: row["policy"], Method: row["method"], Hours: row.Value("hours"))).Select(rows =>
    {
        var estimate = Estimates.OverSeeds(rows, "accuracy_percent");
        return new Point(rows.Key.Policy, rows.Key.Method, rows.Key.Hours, estimate?.Mean, estimate?.Low, estimate?.High, Estimates.Mean(rows, "device_runs"));
    });
}
