using System.Xml.Linq;

namespace Pat.Experiments.Reporting.Plots;

/// <summary>A bar.</summary>
/// <param name="Name">Its name, which stands beside it.</param>
/// <param name="Parts">Lengths of its parts, in the order of the plot's parts.</param>
/// <param name="Low">Low end of the interval of its whole length.</param>
/// <param name="High">High end of the interval of its whole length.</param>
/// <param name="Look">Colour of a bar of one part; null for that of the plot.</param>
/// <param name="Note">A word in place of a bar, for example "no effect".</param>
internal sealed record Bar(string Name, IReadOnlyList<double> Parts, double? Low = null, double? High = null, Look? Look = null, string? Note = null)
{
    /// <summary>Its length.</summary>
    public double Whole => Parts.Sum();
}

/// <summary>Horizontal bars, whole or of parts, with intervals.</summary>
/// <param name="Value">Name and unit of what the length is.</param>
/// <param name="Parts">Names of the parts; a single one needs no legend.</param>
/// <param name="Bars">The bars, from the top.</param>
internal sealed record BarPlot((string Name, string Unit) Value, IReadOnlyList<string> Parts, IReadOnlyList<Bar> Bars) : IPlot
{
    private const double OneLine = 24;
    private const double TwoLines = 30;
    private const double BarHeight = 14;
    private const double MostNames = 156;

    // Room for the value behind a bar.
    private const double Room = 52;

    // More digits do not fit into the room.
    private const int MostDecimals = 5;

    /// <summary>What the bars are, for the first column of the numbers.</summary>
    public string NameColumn { get; init; } = "name";

    /// <summary>Values that the axis reaches at least, so that plots can be compared.</summary>
    public IReadOnlyList<double> Reaching { get; init; } = [];

