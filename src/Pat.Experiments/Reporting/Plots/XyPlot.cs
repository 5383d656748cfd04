using System.Xml.Linq;

namespace Pat.Experiments.Reporting.Plots;

/// <summary>A point with the ends of its interval, if it has one.</summary>
internal readonly record struct XyPoint(double X, double? Y, double? Low = null, double? High = null);

/// <summary>Points of one series.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Look">How it is drawn.</param>
/// <param name="Points">Its points, in order.</param>
internal sealed record XySeries(string Name, Look Look, IReadOnlyList<XyPoint> Points)
{
    /// <summary>Whether points are joined.</summary>
    public bool Line { get; init; } = true;

    /// <summary>Whether points have a shape.</summary>
    public bool Marks { get; init; } = true;

    /// <summary>Whether intervals are a band; otherwise they are bars.</summary>
    public bool Band { get; init; }
}

/// <summary>A line or points over two axes.</summary>
/// <param name="X">Name and unit of the horizontal axis.</param>
/// <param name="Y">Name and unit of the vertical axis.</param>
/// <param name="Series">The series.</param>
internal sealed record XyPlot((string Name, string Unit) X, (string Name, string Unit) Y, IReadOnlyList<XySeries> Series) : IPlot
{
    private const double AreaHeight = 200;

    // More points than these are a line; shapes would hide it.
    private const int MostMarks = 30;

    // A range of values wider than this is shown by factors.
    private const double WideRange = 50;

    private const string DashOfReference = "3 3";

    /// <summary>Names along the horizontal axis in place of numbers, at 1, 2, 3 and so on.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>A level to be marked, and what it is.</summary>
    public (double Level, string Name)? Reference { get; init; }

    /// <summary>Whether a line marks where both coordinates are equal.</summary>
    public bool Diagonal { get; init; }

    /// <summary>Whether the vertical axis may go by factors, where the values range widely.</summary>
    public bool MayBeLogarithmic { get; init; }

