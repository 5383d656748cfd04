using System.Globalization;
using Pat.Experiments.Comparison;
using Pat.Experiments.Vowels;

namespace Pat.Experiments.CommandLine;

/// <summary>Says in words what the numbers of the vowel experiment show.</summary>
internal static class VowelSentences
{
    /// <summary>A Manley-Rowe violation above which the device's numbers are doubtful.</summary>
    public const double WorstViolation = VowelSteps.ToleranceInUse;

    public static IEnumerable<string> Of(IReadOnlyList<MethodSummary> rows)
    {
        MethodSummary? Row(string method) => rows.FirstOrDefault(row => row.Method == method);
        if (Row("in-silico") is { } inSilico)
            yield return $"In-silico training: {Percent(inSilico.TwinAccuracy.Mean)} by its own twin's account, {Percent(inSilico.DeviceAccuracy.Mean)} on the device.";
        if (Row("pat") is not { } pat)
            yield break;
        foreach (var (method, name) in new[] { ("ideal", "ideal training"), ("in-silico", "in-silico training") })
        {
            if (Row(method) is { } other)
                yield return $"PAT minus {name}, on the device: {Difference(pat, other)}.";
        }
        if (pat.GradientCosine is { } cosine)
            yield return $"After PAT the gradient from the twin has cosine {cosine.ToString("F2", CultureInfo.InvariantCulture)} with the device's own.";
        foreach (var sentence in Rivals(pat, [.. rows.Where(row => row.Method is not ("pat" or "ideal" or "in-silico"))]))
            yield return sentence;
    }

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
                yield return string.Create(CultureInfo.InvariantCulture, $"{method.Key}: {Runs(violated.Length, method.Count())} violated the Manley-Rowe relation by more than {WorstViolation} (worst {violated.Max(result => result.WorstViolation):G2}): too few split steps for its programs, its accuracies are doubtful. Repeat it with more --steps.");
            var warned = method.Where(result => result.Warnings.Count > 0).ToArray();
            if (warned.Length > 0)
                yield return $"{method.Key}: {Runs(warned.Length, method.Count())} had gradients that vanish or explode. First, seed {warned[0].Seed}: {warned[0].Warnings[0]}";
        }
    }

    private static string Difference(MethodSummary pat, MethodSummary other)
    {
        var estimate = pat.Above(other);
        var text = $"{Signed(estimate.Mean)} points";
        return estimate is { Low: { } low, High: { } high }
            ? $"{text} (95 % interval over pairs {Signed(low)} to {Signed(high)}{(low <= 0 && high >= 0 ? ", which includes 0" : "")})"
            : text;
    }

    private static string Runs(int some, int all) => some == all ? (all == 1 ? "the run" : $"all {all} runs") : $"{some} of {all} runs";

    private static string Percent(double value) => value.ToString("F1", CultureInfo.InvariantCulture) + " %";

    private static string Signed(double value) => value.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
}
