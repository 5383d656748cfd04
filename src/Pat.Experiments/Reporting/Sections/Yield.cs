using Pat.Experiments.Reporting.Plots;

namespace Pat.Experiments.Reporting.Sections;

/// <summary>Accuracies over many fabricated devices, from yield.csv and yield-summary.csv.</summary>
internal static class Yield
{
    public static void Add(Section section, RunData run)
    {
        var summary = run.Table("yield-summary.csv");
        if (run.Table("yield.csv") is { } devices)
        {
            section.Note($"{Section.ScopeOf(run, devices.Rows, countTrainings: false)}; {Figures.Several(devices.Rows.Select(row => row["device"]).Distinct().Count(), "fabricated device")}. Deployed: trained on one device (or its twin), measured on the others. Trained on each: a training for each device. "
                + "Transfer: parameters of device A on device B. Fine-tuned: the same after some more training there.");
            var samples = SamplesOf(section, run, devices);
            section.Plot("Accuracy over devices", "Points: devices. Box: middle half; dark line: median; whiskers: 5th to 95th percentile.", new Distribution(("accuracy on the device", "%"), samples) { Threshold = ThresholdOf(summary) });
            foreach (var group in samples.Chunk(4))
                section.Plot("Number of devices over accuracy", "Steps of equal width.", new Histogram(("accuracy on the device", "%"), "devices", group));
        }
        if (summary is not null)
            section.Table(TableOf(run, summary));
    }

    private static Sample[] SamplesOf(Section section, RunData run, RunTable devices) =>
    [
        .. MethodComparison.ByMethod(run, devices).SelectMany(method => method.Rows.GroupBy(row => row["policy"]).Select(policy => (Name: $"{method.Method}, {policy.Key.Replace('-', ' ')}", Rows: policy)))
            .Select((group, i) => new Sample(group.Name, Palette.Of(i), [.. group.Rows.Select(row => row.Number("accuracy_percent")).OfType<double>()])),
    ];

    private static (double, string)? ThresholdOf(RunTable? summary)
    {
        double?[] levels = summary is null ? [] : [.. summary.Rows.Select(row => row.Number("threshold_percent")).Distinct()];
        return levels is [{ } level] ? (level, $"threshold {Figures.Short(level)} %") : null;
    }

    private static PageTable TableOf(RunData run, RunTable summary)
    {
        string[] quantiles = ["minimum", "p5", "p25", "median", "p75", "p95", "maximum"];
        var table = new PageTable("Accuracy over devices, %",
        [
            Column.Text("method"), Column.Text("policy"), new("devices", "count"), new("mean", "mean"), .. quantiles.Select(name => new Column(name, name)),
            new("threshold", "threshold_percent"), new("share above, %", "share_above_percent"), new("worst 5 %, mean", "worst_5_percent_mean"),
        ]);
        foreach (var row in MethodComparison.ByMethod(run, summary).SelectMany(method => method.Rows))
        {
            Cell Of(string column) => new(Figures.Fixed(row.Number(column), 1), row.Number(column));
            var share = 100 * row.Number("share_above");
            table.Add([row["method"], row["policy"], new(Figures.Count(row.Number("count")), row.Number("count")), new(Figures.Range(row.Number("mean"), row.Number("low"), row.Number("high")), row.Number("mean")),
                .. quantiles.Select(Of), Of("threshold_percent"), new(Figures.Fixed(share, 1), share), Of("worst_5_percent_mean")]);
        }
        return table;
    }
}