    /// <summary>What the values can be; intervals that go beyond are cut there.</summary>
    public (double Low, double High) Limits { get; init; } = (double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Its width.</summary>
    public double Width { get; init; } = Canvas.Width;

    /// <summary>What stands in the first column of the numbers.</summary>
    public string SeriesColumn { get; init; } = "series";

    /// <inheritdoc/>
    public bool HasMarks => Series.Any(series => series.Points.Any(point => point.Y is { } y && double.IsFinite(y) && double.IsFinite(point.X)));

    /// <inheritdoc/>
    public string Description => $"{Y.Name} over {X.Name}. " + string.Join(" ", Series.Select(Words));

    /// <inheritdoc/>
    public Numbers Numbers => new(
        [SeriesColumn, Title(X), Title(Y), "low", "high"],
        [.. Series.SelectMany(series => series.Points.Select(point => (IReadOnlyList<object?>)
            [series.Name, Names is null ? point.X : Names[(int)point.X - 1], point.Y, point.Low, point.High]))]);

    /// <inheritdoc/>
    public XElement Draw(string id, string title)
    {
        var canvas = new Canvas(Width);
        var top = Legend.Draw(canvas,
        [
            .. Series.Select(series => (series.Name, series.Look)),
            .. Reference is { } level ? [(level.Name, new Look(Palette.Ink, DashOfReference, Marker.None))] : Array.Empty<(string, Look)>(),
        ]);
        var frame = new Frame(canvas, HorizontalAxis(), VerticalAxis(), top, AreaHeight, Names?.Select((name, i) => (i + 1.0, name)).ToArray());
        if (Reference is { } line)
            canvas.Line(frame.LeftEnd, frame.Y(line.Level), frame.RightEnd, frame.Y(line.Level), Palette.Ink, 1, DashOfReference);
        if (Diagonal)
            DrawDiagonal(canvas, frame);
        foreach (var series in Series)
            DrawIntervals(canvas, frame, series);
        foreach (var series in Series)
            DrawPoints(canvas, frame, series);
        return canvas.Finish(id, frame.Height, title, Description);
    }

    private static string Title((string Name, string Unit) axis) => axis.Unit == "" ? axis.Name : $"{axis.Name} ({axis.Unit})";

    private Axis HorizontalAxis()
    {
        double[] values = [.. Series.SelectMany(series => series.Points.Select(point => point.X))];
        return Names is null ? Diagonal ? Axis.Around(X.Name, X.Unit, values.Concat(AllY())) : Axis.Tight(X.Name, X.Unit, values) : Axis.Between(X.Name, 0.5, Names.Count + 0.5);
    }

    private Axis VerticalAxis()
    {
        double[] values = [.. AllY().Where(double.IsFinite), .. Reference is { } line ? [line.Level] : Array.Empty<double>()];
        return MayBeLogarithmic && values.Length > 0 && values.Min() > 0 && values.Max() / values.Min() > WideRange
            ? Axis.Logarithmic(Y.Name, Y.Unit, values)
            : Axis.Around(Y.Name, Y.Unit, Diagonal ? values.Concat(Series.SelectMany(series => series.Points.Select(point => point.X))) : values);
    }

    private IEnumerable<double> AllY() => Series.SelectMany(series => series.Points.SelectMany(point => new[] { point.Y, Cut(point.Low), Cut(point.High) })).OfType<double>();

    private double? Cut(double? value) => value is { } known ? Math.Clamp(known, Limits.Low, Limits.High) : null;

    private void DrawIntervals(Canvas canvas, Frame frame, XySeries series)
    {
        XyPoint[] points = [.. series.Points.Where(point => IsFinite(point) && point.Low is { } low && point.High is { } high && double.IsFinite(low) && double.IsFinite(high))];
        if (series.Band && points.Length > 1)
        {
            canvas.Area([.. points.Select(point => (frame.X(point.X), frame.Y(Cut(point.High)!.Value))), .. points.Reverse().Select(point => (frame.X(point.X), frame.Y(Cut(point.Low)!.Value)))], series.Look.Colour, 0.16);
            return;
        }
        foreach (var point in points)
            canvas.Line(frame.X(Shifted(series, point)), frame.Y(Cut(point.Low)!.Value), frame.X(Shifted(series, point)), frame.Y(Cut(point.High)!.Value), series.Look.Colour, 1.6);
    }

    private void DrawPoints(Canvas canvas, Frame frame, XySeries series)
    {
        if (series.Line)
            canvas.Path(series.Points.Select(point => IsFinite(point) ? (frame.X(Shifted(series, point)), frame.Y(point.Y!.Value)) : ((double, double)?)null), series.Look);
        XyPoint[] points = [.. series.Points.Where(IsFinite)];
        if (!series.Marks || series.Line && points.Length > MostMarks)
        {
            // So that the shape tells the lines apart in print, a few points have it.
            if (series.Marks)
                DrawMarks(canvas, frame, series, points.Where((_, i) => i % (points.Length / 8) == points.Length / 16));
            return;
        }
        DrawMarks(canvas, frame, series, points);
    }

    private void DrawMarks(Canvas canvas, Frame frame, XySeries series, IEnumerable<XyPoint> points)
    {
        foreach (var point in points)
        {
            var where = Names is null ? $"{X.Name} {Figures.Text(point.X)}" : Names[(int)point.X - 1];
            canvas.Point(frame.X(Shifted(series, point)), frame.Y(point.Y!.Value), series.Look, title: $"{series.Name}, {where}: {Figures.Range(point.Y, point.Low, point.High, 3)}".TrimStart(',', ' '));
        }
    }

    // Points over names stand side by side; all others where they are.
    private double Shifted(XySeries series, XyPoint point)
    {
        if (Names is null || series.Line)
            return point.X;
        var place = Series.Index().First(one => ReferenceEquals(one.Item, series)).Index;
        return point.X + 0.5 * ((place + 0.5) / Series.Count - 0.5);
    }

    private void DrawDiagonal(Canvas canvas, Frame frame)
    {
        double[] all = [.. AllY().Concat(Series.SelectMany(series => series.Points.Select(point => point.X))).Where(double.IsFinite)];
        if (all.Length > 0)
            canvas.Line(frame.X(all.Min()), frame.Y(all.Min()), frame.X(all.Max()), frame.Y(all.Max()), Palette.Muted, 1, "4 3");
    }

    private static bool IsFinite(XyPoint point) => point.Y is { } y && double.IsFinite(y) && double.IsFinite(point.X);

    private string Words(XySeries series)
    {
        XyPoint[] points = [.. series.Points.Where(IsFinite)];
        if (points.Length == 0)
            return $"{series.Name}: no values.";
        var name = series.Name == "" ? "" : series.Name + ": ";
        return $"{name}{Figures.Text(points[0].Y)} first, {Figures.Text(points[^1].Y)} last, from {Figures.Text(points.Min(point => point.Y))} to {Figures.Text(points.Max(point => point.Y))}.";
    }
}
