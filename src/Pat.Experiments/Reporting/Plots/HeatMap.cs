using System.Xml.Linq;

namespace Pat.Experiments.Reporting.Plots;

/// <summary>A confusion matrix: shade and number of a cell are its share of its row.</summary>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Counts">Counts, [actual][predicted].</param>
internal sealed record HeatMap(IReadOnlyList<string> Classes, IReadOnlyList<IReadOnlyList<double>> Counts) : IPlot
{
    private const double MostCell = 46;
    private const double MostNames = 90;

    // Smaller cells have no room for a number.
    private const double LeastForText = 20;

    /// <inheritdoc/>
    public bool HasMarks => Counts.Any(row => row.Sum() > 0);

    /// <inheritdoc/>
    public string Description => "Rows are actual classes, columns predicted ones, in percent of the row. " + string.Join(" ", Classes.Select(Words));

    /// <inheritdoc/>
    public Numbers Numbers => new(
        ["actual\\predicted", .. Classes], [.. Classes.Select((name, i) => (IReadOnlyList<object?>)[name, .. Counts[i].Cast<object?>()])]);

    /// <inheritdoc/>
    public XElement Draw(string id, string title)
    {
        var canvas = new Canvas();
        var names = Math.Min(MostNames, Classes.Max(Canvas.WidthOf));
        var (left, top) = (names + 30, 42.0);
        var cell = Math.Min(MostCell, (Canvas.Width - left - 2) / Classes.Count);
        var size = cell * Classes.Count;
        canvas.Text(left + size / 2, 14, "predicted", Anchor.Middle, Palette.Muted);
        canvas.Text(14, top + size / 2, "actual", Anchor.Middle, Palette.Muted, turn: -90);
        for (var i = 0; i < Classes.Count; i++)
        {
            canvas.Text(left + (i + 0.5) * cell, top - 8, Canvas.Fit(Classes[i], cell + 2), Anchor.Middle, title: Classes[i]);
            canvas.Text(left - 6, top + (i + 0.5) * cell + 4, Canvas.Fit(Classes[i], names + 2), Anchor.End, title: Classes[i]);
            for (var j = 0; j < Classes.Count; j++)
                DrawCell(canvas, i, j, left + j * cell, top + i * cell, cell);
        }
        return canvas.Finish(id, top + size + 6, title, Description);
    }

    private void DrawCell(Canvas canvas, int actual, int predicted, double x, double y, double cell)
    {
        var share = ShareOf(actual, predicted);
        var (fill, text) = Palette.Shade(double.IsFinite(share) ? share : 0);
        canvas.Box(x, y, cell, cell, fill, $"{Classes[actual]} taken for {Classes[predicted]}: {Figures.Count(Counts[actual][predicted])} of {Figures.Count(Counts[actual].Sum())}", Palette.Grid);
        if (cell >= LeastForText && share > 0)
            canvas.Text(x + cell / 2, y + cell / 2 + 4, share < 0.01 ? "<1" : Figures.Fixed(100 * share, 0), Anchor.Middle, text, size: cell < 30 ? 10 : Canvas.Letters);
    }

    // Not a number for a class without examples.
    private double ShareOf(int actual, int predicted) => Counts[actual][predicted] / Counts[actual].Sum();

    private string Words(string name, int actual)
    {
        var order = Enumerable.Range(0, Classes.Count).Where(predicted => predicted != actual).MaxBy(predicted => Counts[actual][predicted]);
        return Counts[actual].Sum() == 0 ? $"{name}: no examples."
            : $"{name}: {Figures.Fixed(100 * ShareOf(actual, actual), 1)} % right"
            + (Counts[actual][order] == 0 ? "." : $", most often taken for {Classes[order]} ({Figures.Fixed(100 * ShareOf(actual, order), 1)} %).");
    }
}
