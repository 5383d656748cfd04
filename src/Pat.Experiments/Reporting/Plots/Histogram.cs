using System.Xml.Linq;

namespace Pat.Experiments.Reporting.Plots;

/// <summary>How many values lie in each of some equal steps, one outline for each group.</summary>
/// <param name="Value">Name and unit of the values.</param>
/// <param name="Counted">What is counted, for example "devices".</param>
/// <param name="Samples">The groups.</param>
internal sealed record Histogram((string Name, string Unit) Value, string Counted, IReadOnlyList<Sample> Samples) : IPlot
{
    private const double AreaHeight = 170;
    private const int Steps = 16;

    /// <inheritdoc/>
    public bool HasMarks => Samples.Any(sample => sample.Values.Any(double.IsFinite));

    /// <inheritdoc/>
    public string Description => $"Number of {Counted} over {Value.Name}. " + string.Join(" ", Samples.Select(sample =>
        $"{sample.Name}: most, {Figures.Count(CountsOf(sample).Max())}, from {Figures.Text(Edges[CountsOf(sample).ToList().IndexOf(CountsOf(sample).Max())])} {Value.Unit}."));

    /// <inheritdoc/>
    public Numbers Numbers => new(
        ["group", $"from ({Value.Unit})", $"below ({Value.Unit})", Counted],
        [.. Samples.SelectMany(sample => CountsOf(sample).Select((count, i) => (IReadOnlyList<object?>)[sample.Name, Edges[i], Edges[i + 1], count]))]);

    private double[] Edges => Axis.Around("", "", Samples.SelectMany(sample => sample.Values), Steps).Ticks.Select(tick => tick.Value).ToArray();

    /// <inheritdoc/>
    public XElement Draw(string id, string title)
    {
        var canvas = new Canvas();
        var top = Legend.Draw(canvas, [.. Samples.Select(sample => (sample.Name, sample.Look))]);
        var edges = Edges;
        var most = Samples.Max(sample => CountsOf(sample).Max());
        var frame = new Frame(canvas, Axis.Around(Value.Name, Value.Unit, edges), Axis.Around($"number of {Counted}", "", [0, most], (int)Math.Clamp(most, 1, 5)), top, AreaHeight);
        foreach (var sample in Samples)
        {
            var counts = CountsOf(sample);
            var (first, last) = (Array.FindIndex(counts, count => count > 0), Array.FindLastIndex(counts, count => count > 0));
            if (first < 0)
                continue;
            List<(double, double)> outline = [(frame.X(edges[first]), frame.Y(0))];
            for (var i = first; i <= last; i++)
                outline.AddRange([(frame.X(edges[i]), frame.Y(counts[i])), (frame.X(edges[i + 1]), frame.Y(counts[i]))]);
            outline.Add((frame.X(edges[last + 1]), frame.Y(0)));
            canvas.Area(outline, sample.Look.Colour, 0.14, mark: false);
            canvas.Path(outline.Select(point => ((double, double)?)point), sample.Look);
        }
        return canvas.Finish(id, frame.Height, title, Description);
    }

    // The last step holds its upper end too.
    private double[] CountsOf(Sample sample)
    {
        var edges = Edges;
        var counts = new double[edges.Length - 1];
        foreach (var value in sample.Values.Where(double.IsFinite))
            counts[Math.Clamp((int)Math.Floor((value - edges[0]) / (edges[1] - edges[0]) + 1e-9), 0, counts.Length - 1)]++;
        return counts;
    }
}
