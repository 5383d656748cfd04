using Pat.Experiments.CommandLine;
using Pat.Experiments.Reporting.Plots;

namespace Pat.Experiments.Reporting.Sections;

/// <summary>Several folders in one table: accuracies of each method in each, and the settings in which they differ.</summary>
internal static class AcrossFolders
{
    private const string OnDevice = "device_accuracy_percent";

    // Some commands write their own settings beside the options of the trainings, which other commands write alone.
    private const string Options = "options.";

    private sealed record Line(string Folder, int Place, string Method, double? Strength, IReadOnlyList<RunRow> Rows);

    public static void Add(Section section, IReadOnlyList<RunData> runs, IReadOnlyList<string> names)
    {
        Line[] lines = [.. runs.Index().SelectMany(run => LinesOf(run.Item, names[run.Index], run.Index))];
        if (lines.Length > 0)
        {
            section.Note($"Accuracies: percent of the test examples, {Estimates.Meaning}. Folders are compared as they are: whether they used the same seeds, devices and data stands in the table of differences.");
            foreach (var method in lines.GroupBy(line => line.Method))
                section.Plot($"{method.Key} on the device", "Mean; lines: 95 % interval over seeds, with an arrow where it goes beyond 0 to 100 %.", PlotOf(method));
            section.Table(TableOf(lines));
        }
        section.Table(Differences(runs, names));
    }

    private static IEnumerable<Line> LinesOf(RunData run, string name, int place) => run.Table("metrics.csv") is not { } metrics ? []
        : MethodComparison.ByMethod(run, metrics).SelectMany(method => method.Rows.GroupBy(row => metrics.Has("strength") ? row.Number("strength") : null)
            .OrderBy(group => group.Key).Select(group => new Line(name, place, method.Method, group.Key, [.. group])));

    private static BarPlot PlotOf(IEnumerable<Line> lines)
    {
        var severalStrengths = lines.GroupBy(line => line.Folder).Any(folder => folder.Count() > 1);
        return new(("accuracy on the device", "%"), ["accuracy on the device"],
        [
            .. lines.Select(line => (line, Estimate: Estimates.OverSeeds(line.Rows, OnDevice))).Where(pair => pair.Estimate is not null).Select(pair => new Bar(
                pair.line.Folder + (severalStrengths ? $", strength {Figures.Short(pair.line.Strength)}" : ""), [pair.Estimate!.Value.Mean], pair.Estimate.Value.Low, pair.Estimate.Value.High, Palette.Of(pair.line.Place))),
        ])
        { NameColumn = "folder", Reaching = [100], Limits = (0, 100) };
    }

    private static PageTable TableOf(Line[] lines)
    {
        var table = new PageTable("Methods in all folders", Column.Text("method"), Column.Text("folder"), new("strength", "strength"), new("trainings", "trainings"), new("on the device, %", OnDevice), new("on the twin, %", "twin_accuracy_percent"),
            new("cosine", "gradient_cosine"), new("device runs", "device_runs"), new("computing, s", "seconds"));
        foreach (var line in lines.OrderBy(line => Array.FindIndex(lines, other => other.Method == line.Method)))
        {
            var (device, twin) = (Estimates.OverSeeds(line.Rows, OnDevice), Estimates.OverSeeds(line.Rows, "twin_accuracy_percent"));
            var (cosine, runs, seconds) = (Estimates.Mean(line.Rows, "gradient_cosine"), MethodComparison.RunsToTrain(line.Rows), Estimates.Mean(line.Rows, "seconds"));
            table.Add(line.Method, line.Folder, new(Figures.Short(line.Strength), line.Strength), new(Figures.Count(line.Rows.Count), line.Rows.Count), new(Figures.Estimate(device), device?.Mean), new(Figures.Estimate(twin), twin?.Mean),
                new(Figures.Fixed(cosine, 2), cosine), new(Figures.Count(runs), runs), new(Figures.Fixed(seconds, 1), seconds));
        }
        return table;
    }

    private static PageTable Differences(IReadOnlyList<RunData> runs, IReadOnlyList<string> names)
    {
        Dictionary<string, string>[] settings = [.. runs.Select(SettingsOf)];
        var table = new PageTable("Where the runs differ", [Column.Text("setting"), .. names.Select(name => new Column(name, name, false))]);
        foreach (var setting in settings.SelectMany(one => one.Keys).Distinct())
        {
            string[] values = [.. settings.Select(one => one.GetValueOrDefault(setting, "–"))];
            if (values.Distinct().Count() > 1)
                table.Add([setting, .. values.Select(value => (Cell)value)]);
        }
        return table;
    }

    private static Dictionary<string, string> SettingsOf(RunData run)
    {
        var settings = new Dictionary<string, string>
        {
            ["command"] = run.Info.Command,
            ["seeds of the run"] = NumberList.Format(run.Info.Seeds),
            ["devices of the run"] = NumberList.Format(run.Info.Devices),
            ["complete"] = run.Info.Complete ? "yes" : "no",
            ["version"] = run.Info.Version,
        };
        if (run.Table("data.csv") is { } data)
            settings["data of the run"] = WhatWasRun.DataText(data) ?? "";
        if (run.Config is { } config)
        {
            foreach (var (name, value) in WhatWasRun.Flat("", config))
                settings[name.StartsWith(Options, StringComparison.Ordinal) ? name[Options.Length..] : name] = value;
        }
        return settings;
    }
}
