using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Experiments.Comparison;
using Pat.Experiments.Runs;

namespace Pat.Experiments.CommandLine;

/// <summary>Tables of a run folder about predictions and costs: each prediction, what the hardware did for each purpose, and how methods compare.</summary>
internal static class StatisticsTables
{
    private static readonly string[] predictions = ["method", "seed", "device", "row", "label", "predicted"];
    private static readonly string[] ledger = ["method", "seed", "device", "purpose", "runs", "programmings", "seconds", "joules"];
    private static readonly string[] pairs =
    [
        "first", "second", "runs", "difference_points", "low", "high", "bootstrap_low", "bootstrap_high", "only_first_right", "only_second_right", "mcnemar_p",
    ];

    private static readonly string[] classes = ["method", "class", "precision", "recall", "f1", "support"];
    private static readonly string[] agreement = ["method", "accuracy_percent", "low", "high", "kappa", "macro_f1"];

    /// <summary>Rows of one training: predictions.csv, of the first pass over the test examples, and ledger.csv, of the purposes that the hardware was used for.</summary>
    public static void Write(IRunTables tables, MethodResult result)
    {
        for (var row = 0; row < result.Predictions.Count; row++)
            tables.Append("predictions.csv", predictions, result.Method, result.Seed, result.Device, row, result.Labels[row], result.Predictions[row]);
        if (result.Ledger is not { } used)
            return;
        foreach (var purpose in Enum.GetValues<Purpose>().Where(purpose => used[purpose].Runs > 0))
        {
            var cost = used[purpose];
            tables.Append("ledger.csv", ledger, result.Method, result.Seed, result.Device, NameOf(purpose), cost.Runs, cost.Programmings, cost.Seconds, cost.Joules);
        }
        if (used.TwinRuns > 0)
            tables.Append("ledger.csv", ledger, result.Method, result.Seed, result.Device, "twin", used.TwinRuns, null, null, null);
    }

    /// <summary>Rows of all methods: pairs.csv, classes.csv and agreement.csv, the latter two over all trainings and passes of a method.</summary>
    public static void Write(IRunTables tables, IReadOnlyList<MethodSummary> rows, IReadOnlyList<PairedComparison> compared, IReadOnlyList<string> classNames)
    {
        foreach (var pair in compared)
        {
            tables.Append(
                "pairs.csv", pairs, pair.First, pair.Second, pair.Runs, pair.Difference.Mean, pair.Difference.Low, pair.Difference.High,
                100 * pair.Bootstrap.Low, 100 * pair.Bootstrap.High, pair.McNemar.OnlyFirst, pair.McNemar.OnlySecond, pair.McNemar.PValue);
        }
        foreach (var row in rows)
            Write(tables, row, classNames);
    }

    private static void Write(IRunTables tables, MethodSummary row, IReadOnlyList<string> classNames)
    {
        var confusion = new ConfusionMatrix(classNames.Count);
        foreach (var result in row.Results)
            confusion.Add(result.Confusion);
        for (var k = 0; k < classNames.Count; k++)
        {
            tables.Append(
                "classes.csv", classes, row.Method, classNames[k], Known(confusion.Precision(k)), Known(confusion.Recall(k)), Known(confusion.F1(k)), confusion.Support(k));
        }
        tables.Append(
            "agreement.csv", agreement, row.Method, row.DeviceAccuracy.Mean, row.DeviceAccuracy.Low, row.DeviceAccuracy.High, Known(confusion.Kappa), Known(confusion.MacroF1));
    }

    private static string NameOf(Purpose purpose) => purpose == Purpose.FitTwin ? "fit-twin" : purpose.ToString().ToLowerInvariant();

    // The precision of a class that was never predicted is unknown.
    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}
