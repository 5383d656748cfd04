using System.Globalization;
using Pat.Experiments.Comparison;
using Spectre.Console;

namespace Pat.Experiments.CommandLine;

/// <summary>The results at one strength.</summary>
/// <param name="Strength">Factor of all departures of the device from its twin.</param>
/// <param name="Rows">The methods that have results.</param>
internal sealed record SweepRows(double Strength, IReadOnlyList<MethodSummary> Rows)
{
    /// <summary>All results at this strength.</summary>
    public IReadOnlyList<MethodResult> Results => [.. Rows.SelectMany(row => row.Results)];
}

/// <summary>The results of a sweep over strengths, as they come in.</summary>
/// <param name="strengths">The strengths.</param>
/// <param name="methods">The methods.</param>
internal sealed class SweepResults(IReadOnlyList<double> strengths, IReadOnlyList<string> methods)
{
    private readonly List<(double Strength, MethodResult Result)> results = [];

    public int Count => results.Count;

    /// <summary>The strengths that have results.</summary>
    public IReadOnlyList<SweepRows> Points =>
    [
        .. strengths.Select(strength => new SweepRows(strength, MethodSummary.Of(methods, [.. results.Where(pair => pair.Strength == strength).Select(pair => pair.Result)])))
            .Where(point => point.Rows.Count > 0),
    ];

    /// <summary>Takes a result, and tells it in a line.</summary>
    /// <param name="strength">Where it belongs.</param>
    /// <param name="result">The result.</param>
    /// <param name="all">How many there will be.</param>
    public string Add(double strength, MethodResult result, int all)
    {
        results.Add((strength, result));
        return string.Create(CultureInfo.InvariantCulture, $"strength {strength}: {ComparisonText.LineOf(result, results.Count, all)}");
    }

    /// <summary>Prints the table: a row for each strength, a column for each method; and what the hardware was used for.</summary>
    /// <param name="report">Where.</param>
    /// <param name="before">A column before the methods.</param>
    /// <param name="after">Columns after the methods.</param>
    public void PrintTable(Report report, (string Heading, Func<SweepRows, string> Cell)? before, params IReadOnlyList<(string Heading, Func<SweepRows, string> Cell)> after)
    {
        (string Heading, Func<SweepRows, string> Cell)[] columns =
        [
            ("strength", point => point.Strength.ToString(CultureInfo.InvariantCulture)),
            .. before is { } one ? [one] : Array.Empty<(string, Func<SweepRows, string>)>(),
            .. methods.Select(method => ($"{method}, %", (Func<SweepRows, string>)(point => point.Rows.Row(method) is { } row ? Report.PlusMinus(row.DeviceAccuracy) : ""))),
            .. after,
        ];
        var table = Report.Table([.. columns.Select(column => column.Heading)]);
        foreach (var point in Points)
            table.AddRow([.. columns.Select(column => column.Cell(point))]);
        if (Points.Count == 0)
            return;
        report.Write(table);
        if (HardwareText.WithRuns(MethodSummary.Of(methods, [.. results.Select(pair => pair.Result)])) is { } cost)
            report.Line(cost);
    }

    /// <summary>Prints the warnings of the runs, with their strength.</summary>
    public void PrintWarnings(Report report, Func<IReadOnlyList<MethodResult>, IEnumerable<string>> warnings)
    {
        foreach (var point in Points)
        {
            foreach (var warning in warnings(point.Results))
                report.Line(string.Create(CultureInfo.InvariantCulture, $"Warning: strength {point.Strength}, {warning}"));
        }
    }
}
