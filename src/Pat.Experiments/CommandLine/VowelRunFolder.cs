using System.Globalization;
using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Experiments.Data;
using Pat.Experiments.Runs;
using Pat.Experiments.Vowels;

namespace Pat.Experiments.CommandLine;

/// <summary>Writes the run folder of the vowel experiment as the results come in, so that it can be used whenever the run ends.</summary>
internal sealed class VowelRunFolder : IDisposable
{
    private static readonly Purpose[] purposes = Enum.GetValues<Purpose>();

    private readonly VowelOptions options;
    private readonly RunFolder folder;
    private readonly RunInfo info;
    private readonly CsvFile metrics;
    private readonly Lock epochsGate = new();
    private readonly Dictionary<string, ConfusionMatrix> confusions = [];
    private CsvFile? epochs;
    private string[] layers = [];

    /// <summary>Creates the folder and writes config.json and run.json.</summary>
    public VowelRunFolder(string path, string command, VowelOptions options, object config, IReadOnlyList<VowelData> data)
    {
        this.options = options;
        folder = RunFolder.Create(path);
        info = RunInfo.Begin(command, options.Seeds, DevicesOf(options), DateTimeOffset.UtcNow);
        folder.WriteConfig(config);
        folder.WriteRun(info);
        using (var splits = folder.OpenTable("data.csv", "seed", "source", "split", "training_rows", "validation_rows", "test_rows", "description"))
        {
            foreach (var (seed, vowels) in options.Seeds.Zip(data))
                splits.Append(seed, vowels.Source, vowels.SplitName, vowels.Train.Labels.Length, vowels.Validation.Labels.Length, vowels.Test.Labels.Length, vowels.Description);
        }
        metrics = folder.OpenTable("metrics.csv",
        [
            "strength", "method", "seed", "device", "device_accuracy_percent", "twin_accuracy_percent", "validation_accuracy_percent",
            .. purposes.Select(purpose => $"{Snake(purpose)}_runs"),
            "twin_runs", "programmings", "hardware_seconds", "gradient_cosine", "split_steps", "manley_rowe_violation", "seconds",
        ]);
    }

    public string FullPath => folder.FullPath;

    /// <summary>The devices that are used, in order.</summary>
    public static IReadOnlyList<long> DevicesOf(VowelOptions options) => [.. options.Runs().Select(run => run.Device).Distinct().Order()];

    /// <summary>Writes what a finished run gave.</summary>
    public void Add(VowelResult result, double strength)
    {
        var ledger = result.Ledger;
        metrics.Append(
        [
            strength, result.Method, result.Seed, result.Device, 100 * result.DeviceAccuracy, 100 * result.TwinAccuracy, 100 * result.ValidationAccuracy,
            .. purposes.Select(purpose => (object)(ledger?[purpose].Runs ?? 0)),
            ledger?.TwinRuns ?? 0, ledger?.Total.Programmings ?? 0, ledger?.Total.Seconds ?? 0,
            result.GradientCosine, result.Steps, result.WorstViolation, result.Seconds,
        ]);
    }

    /// <summary>Writes the network of the first run of each method, and each method's confusion matrix so far.</summary>
    public void AddNetwork(VowelResult result, double strength)
    {
        var (firstSeed, firstDevice) = options.Runs()[0];
        if (result.Seed == firstSeed && (result.Device ?? firstDevice) == firstDevice)
            folder.WriteCheckpoint(NameOf(result), result.Parameters, Metadata(result, strength));
        if (!confusions.TryGetValue(result.Method, out var sum))
            confusions[result.Method] = sum = new(result.Confusion.Classes);
        sum.Add(result.Confusion);
        folder.WriteConfusion(result.Method, sum, VowelSet.ClassNames);
    }

