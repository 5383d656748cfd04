namespace Pat.Experiments.Reporting.Plots;

/// <summary>The area between two axes, with grid, ticks and titles.</summary>
internal sealed class Frame
{
    private const double Below = 42;

    private readonly Axis x;
    private readonly Axis y;
    private readonly double left;
    private readonly double right;
    private readonly double top;
    private readonly double bottom;

    /// <summary>Draws axes and grid.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="top">Where the area begins: below the legend.</param>
    /// <param name="height">Height of the area.</param>
    /// <param name="named">Names along the horizontal axis in place of numbers, with their places.</param>
    public Frame(Canvas canvas, Axis x, Axis y, double top, double height, IReadOnlyList<(double Value, string Label)>? named = null)
    {
        (this.x, this.y) = (x, y);
        // The title of the vertical axis lies above it, where it needs not be turned.
        this.top = top + 22;
        bottom = this.top + height;
        right = canvas.Extent - 14;
        left = 12 + y.Ticks.Max(tick => Canvas.WidthOf(tick.Label));
        canvas.Text(2, top + 12, Canvas.Fit(y.Title, canvas.Extent - 4), colour: Palette.Muted);
        foreach (var (value, label) in y.Ticks)
        {
            canvas.Line(left, Y(value), right, Y(value), Palette.Grid);
            canvas.Text(left - 6, Y(value) + 4, label, Anchor.End, Palette.Muted);
        }
        DrawHorizontal(canvas, named ?? [.. x.Ticks]);
        canvas.Text((left + right) / 2, bottom + 36, Canvas.Fit(x.Title, right - left), Anchor.Middle, Palette.Muted);
    }

    /// <summary>Height of everything down to here.</summary>
    public double Height => bottom + Below;

    /// <summary>Top of the area.</summary>
    public double Top => top;

    /// <summary>Bottom of the area.</summary>
    public double Bottom => bottom;

    /// <summary>Left end of the area.</summary>
    public double LeftEnd => left;

    /// <summary>Right end of the area.</summary>
    public double RightEnd => right;

    /// <summary>Place of a value on the horizontal axis.</summary>
    public double X(double value) => left + (right - left) * x.Share(value);

    /// <summary>Place of a value on the vertical axis.</summary>
    public double Y(double value) => bottom - (bottom - top) * y.Share(value);

    private void DrawHorizontal(Canvas canvas, IReadOnlyList<(double Value, string Label)> ticks)
    {
        canvas.Line(left, bottom, right, bottom, Palette.Muted);
        var end = double.NegativeInfinity;
        foreach (var (value, label) in ticks)
        {
            canvas.Line(X(value), bottom, X(value), bottom + 4, Palette.Muted);
            var half = Canvas.WidthOf(label) / 2;
            var place = Math.Min(X(value), canvas.Extent - half);
            // A label that would lie on the one before it is left out; its tick stays.
            if (place - half < end)
                continue;
            canvas.Text(place, bottom + 18, label, Anchor.Middle, Palette.Muted);
            end = place + half + 5;
        }
    }
}
