using System.Text.Encodings.Web;
using System.Text.Json;
using Pat.Core.Diagnostics;

namespace Pat.Experiments.CommandLine;

/// <summary>What --json prints.</summary>
internal static class ResultDocument
{
    private static readonly JsonSerializerOptions format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a terminal or a parser reads this, no web page
    };

    public static string Text(object document) => JsonSerializer.Serialize(document, format);

    /// <summary>A method as one element of "rows": accuracies in percent, runs and seconds for one network.</summary>
    public static object Row(MethodSummary row) => new
    {
        row.Method,
        DeviceAccuracy = Estimate(row.DeviceAccuracy),
        TwinAccuracy = Estimate(row.TwinAccuracy),
        row.DeviceRuns,
        row.Seconds,
        row.EvaluationRuns,
        row.GradientCosine,
        LearningRate = row.Results[0].LearningRate,
        Runs = row.Results.Count,
    };

    public static object Estimate(MeanEstimate estimate) => new { estimate.Mean, estimate.Low, estimate.High };
}
