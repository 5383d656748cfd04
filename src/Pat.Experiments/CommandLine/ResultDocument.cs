using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
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

    /// <summary>A method as one element of "rows".</summary>
    /// <param name="row">The method.</param>
    /// <param name="lowest">Whether the lowest single run is told.</param>
    public static object Row(MethodSummary row, bool lowest = false) => new RowDocument(
        row.Method, Estimate(row.DeviceAccuracy), lowest ? row.Lowest : null, Estimate(row.TwinAccuracy), row.DeviceRuns, row.Seconds, row.EvaluationRuns,
        row.GradientCosine, row.Results[0].LearningRate, row.Results.Count);

    public static object Estimate(MeanEstimate estimate) => new { estimate.Mean, estimate.Low, estimate.High };

    // Accuracies in percent, runs and seconds for one network.
    private sealed record RowDocument(
        string Method, object DeviceAccuracy, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? LowestDeviceAccuracy,
        object TwinAccuracy, long DeviceRuns, double Seconds, long EvaluationRuns, double? GradientCosine, double LearningRate, int Runs);
}
