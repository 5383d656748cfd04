using System.Globalization;
using System.Text.Json;
using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Experiments.Data;
using Pat.Experiments.Reporting;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Comparison;

/// <summary>A run folder whose trained networks are used again.</summary>
internal sealed class TrainedRun
{
    private const string What = "Run folder";
    private const string Other = "The folder is damaged or of another version of the program: train again.";

    private static readonly JsonSerializerOptions strict = new(RunFolder.Json) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    private readonly RunData folder;

    private TrainedRun(RunData folder) => this.folder = folder;

    /// <summary>The folder.</summary>
    public string FullPath => folder.FullPath;

    /// <summary>What a reader should know: that another version of the program trained the networks. Mostly nothing.</summary>
    public IReadOnlyList<string> Remarks => folder.Info.Version == RunInfo.ProgramVersion
        ? []
        : [$"Version {folder.Info.Version} of the program trained these networks, this is {RunInfo.ProgramVersion}: results can differ from those in the run folder."];

    /// <summary>Opens the folder of a command.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="command">What has to have written it, for example "run spoken-digits".</param>
    /// <exception cref="DataException">It is no run folder, or that of another command.</exception>
    public static TrainedRun Open(string path, string command)
    {
        var run = new TrainedRun(RunData.Open(path));
        return run.folder.Info.Command == command
            ? run
            : throw new DataException(What, run.FullPath, $"a folder of 'pat {command}'", $"one of 'pat {run.folder.Info.Command}'", "Pass the folder of such a run.");
    }

    /// <summary>The configuration, every option of it: one that is missing, or that the program does not know, would change the network silently.</summary>
    /// <exception cref="DataException">It is not what the program would write.</exception>
    public T Options<T>() where T : ComparisonOptions
    {
        var file = Path.Combine(FullPath, "config.json");
        if (folder.Config is not { ValueKind: JsonValueKind.Object } config)
            throw new DataException(What, file, "the options of the run", "none", Other);
        if (config.TryGetProperty("device", out var device))
            throw new DataException(What, file, "a run on devices of device seeds", $"one on a saved device, {device.GetRawText().ReplaceLineEndings(" ")}", "Networks on saved devices cannot be taken from a folder: train again.");
        T options;
        try
        {
            options = config.Deserialize<T>(strict)!;
        }
        catch (JsonException e)
        {
            throw new DataException(What, file, "the options of the run", e.Message, Other);
        }
        var known = JsonSerializer.SerializeToElement(options, strict);
        foreach (var name in known.EnumerateObject().Concat(config.EnumerateObject()).Select(option => option.Name).Distinct())
        {
            var (isKnown, isThere) = (known.TryGetProperty(name, out var own), config.TryGetProperty(name, out var read));
            if (!isKnown || !isThere || !JsonElement.DeepEquals(own, read))
                throw new DataException(What, file, isKnown ? $"an option \"{name}\" as this version of the program writes it" : "options of this version of the program only", isThere ? $"\"{name}\": {read.GetRawText()}" : "none", Other);
        }
        return options.Seeds.Count > 0 && options.Devices.Count > 0 ? options : throw new DataException(What, file, "at least one seed and one device", "none", Other);
    }

    /// <summary>Checks that data are those of the run.</summary>
    /// <param name="seed">Run seed.</param>
    /// <param name="where">Where they are, for messages.</param>
    /// <param name="fingerprint">Their fingerprint.</param>
    /// <exception cref="DataException">They are others, or the run did not write down which they were.</exception>
    public void CheckData(long seed, string where, string fingerprint)
    {
        var row = RowOf(seed);
        if (row["fingerprint"] != fingerprint)
            throw new DataException("Data", where, $"the data of the run folder for seed {seed} ({row["fingerprint"]})", $"others ({fingerprint})", "Choose the folder that the networks were trained with by --data.");
    }

    /// <summary>A training on a device.</summary>
    /// <param name="options">The configuration of the run.</param>
    /// <param name="method">The method.</param>
    /// <param name="seed">Run seed; null for the first that there is.</param>
    /// <param name="device">Device seed; null for the first that there is.</param>
    /// <exception cref="DataException">The run has no such training.</exception>
    public Training Find(ComparisonOptions options, string method, long? seed, long? device)
    {
        if (!options.Methods.Contains(method))
            throw new DataException(What, FullPath, $"one of its methods, {string.Join(", ", options.Methods)}", method, "Choose one of them.");
        var runs = options.Runs().Where(run => run.Seed == (seed ?? run.Seed) && run.Device == (device ?? run.Device)).ToArray();
        return runs is [var first, ..]
            ? new(method, first.Seed, first.Device)
            : throw new DataException(
                What, FullPath, $"one of its runs, {string.Join("; ", options.Runs().Select(run => $"seed {run.Seed} on device {run.Device}"))}",
                string.Join(" on ", new[] { seed is null ? null : $"seed {seed}", device is null ? null : $"device {device}" }.OfType<string>()), "Choose one of them.");
    }

