using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Pat.Experiments.CommandLine;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Reporting.Sections;

/// <summary>Command, seeds, devices, data, imperfections, settings, machine.</summary>
internal static class WhatWasRun
{
    /// <summary>The run in a sentence.</summary>
    public static string Sentence(RunData run)
    {
        var info = run.Info;
        var end = info switch
        {
            { Complete: true, DurationSeconds: { } seconds } => $"complete after {Figures.Duration(seconds)}",
            { DurationSeconds: { } seconds } => $"incomplete, stopped after {Figures.Duration(seconds)}",
            _ => "still running, or stopped without an end",
        };
        return $"Begun {info.Started.UtcDateTime.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC; {end}. Seeds {NumberList.Format(info.Seeds)}; devices {NumberList.Format(info.Devices)}.";
    }

    public static void Add(Section section, RunData run)
    {
        var info = run.Info;
        if (!info.Complete)
            section.Add(Html.Of("p", "warning", Html.Of("strong", null, "Incomplete. "), "The run did not finish: the numbers below are those of the trainings that did."));
        section.Pairs(
            ("Command", "pat " + info.Command),
            ("Settings", run.Config is { ValueKind: JsonValueKind.Object } config ? SettingsText(config) : null),
            ("Folder", run.Name),
            ("Data", run.Table("data.csv") is { } data ? DataText(data) : null),
            ("Seeds", NumberList.Format(info.Seeds)),
            ("Devices", NumberList.Format(info.Devices)),
            ("Device file", info.DeviceFile),
            ("Added to the device", info.Added is { Count: > 0 } added ? string.Join(", ", added) : null),
            ("Streams with their own seed", info.StreamSeeds is { Count: > 0 } streams ? string.Join(", ", streams.Select(seed => $"{seed.Key} {seed.Value}")) : null),
            ("Methods", string.Join(", ", run.Methods)),
            ("Trainings", run.Table("metrics.csv") is { } metrics ? Figures.Count(metrics.Rows.Count) : null),
            ("State", info.Complete ? "complete" : "incomplete"),
            ("Begun", info.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC"),
            ("Duration", info.DurationSeconds is { } seconds ? Figures.Duration(seconds) : "unknown"),
            ("Version", "pat " + info.Version),
            ("Machine", MachineText(info)));
        AddData(section, run);
        AddTerms(section, run);
        AddSettings(section, run);
    }

    // The plain ones; lists, and what is not set, are below with all.
    private static string? SettingsText(JsonElement config)
    {
        string[] plain = [.. config.EnumerateObject().Where(setting => setting.Name != "data" && setting.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number).Select(setting => $"{setting.Name} {setting.Value}")];
        return plain.Length == 0 ? null : string.Join(", ", plain);
    }

    private static string MachineText(RunInfo info) =>
        $"{info.Os}, {info.Architecture}, {Figures.Several(info.Cores, "processor")}, vectors of {info.VectorBits} bits, {info.Framework}";

    /// <summary>The data in words; null where the table has none.</summary>
    public static string? DataText(RunTable data)
    {
        if (!data.Has("description"))
            return null;
        // Images of files are the same for all seeds; splits and draws are not.
        var each = data.Rows.Count > 1 && (data.Has("split") || data.Rows.Select(row => row["description"]).Distinct().Count() > 1);
        return data.Rows[0]["description"] + (each ? ". Every seed has its own; see the table." : ".");
    }

    private static void AddData(Section section, RunData run)
    {
        if (run.Table("data.csv") is not { } data)
            return;
        string[] columns = [.. data.Columns.Where(column => column is not ("description" or "fingerprint"))];
        var table = new PageTable("Data and split of each seed", [.. columns.Select(column => new Column(column.Replace('_', ' '), column, data.Rows.All(row => double.TryParse(row[column], CultureInfo.InvariantCulture, out _))))]);
        foreach (var row in data.Rows)
            table.Add([.. columns.Select(column => (Cell)row[column])]);
        section.Table(table);
    }

    private static void AddTerms(Section section, RunData run)
    {
        if (run.Table("terms.csv") is not { } terms)
            return;
        var table = new PageTable("Imperfections of the device", [.. TermColumns.Select(column => new Column(column.Heading, column.Name, column.IsNumber))]);
        foreach (var row in terms.Rows)
            table.Add([.. TermColumns.Select(column => (Cell)row[column.Name])]);
        section.Table(table);
        section.Note("Kind: fixed is drawn once with the device seed, cycle at each programming, trial at each run, slow is a function of the time on the hardware clock. Factor: 0 is off, 1 the default size; the size is that of factor 1."
            + (run.Table("metrics.csv") is { } metrics && StrengthSweep.Strengths(metrics).Length > 1 ? " In the sweep, factors of the group gap are multiplied by the strength." : ""));
    }

    private static IReadOnlyList<Column> TermColumns { get; } =
    [
        new("imperfection", "name", false), new("group", "group", false), new("kind", "kind", false), new("acts on", "acts", false),
        new("size", "size", false), new("factor", "factor"), new("formula", "formula", false), new("source", "source", false),
    ];

    private static void AddSettings(Section section, RunData run)
    {
        if (run.Config is not { } config)
            return;
        section.Add(Html.Of("details", null, Html.Of("summary", null, "All settings (config.json)"), Html.Pairs(Flat("", config).Select(pair => (pair.Name, (object?)pair.Value)))));
    }

    /// <summary>Settings with the names of what they are in, such as gap.phase.</summary>
    public static IEnumerable<(string Name, string Value)> Flat(string name, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Flat(name == "" ? property.Name : $"{name}.{property.Name}", property.Value)),
        JsonValueKind.Array when element.EnumerateArray().All(item => item.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)) =>
            [(name, string.Join(", ", element.EnumerateArray().Select(item => item.ToString())))],
        JsonValueKind.Array => [(name, string.Join("; ", element.EnumerateArray().Select(item => string.Join(", ", Flat("", item).Select(pair => $"{pair.Name} {pair.Value}".TrimStart())))))],
        JsonValueKind.Null => [(name, "none")],
        JsonValueKind.True => [(name, "yes")],
        JsonValueKind.False => [(name, "no")],
        _ => [(name, element.ToString())],
    };
}
