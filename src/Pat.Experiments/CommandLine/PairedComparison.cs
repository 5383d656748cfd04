using System.Globalization;
using Pat.Core.Diagnostics;
using Pat.Core.Randomness;
using Pat.Experiments.Comparison;
using static Pat.Experiments.CommandLine.ComparisonSentences;

namespace Pat.Experiments.CommandLine;

/// <summary>Two methods on the same test examples: runs are paired by seed and, where both have one, by device; examples by their number.</summary>
/// <param name="First">A method.</param>
/// <param name="Second">The one that is subtracted.</param>
/// <param name="Runs">How many pairs of runs there are.</param>
/// <param name="Difference">Of the accuracies in the table, in points, with its interval over seeds.</param>
/// <param name="Bootstrap">Of the first pass over the test examples: the difference, in [−1, 1], and its interval over runs and examples.</param>
/// <param name="McNemar">Of the first pass, all runs together, as if their examples were independent.</param>
internal sealed record PairedComparison(string First, string Second, int Runs, MeanEstimate Difference, PairedBootstrap Bootstrap, McNemarTest McNemar)
{
    private const double LeastShown = 1e-4;

    /// <summary>Physics-aware training against every other method, and ideal training against training in silico.</summary>
    public static IReadOnlyList<PairedComparison> Of(IReadOnlyList<MethodSummary> rows)
    {
        var pairs = rows.Row("pat") is { } pat ? rows.Where(row => row != pat).Select(row => Of(pat, row)).ToList() : [];
        if (rows.Row("ideal") is { } ideal && rows.Row("in-silico") is { } inSilico)
            pairs.Add(Of(ideal, inSilico));
        return [.. pairs.OfType<PairedComparison>()];
    }

    /// <summary>PAT against training in silico in a line; null where there is no such pair.</summary>
    public static string? Sentence(IReadOnlyList<PairedComparison> pairs) => pairs.FirstOrDefault(pair => pair is { First: "pat", Second: "in-silico" }) is not { } pair
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"PAT against in-silico training, test examples one by one: {pair.McNemar.OnlyFirst:N0} only PAT has right, {pair.McNemar.OnlySecond:N0} only in-silico (McNemar p {P(pair.McNemar.PValue)}{(pair.Runs > 1 ? ", all runs pooled" : "")}); 95 % bootstrap interval of the difference {Signed(100 * pair.Bootstrap.Low)} to {Signed(100 * pair.Bootstrap.High)} points.");

    private static PairedComparison? Of(MethodSummary first, MethodSummary second)
    {
        sbyte[][] runs =
        [
            .. from mine in first.Results
               from its in second.Results
               where mine.Seed == its.Seed && (mine.Device is null || its.Device is null || mine.Device == its.Device)
               where mine.Labels.Count > 0 && mine.Labels.SequenceEqual(its.Labels)
               select Differences(mine, its),
        ];
        if (runs.Length == 0)
            return null;
        var noise = Noise.FromSeed(0).Split("paired bootstrap").Split(first.Method).Split(second.Method);
        return new(
            first.Method, second.Method, runs.Length, first.Above(second), PairedBootstrap.Of(runs, noise),
            McNemarTest.Of(runs.Sum(run => run.LongCount(d => d > 0)), runs.Sum(run => run.LongCount(d => d < 0))));
    }

    private static sbyte[] Differences(MethodResult first, MethodResult second) =>
        [.. first.Labels.Select((label, i) => (sbyte)((first.Predictions[i] == label ? 1 : 0) - (second.Predictions[i] == label ? 1 : 0)))];

    private static string P(double value) => value < LeastShown
        ? FormattableString.Invariant($"< {LeastShown:0.0###}")
        : value.ToString("0.0###", CultureInfo.InvariantCulture);
}
