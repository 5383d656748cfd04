using System.Xml.Linq;

namespace Pat.Experiments.Reporting.Plots;

/// <summary>Values over two axes as shades: a spectrogram, bands over steps.</summary>
/// <param name="X">Name and unit of the horizontal axis.</param>
/// <param name="Y">Name and unit of the vertical axis.</param>
/// <param name="Value">Name and unit of the values.</param>
/// <param name="Columns">The values, [column][row], from the left and from the bottom; all finite.</param>
internal sealed record MapPlot((string Name, string Unit) X, (string Name, string Unit) Y, (string Name, string Unit) Value, IReadOnlyList<IReadOnlyList<float>> Columns) : IPlot
{
    private const double AreaHeight = 200, ScaleWidth = 130, ScaleHeight = 11;

    /// <summary>The middle of the first column and the distance of columns.</summary>
    public required (double First, double Step) AcrossOf { get; init; }

    /// <summary>The middle of the first row and the distance of rows.</summary>
    public required (double First, double Step) UpOf { get; init; }

    /// <summary>What is white and what is darkest; values beyond are drawn as these.</summary>
    public required (double Low, double High) Shades { get; init; }

    /// <summary>Its width.</summary>
    public double Width { get; init; } = Canvas.Width;

    private int Rows => Columns.Count == 0 ? 0 : Columns[0].Count;

    /// <inheritdoc/>
    public bool HasMarks => Rows > 0;

    /// <inheritdoc/>
    public string Description
    {
        get
        {
            var (column, row, value) = Columns.SelectMany((values, i) => values.Select((one, j) => (i, j, one))).MaxBy(cell => cell.one);
            return $"{Value.Name} over {X.Name} and {Y.Name}. Largest, {Figures.Text(value)}{Unit(Value)}, at {Figures.Text(Place(AcrossOf, column))}{Unit(X)} and {Figures.Text(Place(UpOf, row))}{Unit(Y)}.";
        }
    }

    /// <inheritdoc/>
    public Numbers Numbers => new(
        [$"{X.Name}{(X.Unit == "" ? "" : $" ({X.Unit})")} \\ {Y.Name}{(Y.Unit == "" ? "" : $" ({Y.Unit})")}", .. Enumerable.Range(0, Rows).Select(row => Figures.Short(Place(UpOf, row)).Replace(",", "", StringComparison.Ordinal))],
        [.. Columns.Select((values, i) => (IReadOnlyList<object?>)[Place(AcrossOf, i), .. values.Select(value => (object)Math.Round(value, 3))])]);

    /// <inheritdoc/>
    public XElement Draw(string id, string title)
    {
        var canvas = new Canvas(Width);
        DrawScale(canvas);
        var (x, y) = (AxisOf(X, AcrossOf, Columns.Count), AxisOf(Y, UpOf, Rows));
        var frame = new Frame(canvas, x, y, ScaleHeight + 10, AreaHeight);
        canvas.Picture(frame.LeftEnd, frame.Top, frame.RightEnd - frame.LeftEnd, frame.Bottom - frame.Top, Png.Of(Columns.Count, Rows, (column, row) => Shade(Columns[column][Rows - 1 - row])));
        return canvas.Finish(id, frame.Height, title, Description);
    }

    private static double Place((double First, double Step) axis, int i) => axis.First + i * axis.Step;

    private static string Unit((string Name, string Unit) axis) => axis.Unit == "" ? "" : " " + axis.Unit;

    // Cells reach half a step beyond their middles.
    private static Axis AxisOf((string Name, string Unit) name, (double First, double Step) of, int count) =>
        Axis.Tight(name.Name, name.Unit, [of.First - of.Step / 2, of.First + (count - 0.5) * of.Step]);

    private (byte Red, byte Green, byte Blue) Shade(float value)
    {
        var share = Math.Clamp((value - Shades.Low) / (Shades.High - Shades.Low), 0, 1);
        var rgb = Convert.FromHexString(Palette.Shade(share).Fill.AsSpan(1));
        return (rgb[0], rgb[1], rgb[2]);
    }

    private void DrawScale(Canvas canvas)
    {
        const int steps = 32;
        string low = Figures.Short(Shades.Low), high = $"{Figures.Short(Shades.High)} {Value.Name}{(Value.Unit == "" ? "" : $" ({Value.Unit})")}";
        var left = 8 + Canvas.WidthOf(low);
        canvas.Text(2, 13, low, colour: Palette.Muted);
        canvas.Picture(left, 3, ScaleWidth, ScaleHeight, Png.Of(steps, 1, (i, _) => Shade((float)(Shades.Low + (Shades.High - Shades.Low) * i / (steps - 1)))));
        canvas.Box(left, 3, ScaleWidth, ScaleHeight, "none", stroke: Palette.Grid, mark: false);
        canvas.Text(left + ScaleWidth + 6, 13, Canvas.Fit(high, canvas.Extent - left - ScaleWidth - 8), colour: Palette.Muted);
    }
}