    /// <summary>What the values can be; intervals that go beyond are cut there and end in an arrow.</summary>
    public (double Low, double High) Limits { get; init; } = (double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>What the intervals are; in the legend of the numbers.</summary>
    public string Interval { get; init; } = "95 % interval";

    /// <inheritdoc/>
    public bool HasMarks => Bars.Any(bar => double.IsFinite(bar.Whole));

    /// <inheritdoc/>
    public string Description => $"{Value.Name}{(Value.Unit == "" ? "" : $" in {Value.Unit}")}. " + string.Join("; ", Bars.Select(bar => $"{bar.Name}: {TextOf(bar)}")) + ".";

    /// <inheritdoc/>
    public Numbers Numbers => new(
        [NameColumn, .. Parts.Count == 1 ? [Title] : Parts.Select(part => $"{part}{(Value.Unit == "" ? "" : $" ({Value.Unit})")}"), $"{Interval} low", $"{Interval} high"],
        [.. Bars.Select(bar => (IReadOnlyList<object?>)[bar.Name, .. bar.Parts.Cast<object?>(), bar.Low, bar.High])]);

    private string Title => Value.Unit == "" ? Value.Name : $"{Value.Name} ({Value.Unit})";

    /// <inheritdoc/>
    public XElement Draw(string id, string title)
    {
        var canvas = new Canvas();
        var top = Parts.Count == 1 ? 4 : Legend.Draw(canvas, [.. Parts.Select((part, i) => (part, Palette.Of(i)))], filled: true);
        var axis = Axis.Around(Value.Name, Value.Unit, [0, .. Reaching, .. Bars.SelectMany(Reach)], 5);
        var left = 10 + Math.Min(MostNames, Bars.Max(bar => Canvas.WidthOf(bar.Name)));
        var rowHeight = Bars.Any(bar => Canvas.WidthOf(bar.Name) > left - 8) ? TwoLines : OneLine;
        var decimals = Figures.DecimalsFor(Bars.Select(bar => bar.Whole));
        var (right, bottom) = (Canvas.Width - Room, top + rowHeight * Bars.Count + 4);
        double X(double value) => left + (right - left) * axis.Share(value);
        DrawAxis(canvas, axis, X, top, bottom);
        foreach (var (i, bar) in Bars.Index())
            DrawBar(canvas, bar, X, left, top + rowHeight * (i + 0.5), decimals);
        canvas.Line(X(0), top, X(0), bottom, Palette.Muted);
        return canvas.Finish(id, bottom + 42, title, Description);
    }

    private IEnumerable<double> Reach(Bar bar) => new[] { bar.Whole, Cut(bar.Low ?? 0), Cut(bar.High ?? 0), bar.Parts.Where(part => part > 0).Sum(), bar.Parts.Where(part => part < 0).Sum() };

    private static void DrawAxis(Canvas canvas, Axis axis, Func<double, double> x, double top, double bottom)
    {
        var end = double.NegativeInfinity;
        foreach (var (value, label) in axis.Ticks)
        {
            canvas.Line(x(value), top, x(value), bottom, Palette.Grid);
            var half = Canvas.WidthOf(label) / 2;
            if (x(value) - half < end)
                continue;
            canvas.Text(x(value), bottom + 16, label, Anchor.Middle, Palette.Muted);
            end = x(value) + half + 4;
        }
        canvas.Text(Math.Max((x(axis.Low) + x(axis.High)) / 2, Canvas.WidthOf(axis.Title) / 2), bottom + 35, Canvas.Fit(axis.Title, Canvas.Width), Anchor.Middle, Palette.Muted);
    }

    private void DrawBar(Canvas canvas, Bar bar, Func<double, double> x, double left, double middle, int decimals)
    {
        DrawName(canvas, bar.Name, left - 8, middle);
        if (bar.Note is { } note)
        {
            canvas.Text(x(0) + 6, middle + 4, note, colour: Palette.Muted);
            return;
        }
        if (!double.IsFinite(bar.Whole))
        {
            canvas.Text(x(0) + 6, middle + 4, Figures.Text(bar.Whole), colour: Palette.Muted);
            return;
        }
        var (up, down) = (0.0, 0.0);
        foreach (var (i, part) in bar.Parts.Index())
        {
            ref var from = ref part < 0 ? ref down : ref up;
            var (begin, end) = (x(from), x(from + part));
            canvas.Box(Math.Min(begin, end), middle - BarHeight / 2, Math.Abs(end - begin), BarHeight, (bar.Look ?? Palette.Of(i)).Colour,
                $"{bar.Name}{(Parts.Count == 1 ? "" : $", {Parts[i]}")}: {Figures.Text(part)}", opacity: Parts.Count == 1 ? 0.85 : 1);
            from += part;
        }
        var reach = Math.Max(x(Math.Max(0, bar.Whole)), x(up));
        if (bar is { Low: { } low, High: { } high } && double.IsFinite(low) && double.IsFinite(high))
        {
            DrawInterval(canvas, (x(Cut(low)), low < Limits.Low), (x(Cut(high)), high > Limits.High), middle);
            reach = Math.Max(reach, x(Cut(high)));
        }
        canvas.Text(reach + 6, middle + 4, decimals > MostDecimals ? Figures.Text(bar.Whole, 1) : Figures.Fixed(bar.Whole, decimals), colour: Palette.Muted, size: 11, halo: true);
    }

    // In two lines where one is too short.
    private static void DrawName(Canvas canvas, string name, double right, double middle)
    {
        if (Canvas.WidthOf(name) <= right)
        {
            canvas.Text(right, middle + 4, name, Anchor.End);
            return;
        }
        var (first, second) = Canvas.Halves(name, right);
        canvas.Text(right, middle - 2, first, Anchor.End, title: name, size: 11);
        canvas.Text(right, middle + 10, second, Anchor.End, title: name, size: 11);
    }

    private static void DrawInterval(Canvas canvas, (double X, bool Cut) low, (double X, bool Cut) high, double middle)
    {
        canvas.Line(low.X, middle, high.X, middle, Palette.Ink, 1.4, mark: true);
        DrawEnd(low, 1);
        DrawEnd(high, -1);

        void DrawEnd((double X, bool Cut) end, double inwards)
        {
            var back = end.Cut ? end.X + 5 * inwards : end.X;
            canvas.Line(back, middle - 4, end.X, end.Cut ? middle : middle + 4, Palette.Ink, 1.4);
            if (end.Cut)
                canvas.Line(back, middle + 4, end.X, middle, Palette.Ink, 1.4);
        }
    }

    private double Cut(double value) => Math.Clamp(value, Limits.Low, Limits.High);

    private string TextOf(Bar bar) => bar.Note
        ?? Figures.Text(bar.Whole)
        + (bar.Low is null || bar.High is null ? "" : $" ({Interval} {Figures.Text(bar.Low)} to {Figures.Text(bar.High)})")
        + (Parts.Count == 1 ? "" : $" ({string.Join(", ", Parts.Zip(bar.Parts, (part, value) => $"{part} {Figures.Text(value)}"))})");
}