    /// <summary>Writes an epoch: loss, and gradient norm of each layer at its last step.</summary>
    public void AddEpoch(VowelProgress progress)
    {
        if (progress.Epoch is not { } epoch)
            return;
        var squares = epoch.GradientNorms.GroupBy(norm => norm.Key[..norm.Key.IndexOf('/')])
            .ToDictionary(layer => layer.Key, layer => layer.Sum(norm => norm.Value * norm.Value));
        lock (epochsGate)
        {
            if (epochs is null)
            {
                layers = [.. squares.Keys.Order(StringComparer.Ordinal)];
                epochs = folder.OpenTable("epochs.csv", ["method", "seed", "device", "epoch", "loss", .. layers.Select(layer => $"gradient_norm {layer}")]);
            }
            epochs.Append([progress.Method, progress.Seed, progress.Device, epoch.Epoch, epoch.Loss, .. layers.Select(layer => (object)Math.Sqrt(squares[layer]))]);
        }
    }

    /// <summary>Writes report.txt, what is printed with a list of the files, and results.json, what --json prints.</summary>
    private void WriteReport(string report, string json)
    {
        folder.WriteText("report.txt", report + """

            Files here
              report.txt, results.json   the table above, for people and for programs
              config.json, run.json      what was asked for; version, machine, seeds, devices, duration, whether it is complete
              data.csv                   the split of each seed
              metrics.csv                one row per training, in the order in which they ended; accuracies in percent of the test rows
              epochs.csv                 loss and gradient norms of each layer after each epoch
              confusion-METHOD.csv       counts of the test rows over all trainings and passes of the method: rows actual, columns predicted
              checkpoint-*.safetensors   the trained parameters of the first seed and device of each method
            """);
        folder.WriteText("results.json", json);
    }

    /// <summary>Ends an experiment: completes the folder and prints. A broken pipe does not keep the folder from its report, nor a full disk the user from the table.</summary>
    /// <param name="output">Standard output.</param>
    /// <param name="json">Print the document instead of the report.</param>
    /// <param name="complete">Whether everything was done.</param>
    /// <param name="document">What --json prints.</param>
    /// <param name="printHead">Prints what was asked for; on standard output it stands already.</param>
    /// <param name="printEnd">Prints what came out.</param>
    public void End(TextWriter output, bool json, bool complete, object document, Action<Report> printHead, Action<Report> printEnd)
    {
        var documentText = VowelDocument.Text(document);
        try
        {
            var report = new StringWriter();
            printHead(new Report(report));
            printEnd(new Report(report));
            WriteReport(report.ToString(), documentText);
            End(complete);
        }
        finally
        {
            if (json)
                output.WriteLine(documentText);
            else
                printEnd(new Report(output));
        }
    }

    /// <summary>Writes run.json again: how long it took and whether everything was done.</summary>
    public void End(bool complete) => folder.WriteRun(info.End(DateTimeOffset.UtcNow - info.Started, complete));

    /// <inheritdoc/>
    public void Dispose()
    {
        metrics.Dispose();
        epochs?.Dispose();
    }

    private Dictionary<string, string> Metadata(VowelResult result, double strength) => new()
    {
        ["experiment"] = "vowels",
        ["method"] = result.Method,
        ["seed"] = Text(result.Seed),
        ["device"] = Text(result.Device),
        ["epochs"] = Text(options.Epochs),
        ["data"] = options.Data is null ? "synthetic" : "hillenbrand",
        ["split"] = options.Data is null ? "synthetic" : options.Split,
        ["learningRate"] = Text(VowelMethods.LearningRateOf(result.Method)),
        ["strength"] = Text(strength),
        ["noise"] = Text(options.Noise),
        ["steps"] = Text(options.Steps),
        ["deviceAccuracyPercent"] = Text(100 * result.DeviceAccuracy),
        ["version"] = RunInfo.ProgramVersion,
    };

    private static string NameOf(VowelResult result) => $"{result.Method}-seed{result.Seed}" + (result.Device is { } device ? $"-device{device}" : "");

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string Snake(Purpose purpose) => purpose == Purpose.FitTwin ? "fit_twin" : purpose.ToString().ToLowerInvariant();
}