    /// <summary>A table that has to be there.</summary>
    /// <exception cref="DataException">There is none, or it is damaged.</exception>
    public RunTable Table(string file) => folder.Table(file)
        ?? throw new DataException(What, Path.Combine(FullPath, file), "a table with rows", "none", "The folder is incomplete, or an earlier version of the program wrote it: copy it again, or train again.");

    /// <summary>The row of a seed in data.csv.</summary>
    /// <exception cref="DataException">There is none.</exception>
    public RunRow RowOf(long seed) => Table("data.csv").Rows.FirstOrDefault(row => row.Whole("seed") == seed)
        ?? throw new DataException(What, Path.Combine(FullPath, "data.csv"), $"a row of seed {seed}", "none", Other);

    /// <summary>The rows of a training in a table.</summary>
    public IEnumerable<RunRow> Rows(string file, Training training) =>
        Table(file).Rows.Where(row => row["method"] == training.Method && row.Whole("seed") == training.Seed && row.Whole("device") == training.Device);

    /// <summary>What a training gave.</summary>
    /// <param name="training">The training.</param>
    /// <param name="checkpoint">Its network.</param>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="DataException">A table is damaged, or tables contradict each other.</exception>
    public MethodResult Result(Training training, Checkpoint checkpoint, int classes)
    {
        if (Rows("metrics.csv", training).ToArray() is not [var metrics])
            throw new DataException(What, Path.Combine(FullPath, "metrics.csv"), $"one row of {training}", "none or several", Other);
        var (labels, predicted) = (Classes("label"), Classes("predicted"));
        var confusion = ConfusionMatrix.Of(classes, labels, predicted);
        var data = RowOf(training.Seed);
        var tests = data.Whole(data.Table.Columns.FirstOrDefault(column => column.StartsWith("test_", StringComparison.Ordinal)) ?? "test_examples");
        if (labels.Length != tests || !(Math.Abs(100 * confusion.Accuracy - metrics.Value("device_accuracy_percent")) < 1e-9))
        {
            throw new DataException(
                What, Path.Combine(FullPath, "predictions.csv"), FormattableString.Invariant($"{tests} predictions of {training} that are right in {metrics["device_accuracy_percent"]} %, as in metrics.csv"),
                FormattableString.Invariant($"{labels.Length} that are right in {100 * confusion.Accuracy} %"), Other);
        }
        return new(
            training.Method, training.Seed, training.Device, confusion.Accuracy, metrics.Value("twin_accuracy_percent") / 100, metrics.Number("validation_accuracy_percent") / 100,
            metrics.Value("seconds"), confusion, checkpoint.Parameters)
        {
            Apparatuses = checkpoint.Apparatuses,
            GradientCosine = metrics.Number("gradient_cosine"),
            Labels = labels,
            Ledger = LedgerOf(training),
            LearningRate = double.TryParse(checkpoint["learningRate"], CultureInfo.InvariantCulture, out var rate) ? rate : double.NaN,
            Predictions = predicted,
            Warnings = checkpoint["warnings"].Split('\n', StringSplitOptions.RemoveEmptyEntries),
        };

        int[] Classes(string column) => [.. Rows("predictions.csv", training).Select(row => row.Whole(column) is { } k && k >= 0 && k < classes ? (int)k : throw row.Table.Unusable(row.Line, column, $"a class from 0 to {classes - 1}", row[column]))];
    }

    private Ledger LedgerOf(Training training)
    {
        static Purpose PurposeOf(RunRow row) =>
            Enum.TryParse<Purpose>(row["purpose"].Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var purpose) ? purpose : throw row.Table.Unusable(row.Line, "purpose", "a purpose", row["purpose"]);

        var rows = Rows("ledger.csv", training).ToLookup(row => row["purpose"] == "twin");
        return Ledger.Of(
            rows[false].Select(row => (PurposeOf(row), new HardwareCost(row.Whole("runs") ?? 0, row.Whole("programmings") ?? 0, row.Value("seconds"), row.Number("joules")))),
            rows[true].Sum(row => row.Whole("runs") ?? 0));
    }
}
