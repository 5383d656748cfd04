using System.Text.Json;
using Pat.Experiments.Data;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Reporting;

/// <summary>A run folder as it is read for a report. Tables are read when they are asked for.</summary>
internal sealed class RunData
{
    private const string Advice = "Pass a folder that a pat command wrote.";

    private static readonly JsonSerializerOptions strict = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly Dictionary<string, RunTable?> tables = [];

    private RunData(string path, RunInfo info, JsonElement? config) => (FullPath, Info, Config) = (path, info, config);

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>Its name.</summary>
    public string Name => RunFiles.Clean(Path.GetFileName(FullPath));

    /// <summary>run.json.</summary>
    public RunInfo Info { get; }

    /// <summary>config.json; null where there is none.</summary>
    public JsonElement? Config { get; }

    /// <summary>Opens a run folder.</summary>
    /// <exception cref="DataException">It is none.</exception>
    public static RunData Open(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (!Directory.Exists(full))
            throw new DataException("Run folder", path, "a folder that a pat command wrote", File.Exists(full) ? "a file" : "nothing of that name", Advice);
        var run = Path.Combine(full, "run.json");
        if (!File.Exists(run))
            throw new DataException("Run folder", path, "a folder that a pat command wrote, with a file run.json", "none", Advice);
        return new(full, Json<RunInfo>(run), File.Exists(Path.Combine(full, "config.json")) ? Json<JsonElement>(Path.Combine(full, "config.json")) : null);
    }

    /// <summary>A table; null where the folder has none of that name, or one without rows.</summary>
    /// <param name="file">Its name, for example "metrics.csv".</param>
    /// <exception cref="DataException">The table is damaged.</exception>
    public RunTable? Table(string file)
    {
        if (!tables.TryGetValue(file, out var table))
        {
            var path = Path.Combine(FullPath, file);
            tables[file] = table = File.Exists(path) ? RunTable.Read(path) : null;
        }
        return table is { Rows.Count: > 0 } ? table : null;
    }

    /// <summary>The confusion matrices and their methods, in the order of <see cref="Methods"/>.</summary>
    public IReadOnlyList<(string Method, RunTable Counts)> Confusions =>
    [
        .. Directory.EnumerateFiles(FullPath, "confusion-*.csv").Select(Path.GetFileName).OfType<string>()
            .Select(file => (Method: file["confusion-".Length..^".csv".Length], Counts: Table(file)))
            .Where(pair => pair.Counts is not null).Select(pair => (pair.Method, pair.Counts!))
            .OrderBy(pair => PlaceOf(pair.Method)).ThenBy(pair => pair.Method, StringComparer.Ordinal),
    ];

    /// <summary>The methods in the order in which they were asked for.</summary>
    public IReadOnlyList<string> Methods => Setting("methods") is { ValueKind: JsonValueKind.Array } methods
        ? [.. methods.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => RunFiles.Clean(name.GetString()!))]
        : [];

    /// <summary>Names in the order of <see cref="Methods"/>, others behind them as they come.</summary>
    public IReadOnlyList<string> InOrder(IEnumerable<string> methods) => [.. methods.Distinct().OrderBy(PlaceOf)];

    /// <summary>A setting of config.json; null where there is none of that name.</summary>
    public JsonElement? Setting(string name) =>
        Config is { ValueKind: JsonValueKind.Object } config && config.TryGetProperty(name, out var value) ? value : null;

    private int PlaceOf(string method)
    {
        for (var i = 0; i < Methods.Count; i++)
        {
            if (Methods[i] == method)
                return i;
        }
        return int.MaxValue;
    }

    private static T Json<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(RunFiles.Text(path), strict) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new DataException("Run folder", path, "a JSON document that a pat command wrote", e.Message, Advice);
        }
    }
}
