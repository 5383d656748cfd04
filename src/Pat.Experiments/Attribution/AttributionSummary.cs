using Pat.Core.Diagnostics;

namespace Pat.Experiments.Attribution;

/// <summary>What one departure costs over all runs.</summary>
/// <param name="Term">The departure.</param>
/// <param name="Group">"gap", "noise" or "added".</param>
/// <param name="LeftOut">What accuracy gains without it, in points: mean of the paired differences over seeds and devices, with its interval.</param>
/// <param name="Alone">What accuracy loses by it alone, in points.</param>
public sealed record AttributionSummary(string Term, string Group, MeanEstimate LeftOut, MeanEstimate Alone)
{
    /// <summary>The cost from one side.</summary>
    public MeanEstimate this[AttributionMode mode] => mode == AttributionMode.LeaveOneOut ? LeftOut : Alone;

    /// <summary>The departures that were measured from both sides, dearest first: by what accuracy gains without them, then by what it loses by them alone.</summary>
    public static IReadOnlyList<AttributionSummary> Of(IReadOnlyList<AttributionRow> rows) =>
    [
        .. rows.GroupBy(row => (row.Term, row.Group))
            .Where(term => term.Select(row => row.Mode).Distinct().Count() == 2)
            .Select(term => new AttributionSummary(term.Key.Term, term.Key.Group, Over(term, AttributionMode.LeaveOneOut), Over(term, AttributionMode.Alone)))
            .OrderByDescending(term => term.LeftOut.Mean).ThenByDescending(term => term.Alone.Mean),
    ];

    /// <summary>Accuracy with all departures, or with none, in percent, over seeds and devices; null before it is measured.</summary>
    public static MeanEstimate? Reference(IReadOnlyList<AttributionRow> rows, AttributionMode mode)
    {
        double[] references = [.. Ordered(rows.Where(row => row.Mode == mode)).DistinctBy(row => (row.Seed, row.Device)).Select(row => 100 * row.Reference)];
        return references.Length == 0 ? null : MeanEstimate.Of(references);
    }

    private static MeanEstimate Over(IEnumerable<AttributionRow> rows, AttributionMode mode) =>
        MeanEstimate.Of([.. Ordered(rows.Where(row => row.Mode == mode)).Select(row => row.CostPoints)]);

    // Sums depend on their order, and the order in which rows come in on the threads.
    private static IEnumerable<AttributionRow> Ordered(IEnumerable<AttributionRow> rows) => rows.OrderBy(row => row.Seed).ThenBy(row => row.Device);
}
