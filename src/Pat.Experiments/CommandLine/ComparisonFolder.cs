using System.Globalization;
using System.Text;
using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Training;
using Pat.Experiments.Comparison;
using Pat.Experiments.Runs;

namespace Pat.Experiments.CommandLine;

/// <summary>What the run folder of one kind of experiment holds besides what all have.</summary>
/// <param name="Experiment">Its name, for checkpoints.</param>
/// <param name="Examples">What its examples are called.</param>
/// <param name="ClassNames">Names of the classes.</param>
/// <param name="Network">The physical network; its layers have a column each in epochs.csv.</param>
internal sealed record FolderContents(string Experiment, string Examples, IReadOnlyList<string> ClassNames, Network Network)
{
    /// <summary>Layers that have parameters.</summary>
    public IReadOnlyList<string> Layers => [.. Network.Layers.Where(layer => layer.Parameters.Count > 0).Select(layer => layer.Name).Order(StringComparer.Ordinal)];

    /// <summary>Whether accuracy on validation examples is measured after each epoch.</summary>
    public bool ValidatesEpochs { get; init; }

    /// <summary>Texts that go with every checkpoint.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Further columns of metrics.csv.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Their values for a result.</summary>
    public Func<MethodResult, IReadOnlyList<object?>> Cells { get; init; } = _ => [];
}

/// <summary>Writes the run folder of a comparison as the results come in, so that it can be used whenever the run ends.</summary>
internal sealed class ComparisonFolder : IRunTables, IDisposable
{
    private static readonly Purpose[] purposes = Enum.GetValues<Purpose>();

    private readonly ComparisonOptions options;
    private readonly FolderContents contents;
    private readonly RunFolder folder;
    private readonly RunInfo info;
    private readonly CsvFile metrics;
    private readonly Lock epochsGate = new();
    private readonly Dictionary<string, ConfusionMatrix> confusions = [];
    private readonly Lock tablesGate = new();
    private readonly Dictionary<string, CsvFile> tables = [];
    private CsvFile? epochs;

    /// <summary>Creates the folder and writes config.json and run.json.</summary>
    public ComparisonFolder(string path, string command, ComparisonOptions options, object config, FolderContents contents)
    {
        (this.options, this.contents) = (options, contents);
        folder = RunFolder.Create(path);
        info = RunInfo.Begin(command, options.Seeds, DevicesOf(options), DateTimeOffset.UtcNow) with
        {
            DeviceFile = options.Device?.Text,
            Added = [.. options.Added.Select(DepartureOptions.NameOf)],
            StreamSeeds = options.StreamSeeds.ToDictionary(seed => DepartureOptions.NameOf(seed.Key), seed => seed.Value),
        };
        folder.WriteConfig(config);
        folder.WriteRun(info);
        metrics = folder.OpenTable("metrics.csv",
        [
            "strength", "method", "seed", "device", "device_accuracy_percent", "twin_accuracy_percent", "validation_accuracy_percent",
            .. purposes.Select(purpose => $"{Snake(purpose)}_runs"),
            "twin_runs", "programmings", "hardware_seconds", "joules", "gradient_cosine", .. contents.Columns, "seconds",
        ]);
    }

    /// <summary>Writes data.csv: the split of each seed.</summary>
    public void WriteData(string[] columns, IEnumerable<object?[]> rows)
    {
        using var table = folder.OpenTable("data.csv", columns);
        foreach (var row in rows)
            table.Append(row);
    }

    public string FullPath => folder.FullPath;

    /// <summary>The devices that are used, in order.</summary>
    public static IReadOnlyList<long> DevicesOf(ComparisonOptions options) => [.. options.Runs().Select(run => run.Device).Distinct().Order()];

    /// <inheritdoc/>
    public void Append(string file, string[] columns, params object?[] values)
    {
        lock (tablesGate)
        {
            if (!tables.TryGetValue(file, out var table))
                tables[file] = table = folder.OpenTable(file, columns);
            table.Append(values);
        }
    }

    /// <summary>Writes what a finished run gave.</summary>
    public void Add(MethodResult result, double strength)
    {
        var ledger = result.Ledger;
        metrics.Append(
        [
            strength, result.Method, result.Seed, result.Device, 100 * result.DeviceAccuracy, 100 * result.TwinAccuracy, 100 * result.ValidationAccuracy,
            .. purposes.Select(purpose => (object)(ledger?[purpose].Runs ?? 0)),
            ledger?.TwinRuns ?? 0, ledger?.Total.Programmings ?? 0, ledger?.Total.Seconds ?? 0, ledger?.Total.Joules,
            result.GradientCosine, .. contents.Cells(result), result.Seconds,
        ]);
    }

    /// <summary>Writes the network, and its method's confusion matrix so far.</summary>
    public void AddNetwork(MethodResult result, double strength)
    {
        Checkpoint.Write(folder, result, Metadata(result, strength));
        if (!confusions.TryGetValue(result.Method, out var sum))
            confusions[result.Method] = sum = new(result.Confusion.Classes);
        sum.Add(result.Confusion);
        folder.WriteConfusion(result.Method, sum, contents.ClassNames);
    }

