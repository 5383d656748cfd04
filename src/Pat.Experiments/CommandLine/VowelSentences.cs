using System.Globalization;
using Pat.Experiments.Comparison;
using Pat.Experiments.Vowels;
using static Pat.Experiments.CommandLine.ComparisonSentences;

namespace Pat.Experiments.CommandLine;

/// <summary>Says in words what the numbers of the vowel experiment show.</summary>
internal static class VowelSentences
{
    /// <summary>A Manley-Rowe violation above which the device's numbers are doubtful.</summary>
    public const double WorstViolation = VowelSteps.ToleranceInUse;

    public static IEnumerable<string> Of(IReadOnlyList<MethodSummary> rows) =>
    [
        .. ComparisonSentences.OfPat(rows),
        .. rows.Row("pat") is { } pat ? Rivals(pat, [.. rows.Where(row => row.Method is not ("pat" or "ideal" or "in-silico"))]) : [],
    ];

    // What is cheaper than PAT and no worse on average is said; so is that nothing is.
    private static IEnumerable<string> Rivals(MethodSummary pat, IReadOnlyList<MethodSummary> rivals)
    {
        string Name(MethodSummary row) => $"{row.Method} ({Percent(row.DeviceAccuracy.Mean)}, {row.DeviceRuns.ToString("N0", CultureInfo.InvariantCulture)} device runs)";
        var above = rivals.Where(row => row.DeviceAccuracy.Mean >= pat.DeviceAccuracy.Mean).ToArray();
        var (physical, digital) = (above.Where(row => row.IsPhysical).ToArray(), above.Where(row => !row.IsPhysical).ToArray());
        if (physical.Length > 0)
            yield return $"At or above PAT on the device: {string.Join(", ", physical.Select(Name))}; PAT took {pat.DeviceRuns.ToString("N0", CultureInfo.InvariantCulture)}.";
        if (digital.Length > 0)
            yield return $"At or above PAT without any device: {string.Join(", ", digital.Select(row => $"{row.Method} ({Percent(row.DeviceAccuracy.Mean)})"))}.{(pat.DeviceAccuracy.Low is null ? "" : " This task does not need a physical network.")}";
        if (rivals.Count > 0 && above.Length == 0)
            yield return $"PAT is above {string.Join(", ", rivals.Select(row => row.Method))}.";
    }

    /// <summary>Warnings of the runs, one for each method that has any.</summary>
    public static IEnumerable<string> Warnings(IReadOnlyList<MethodResult> results)
    {
        foreach (var method in results.GroupBy(result => result.Method))
        {
            var violated = method.Where(result => result.WorstViolation > WorstViolation).ToArray();
            if (violated.Length > 0)
                yield return string.Create(CultureInfo.InvariantCulture, $"{method.Key}: {Several(violated.Length, method.Count())} violated the Manley-Rowe relation by more than {WorstViolation} (worst {violated.Max(result => result.WorstViolation):G2}): too few split steps for its programs, its accuracies are doubtful. Repeat it with more --steps.");
            if (GradientWarning(method) is { } warning)
                yield return warning;
        }
    }
}
