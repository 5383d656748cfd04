using System.Xml.Linq;

namespace Pat.Experiments.Reporting.Plots;

/// <summary>A group of values.</summary>
/// <param name="Name">Its name, which stands above it.</param>
/// <param name="Look">Its colour.</param>
/// <param name="Values">The values.</param>
internal sealed record Sample(string Name, Look Look, IReadOnlyList<double> Values);

/// <summary>How values are distributed: every value as a point, a box from the first to the third quartile, the median, whiskers from the 5th to the 95th percentile.</summary>
/// <param name="Value">Name and unit of the values.</param>
/// <param name="Samples">The groups, from the top.</param>
internal sealed record Distribution((string Name, string Unit) Value, IReadOnlyList<Sample> Samples) : IPlot
{
    private const double RowHeight = 58;
    private const double BoxHeight = 12;
    private const double Left = 16;
    private const double Right = Canvas.Width - 20;

    /// <summary>A threshold to be marked, and what it is.</summary>
    public (double Level, string Name)? Threshold { get; init; }

    /// <inheritdoc/>
    public bool HasMarks => Samples.Any(sample => Finite(sample).Length > 0);

    /// <inheritdoc/>
    public string Description => $"Distribution of {Value.Name}. " + string.Join(" ", Samples.Select(Words));

    /// <inheritdoc/>
    public Numbers Numbers => new(["group", $"{Value.Name} ({Value.Unit})"], [.. Samples.SelectMany(sample => sample.Values.Select(value => (IReadOnlyList<object?>)[sample.Name, value]))]);

    /// <inheritdoc/>
    public XElement Draw(string id, string title)
    {
        var canvas = new Canvas();
        var axis = Axis.Around(Value.Name, Value.Unit, [.. Samples.SelectMany(Finite), .. Threshold is { } line ? [line.Level] : Array.Empty<double>()]);
        double X(double value) => Left + (Right - Left) * axis.Share(value);
        var top = Threshold is null ? 4 : 22;
        var bottom = top + RowHeight * Samples.Count;
        foreach (var (value, label) in axis.Ticks)
        {
            canvas.Line(X(value), top, X(value), bottom, Palette.Grid);
            canvas.Text(X(value), bottom + 16, label, Anchor.Middle, Palette.Muted);
        }
        canvas.Line(Left, bottom, Right, bottom, Palette.Muted);
        canvas.Text((Left + Right) / 2, bottom + 35, axis.Title, Anchor.Middle, Palette.Muted);
        if (Threshold is { } limit)
        {
            canvas.Line(X(limit.Level), top - 4, X(limit.Level), bottom, Palette.Ink, 1, "3 3");
            var name = Canvas.Fit(limit.Name, Canvas.Width - 8);
            var half = Canvas.WidthOf(name) / 2;
            canvas.Text(Math.Clamp(X(limit.Level), half, Canvas.Width - half), 13, name, Anchor.Middle);
        }
        foreach (var (i, sample) in Samples.Index())
            DrawSample(canvas, sample, X, top + RowHeight * i);
        return canvas.Finish(id, bottom + 42, title, Description);
    }

    private static void DrawSample(Canvas canvas, Sample sample, Func<double, double> x, double top)
    {
        var values = Finite(sample);
        canvas.Text(Left + 2, top + 15, Canvas.Fit($"{sample.Name}, {values.Length} values", Right - Left), halo: true);
        if (values.Length == 0)
            return;
        var box = top + 28;
        var (p5, p25, p50, p75, p95) = (Quantile(values, 0.05), Quantile(values, 0.25), Quantile(values, 0.5), Quantile(values, 0.75), Quantile(values, 0.95));
        canvas.Line(x(p5), box, x(p95), box, sample.Look.Colour, 1.6, mark: true);
        canvas.Box(x(p25), box - BoxHeight / 2, x(p75) - x(p25), BoxHeight, sample.Look.Colour, $"{sample.Name}: middle half from {Figures.Text(p25)} to {Figures.Text(p75)}", sample.Look.Colour, 0.3);
        canvas.Line(x(p50), box - BoxHeight / 2 - 2, x(p50), box + BoxHeight / 2 + 2, Palette.Ink, 2.4);
        foreach (var (i, value) in values.Index())
            canvas.Point(x(value), box + BoxHeight / 2 + 7 + 3 * (i % 3), sample.Look with { Marker = Marker.Circle }, 2, Figures.Text(value));
    }

    private static double[] Finite(Sample sample) => [.. sample.Values.Where(double.IsFinite).Order()];

    // Linear between order statistics: definition 7 of Hyndman and Fan, Am. Stat. 50, 361, 1996, doi 10.2307/2684934.
    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)Math.Floor(place);
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }

    private static string Words(Sample sample)
    {
        var values = Finite(sample);
        return values.Length == 0 ? $"{sample.Name}: no values."
            : $"{sample.Name}: {values.Length} values from {Figures.Text(values[0])} to {Figures.Text(values[^1])}, median {Figures.Text(Quantile(values, 0.5))}.";
    }
}
