using System.Globalization;

namespace Pat.Experiments.CommandLine;

/// <summary>Says in words where one method leaves another as the strength grows.</summary>
internal static class SweepSentences
{
    /// <summary>Methods whose means are closer than this many points are said to tie.</summary>
    public const double Tie = 5;

    public static IEnumerable<string> Of(IReadOnlyList<SweepRows> points) =>
    [
        .. Falls(points, "in-silico", "In-silico training", "pat", "PAT"),
        .. Falls(points, "pat", "PAT", "ideal", "ideal training"),
        .. Falls(points, "block-pat", "Block PAT", "pat", "PAT"),
    ];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // The first strength, from the smallest, at which a method is more than a tie below the other.
    private static IEnumerable<string> Falls(
        IReadOnlyList<SweepRows> points, string method, string name, string reference, string referenceName)
    {
        (double Strength, double Mean, double Reference)[] pairs =
        [
            .. from point in points
               from mine in point.Rows
               from other in point.Rows
               where mine.Method == method && other.Method == reference
               orderby point.Strength
               select (point.Strength, mine.DeviceAccuracy.Mean, other.DeviceAccuracy.Mean),
        ];
        if (pairs.Length == 0)
            yield break;
        var first = Array.FindIndex(pairs, pair => pair.Mean < pair.Reference - Tie);
        var upTo = first < 0 ? pairs.Length : first;
        var ties = upTo == 0 ? ""
            : Invariant($"{name} is within {Tie} points of {referenceName} {(upTo == 1 ? "at" : "up to")} strength {pairs[upTo - 1].Strength}");
        if (first < 0)
            yield return ties + ".";
        else if (upTo == 0)
            yield return Invariant($"{name} reaches {pairs[0].Mean:F1} % at strength {pairs[0].Strength} already, where {referenceName} reaches {pairs[0].Reference:F1} %.");
        else
            yield return Invariant($"{ties}; at {pairs[first].Strength} it reaches {pairs[first].Mean:F1} %, {referenceName} {pairs[first].Reference:F1} %.");
    }
}