    /// <summary>Writes each prediction of a finished run, and what the hardware did for each purpose.</summary>
    public void AddPredictions(MethodResult result) => StatisticsTables.Write(this, result);

    /// <summary>Writes how the methods compare.</summary>
    public void AddStatistics(IReadOnlyList<MethodSummary> rows, IReadOnlyList<PairedComparison> pairs) => StatisticsTables.Write(this, rows, pairs, contents.ClassNames);

    /// <summary>Writes an epoch: loss, accuracy on validation examples if they are measured, and gradient norm of each layer at its last step.</summary>
    public void AddEpoch(TrainingProgress progress)
    {
        if (progress.Epoch is not { } epoch)
            return;
        var (method, seed, device) = progress.Training;
        double? NormOf(string layer)
        {
            var norms = epoch.GradientNorms.Where(norm => norm.Key.StartsWith(layer + "/", StringComparison.Ordinal)).ToArray();
            return norms.Length == 0 ? null : Math.Sqrt(norms.Sum(norm => norm.Value * norm.Value));
        }
        lock (epochsGate)
        {
            epochs ??= folder.OpenTable("epochs.csv",
            [
                "method", "seed", "device", "epoch", "loss", .. contents.ValidatesEpochs ? (string[])["validation_accuracy_percent"] : [],
                .. contents.Layers.Select(layer => $"gradient_norm {layer}"),
            ]);
            epochs.Append(
            [
                method, seed, device, epoch.Epoch, epoch.Loss, .. contents.ValidatesEpochs ? (object?[])[100 * progress.Validation] : [],
                .. contents.Layers.Select(layer => (object?)NormOf(layer)),
            ]);
        }
    }

    /// <summary>Writes report.txt, what is printed with a list of the files, and results.json, what --json prints.</summary>
    private void WriteReport(string report, string json)
    {
        var written = new StringBuilder(report).Append($"""

            Files here
              report.html                plots and tables, to be opened in a browser or printed
              report.txt, results.json   the table above, for people and for programs
              config.json, run.json      what was asked for; version, machine, seeds, devices, duration, whether it is complete
              data.csv                   the split of each seed
              metrics.csv                one row per training, in the order in which they ended; accuracies in percent of the test {contents.Examples}
            """);
        if (epochs is not null)
            written.Append($"\n  epochs.csv                 loss{(contents.ValidatesEpochs ? ", accuracy on validation " + contents.Examples : "")} and gradient norms of each layer after each epoch");
        if (confusions.Count > 0)
        {
            written.Append($"\n  confusion-METHOD.csv       counts of the test {contents.Examples} over all trainings and passes of the method: rows actual, columns predicted");
            written.Append("\n  checkpoint-*.safetensors   the trained parameters of each training, and where its device stood at the end");
        }
        foreach (var (file, what) in FileTexts.Tables(contents.Examples).Where(table => tables.ContainsKey(table.File)))
            written.Append($"\n  {file,-26} {what}");
        folder.WriteText("report.txt", written.ToString());
        folder.WriteText("results.json", json);
    }

    /// <summary>Ends an experiment: completes the folder and prints. A broken pipe does not keep the folder from its report, nor a full disk the user from the table.</summary>
    /// <param name="output">Standard output; the head stands there already.</param>
    /// <param name="json">Print the document instead of the report.</param>
    /// <param name="complete">Whether everything was done.</param>
    /// <param name="report">What is printed.</param>
    public void End(TextWriter output, bool json, bool complete, ICommandReport report)
    {
        var document = ResultDocument.Text(report.Document(complete));
        try
        {
            var text = new StringWriter();
            report.PrintHead(new Report(text));
            report.PrintEnd(new Report(text), complete);
            WriteReport(text.ToString(), document);
            End(complete);
        }
        finally
        {
            if (json)
                output.WriteLine(document);
            else
                report.PrintEnd(new Report(output), complete);
        }
    }

    /// <summary>Writes run.json again: how long it took and whether everything was done.</summary>
    public void End(bool complete) => folder.WriteRun(info.End(DateTimeOffset.UtcNow - info.Started, complete));

    /// <inheritdoc/>
    public void Dispose()
    {
        metrics.Dispose();
        epochs?.Dispose();
        foreach (var table in tables.Values)
            table.Dispose();
    }

    private Dictionary<string, string> Metadata(MethodResult result, double strength) => new([.. contents.Metadata, .. DeviceMetadata])
    {
        ["experiment"] = contents.Experiment,
        ["method"] = result.Method,
        ["seed"] = Text(result.Seed),
        ["device"] = Text(result.Device),
        ["epochs"] = Text(options.Epochs),
        ["learningRate"] = Text(result.LearningRate),
        ["strength"] = Text(strength),
        ["deviceAccuracyPercent"] = Text(100 * result.DeviceAccuracy),
        ["warnings"] = string.Join('\n', result.Warnings),
        ["version"] = RunInfo.ProgramVersion,
    };

    private Dictionary<string, string> DeviceMetadata => options.Device is { } device ? new() { ["deviceFile"] = device.File, ["deviceFileSha256"] = device.Sha256 } : [];

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string Snake(Purpose purpose) => purpose == Purpose.FitTwin ? "fit_twin" : purpose.ToString().ToLowerInvariant();
}
