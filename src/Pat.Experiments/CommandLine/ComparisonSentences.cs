using System.Globalization;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.CommandLine;

/// <summary>Says in words what the numbers of any comparison with physics-aware training show.</summary>
internal static class ComparisonSentences
{
    /// <summary>What training in silico believes of itself, PAT against the bound and against training in silico, and how well its gradient is.</summary>
    /// <param name="rows">The methods.</param>
    /// <param name="least">Whether the smallest difference of a single pair is said.</param>
    public static IEnumerable<string> OfPat(IReadOnlyList<MethodSummary> rows, bool least = false)
    {
        if (rows.Row("in-silico") is { } inSilico)
            yield return $"In-silico training: {Percent(inSilico.TwinAccuracy.Mean)} by its own twin's account, {Percent(inSilico.DeviceAccuracy.Mean)} on the device.";
        if (rows.Row("pat") is not { } pat)
            yield break;
        foreach (var (method, name) in new[] { ("ideal", "ideal training"), ("in-silico", "in-silico training") })
        {
            if (rows.Row(method) is { } other)
                yield return $"PAT minus {name}, on the device: {Difference(pat, other, least)}.";
        }
        if (pat.GradientCosine is { } cosine)
            yield return $"After PAT the gradient from the twin has cosine {cosine.ToString("F2", CultureInfo.InvariantCulture)} with the device's own.";
    }

    /// <summary>In which trainings PAT's gradient was more than 90 degrees from the device's; null if in none.</summary>
    /// <param name="beyond">Those trainings, and the epochs.</param>
    /// <param name="results">The results.</param>
    public static string? OfRightAngles(IReadOnlyList<(Training Training, IReadOnlyList<int> Epochs)> beyond, IReadOnlyList<MethodResult> results)
    {
        if (beyond.Count == 0)
            return null;
        var (first, epochs) = beyond.OrderBy(one => one.Training.Seed).ThenBy(one => one.Training.Device).First();
        return $"PAT's gradient, over all layers, was more than 90 degrees from the device's in {Several(beyond.Count, results.Count(result => result.Method == first.Method))}: "
            + $"seed {first.Seed} at epoch{(epochs.Count == 1 ? "" : "s")} {string.Join(", ", epochs)}{(beyond.Count == 1 ? "" : ", ...")} (gradients.csv).";
    }

    /// <summary>The row of a method; null if it has none.</summary>
    public static MethodSummary? Row(this IReadOnlyList<MethodSummary> rows, string method) => rows.FirstOrDefault(row => row.Method == method);

    /// <summary>"+1.2 points (95 % interval over pairs +0.3 to +2.1)".</summary>
    /// <param name="row">A method.</param>
    /// <param name="other">The one that is subtracted.</param>
    /// <param name="least">Whether the smallest difference of a single pair is said.</param>
    public static string Difference(MethodSummary row, MethodSummary other, bool least = false)
    {
        var estimate = row.Above(other);
        var text = $"{Signed(estimate.Mean)} points";
        var interval = estimate is { Low: { } low, High: { } high }
            ? $"95 % interval over pairs {Signed(low)} to {Signed(high)}{(low <= 0 && high >= 0 ? ", which includes 0" : "")}"
            : null;
        var smallest = least && row.LeastAbove(other) is { } difference ? $"smallest {Signed(difference)}" : null;
        return interval is null && smallest is null ? text : $"{text} ({string.Join("; ", new[] { interval, smallest }.OfType<string>())})";
    }

    /// <summary>Gradients that vanish or explode in the runs of a method; null if there are none.</summary>
    public static string? GradientWarning(IGrouping<string, MethodResult> method)
    {
        var warned = method.Where(result => result.Warnings.Count > 0).ToArray();
        return warned.Length == 0
            ? null
            : $"{method.Key}: {Several(warned.Length, method.Count())} had gradients that vanish or explode. First, seed {warned[0].Seed}: {warned[0].Warnings[0]}";
    }

    /// <summary>"the run", "all 3 runs", "2 of 3 runs".</summary>
    public static string Several(int some, int all) => some == all ? (all == 1 ? "the run" : $"all {all} runs") : $"{some} of {all} runs";

    public static string Percent(double value) => value.ToString("F1", CultureInfo.InvariantCulture) + " %";

    public static string Signed(double value) => value.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
}
