namespace Pat.Benchmarks;

/// <summary>What a claim measured.</summary>
/// <param name="Ratio">Speed of the subject over speed of the baseline; null if it could not be measured here.</param>
/// <param name="Note">Shown after the verdict: the speeds behind the ratio, or why there is none.</param>
/// <param name="Invalid">Whether the measurement contradicts itself; it then fails whatever the ratio.</param>
internal readonly record struct Measurement(double? Ratio, string Note, bool Invalid = false)
{
    public static Measurement Skipped(string reason) => new(null, reason);

    public string Verdict(double? required) =>
        Invalid ? "FAIL"
        : Ratio is null ? "skipped"
        : required is null ? "-"
        : Ratio >= required ? "ok" : "FAIL";
}
