using System.Globalization;
using Pat.Core.Tensors;
using Pat.Experiments.Vowels;

namespace Pat.Experiments.CommandLine;

/// <summary>What stands below the table of the vowel experiment.</summary>
internal static class VowelTable
{
    /// <summary>What the columns mean.</summary>
    public static string Note(VowelOptions options, IReadOnlyList<MethodSummary> rows)
    {
        return $"Accuracies: {ComparisonTable.Interval(options)}. On the device: {VowelRecipe.TestRepeats} passes of the test rows. "
            + "On its twin: what the model that the method trains with predicts for the same network (PAT and ideal training do not use it to choose anything). "
            + "Cosine: of the method's gradient with the device's own, all programs, at the trained parameters, without noise. "
            + "Device runs: rows through one layer once, to train and calibrate one network; measuring its accuracy is not counted"
            + $" ({rows.Where(row => row.IsPhysical).Select(row => row.EvaluationRuns).DefaultIfEmpty().Max().ToString("N0", CultureInfo.InvariantCulture)} more). "
            + $"An interval that passes 100 % comes from few, unequal seeds. Seconds: on this machine, {ComparisonText.Count(Workers.Threads, "run")} at a time.";
    }
}
