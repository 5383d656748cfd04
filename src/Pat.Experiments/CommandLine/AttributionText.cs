using System.Globalization;
using Pat.Core.Diagnostics;
using Pat.Experiments.Attribution;
using Spectre.Console;
using static Pat.Experiments.CommandLine.ComparisonSentences;

namespace Pat.Experiments.CommandLine;

/// <summary>What imperfections cost, as a table and in words.</summary>
internal static class AttributionText
{
    /// <summary>The name of a mode in files.</summary>
    public static string NameOf(AttributionMode mode) => mode == AttributionMode.LeaveOneOut ? "leave-one-out" : "alone";

    /// <summary>A measurement as a line for standard error.</summary>
    public static string LineOf(AttributionRow row, int done, int all) => string.Create(CultureInfo.InvariantCulture,
        $"[{done}/{all}] seed {row.Seed}, device {row.Device}, {(row.Mode == AttributionMode.Alone ? $"{row.Term} alone" : $"without {row.Term}")}: "
        + $"{100 * row.Accuracy:F1} %, {Signed(row.CostPoints)} points");

    /// <summary>The departures, dearest first.</summary>
    public static Table Table(IReadOnlyList<AttributionSummary> terms)
    {
        var table = Report.Table("imperfection", "group", "gained without it, points", "lost by it alone, points");
        foreach (var term in terms)
            table.AddRow(term.Term, term.Group, Points(term.LeftOut), Points(term.Alone));
        return table;
    }

    /// <summary>What the numbers show.</summary>
    /// <param name="terms">The departures, dearest first.</param>
    /// <param name="withAll">Accuracy on the device with all of them, in percent.</param>
    /// <param name="withNone">Accuracy on the device with none.</param>
    public static IEnumerable<string> Sentences(IReadOnlyList<AttributionSummary> terms, MeanEstimate? withAll, MeanEstimate? withNone)
    {
        if (withAll is not { } all || withNone is not { } none || terms.Count == 0)
            yield break;
        yield return $"Accuracy with all imperfections: {all.ToText("F1")} %; with none: {none.ToText("F1")} %.";
        if (terms.Count < 2)
            yield break;
        var (leftOut, alone) = (Dearest(terms, AttributionMode.LeaveOneOut), Dearest(terms, AttributionMode.Alone));
        if (leftOut.Select(term => term.Term).ToHashSet().SetEquals(alone.Select(term => term.Term)))
        {
            yield return $"The two that matter most, both ways: {Names(leftOut, term => $"{Interval(term.LeftOut)} without it, {Interval(term.Alone)} lost by it alone")}.";
        }
        else
        {
            yield return $"The two that matter most when all others are there: {Names(leftOut, term => $"{Interval(term.LeftOut)} without it")}.";
            yield return $"The two that matter most on their own: {Names(alone, term => $"{Interval(term.Alone)} lost by it alone")}.";
        }
        if (all.Count > 1 && terms.All(term => term.LeftOut.Low <= 0 && term.Alone.Low <= 0))
            yield return "No single cost is certain: every interval includes 0 or lies below. More seeds or devices (--seeds, --device-seeds, --crossed) make them narrower.";
        var (gains, losses) = (terms.Sum(term => term.LeftOut.Mean), terms.Sum(term => term.Alone.Mean));
        yield return $"All together cost {Signed(none.Mean - all.Mean)} points; the gains without each add up to {Signed(gains)}, the losses by each alone to {Signed(losses)}: "
            + "what is missing or left over is what they do together.";
    }

    /// <summary>What the columns mean.</summary>
    public static string Note(HardwareWork work, bool retrain) =>
        $"Points of accuracy on the device, {work.TestExamples}; nothing is chosen by them. "
        + (work.Options.Runs().Count == 1 ? "One run, so no interval. " : "Mean and 95 % interval (Student's t) of the paired differences over runs (a seed on a device). ")
        + (work.Options.Crossed ? "Runs that share a seed or a device are taken as independent. " : "")
        + "Gained without it: all other imperfections are there. Lost by it alone: against a device with none of them. "
        + "The devices of a run have the same errors, noise draws and test examples but for what is left out, so an imperfection of no effect gives exactly 0. "
        + (retrain
            ? "The network is trained anew on each device, so this is what an imperfection costs a method that adapts."
            : "The network is the same on all of them. A network that was trained on the device can depend on its imperfections: then less is not better.");

    private static AttributionSummary[] Dearest(IReadOnlyList<AttributionSummary> terms, AttributionMode mode) => [.. terms.OrderByDescending(term => term[mode].Mean).Take(2)];

    private static string Names(AttributionSummary[] two, Func<AttributionSummary, string> cost) => string.Join(" and ", two.Select(term => $"{term.Term} ({cost(term)})"));

    private static string Points(MeanEstimate points) => Signed(points.Mean) + (points is { Low: { } low, High: { } high } ? $" ({Signed(low)} to {Signed(high)})" : "");

    // "+43.0 points (+21.5 to +64.4)", and whether that may be nothing.
    private static string Interval(MeanEstimate points) =>
        $"{Signed(points.Mean)} points{(points is { Low: { } low, High: { } high } ? $" [{Signed(low)} to {Signed(high)}{(low <= 0 && high >= 0 ? ", includes 0" : "")}]" : "")}";
}
