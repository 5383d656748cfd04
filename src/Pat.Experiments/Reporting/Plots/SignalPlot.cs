using System.Xml.Linq;

namespace Pat.Experiments.Reporting.Plots;

/// <summary>Signals over the same places, drawn as lines; of long ones the lowest and the highest value of each pixel.</summary>
/// <param name="X">Name and unit of the places.</param>
/// <param name="Y">Name and unit of the values.</param>
/// <param name="Start">The first place.</param>
/// <param name="Period">Distance of places.</param>
/// <param name="Signals">Names, looks and values; all of the same length.</param>
internal sealed record SignalPlot(
    (string Name, string Unit) X, (string Name, string Unit) Y, double Start, double Period, IReadOnlyList<(string Name, Look Look, IReadOnlyList<float> Values)> Signals) : IPlot
{
    // Lines closer than this lie on each other.
    private const double UnitsOfAPoint = 1.2;

    /// <summary>Its width.</summary>
    public double Width { get; init; } = Canvas.Width;

    /// <inheritdoc/>
    public bool HasMarks => Line.HasMarks;

    /// <inheritdoc/>
    public string Description => Line.Description;

    /// <inheritdoc/>
    public Numbers Numbers => new(
        [Titled(X), .. Signals.Select(signal => Titled((signal.Name, Y.Unit)))],
        [.. Enumerable.Range(0, Length).Select(i => (IReadOnlyList<object?>)[PlaceOf(i), .. Signals.Select(signal => (object)signal.Values[i])])]);

    private int Length => Signals.Count == 0 ? 0 : Signals[0].Values.Count;

    private XyPlot Line => new(X, Y, [.. Signals.Select(signal => new XySeries(signal.Name, signal.Look, Thinned(signal.Values)) { Marks = Signals.Count > 1 })]) { Width = Width };

    /// <inheritdoc/>
    public XElement Draw(string id, string title) => Line.Draw(id, title);

    private static string Titled((string Name, string Unit) axis) => axis.Unit == "" ? axis.Name : $"{axis.Name} ({axis.Unit})";

    private double PlaceOf(int i) => Start + i * Period;

    // In the order in which they come, so that the line goes where the signal goes.
    private XyPoint[] Thinned(IReadOnlyList<float> values)
    {
        var together = (int)Math.Ceiling(2 * values.Count * UnitsOfAPoint / Width);
        if (together <= 2)
            return [.. values.Select((value, i) => new XyPoint(PlaceOf(i), value))];
        var points = new List<XyPoint>();
        for (var first = 0; first < values.Count; first += together)
        {
            int[] all = [.. Enumerable.Range(first, Math.Min(together, values.Count - first))];
            int[] ends = [all.MinBy(i => values[i]), all.MaxBy(i => values[i])];
            if (first == 0 || first + together >= values.Count)
                ends = [.. ends, first == 0 ? 0 : values.Count - 1]; // so that the axis ends where the signal ends
            points.AddRange(ends.Distinct().Order().Select(i => new XyPoint(PlaceOf(i), values[i])));
        }
        return [.. points];
    }
}
