using Pat.Experiments.Reporting.Plots;

namespace Pat.Experiments.Reporting.Sections;

/// <summary>The mean-field gradient against finite differences of the noisy device, from gradient-check.csv.</summary>
internal static class GradientChecks
{
    public static void Add(Section section, RunData run)
    {
        if (run.Table("gradient-check.csv") is not { } checks)
            return;
        section.Scope(run, checks.Rows, "The reference gradient is that of the device's parts composed (mean field), which is not exactly the gradient of the mean. Here the slope of the loss that it predicts along itself is compared with finite differences of the loss on the noisy device.");
        section.Plot("Sampled against analytic slope", "Lines: ± 1 standard error of the sample; dashed: both equal.", new XyPlot(("analytic slope", ""), ("sampled slope", ""),
        [
            .. MethodComparison.ByMethod(run, checks).Select(method => new XySeries(method.Method, section.LookOf(method.Method),
                [.. method.Rows.Select(row => new XyPoint(row.Value("analytic"), row.Number("sampled"), row.Number("sampled") - row.Number("standard_error"), row.Number("sampled") + row.Number("standard_error")))]) { Line = false }),
        ])
        { Diagonal = true, SeriesColumn = "method" });
        var table = new PageTable("Checks", Column.Text("method"), new("seed", "seed"), new("device", "device"), new("epoch", "epoch"), new("analytic", "analytic"), new("sampled", "sampled"), new("standard error", "standard_error"), new("difference / s.e.", "z"));
        foreach (var row in MethodComparison.ByMethod(run, checks).SelectMany(method => method.Rows))
        {
            Cell Of(string column) => new(Figures.Text(row.Number(column)), row.Number(column));
            var deviation = (row.Number("sampled") - row.Number("analytic")) / row.Number("standard_error");
            table.Add(row["method"], row["seed"], row["device"], row["epoch"], Of("analytic"), Of("sampled"), Of("standard_error"), new(Figures.Fixed(deviation, 1), deviation));
        }
        section.Table(table);
    }
}
