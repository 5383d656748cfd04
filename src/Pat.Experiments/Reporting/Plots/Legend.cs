namespace Pat.Experiments.Reporting.Plots;

/// <summary>Names of the series above a plot, in as many rows as they need.</summary>
internal static class Legend
{
    private const double RowHeight = 18;
    private const double Sample = 26;
    private const double Gap = 16;

    /// <summary>Draws it.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="entries">Name and look of each series.</param>
    /// <param name="filled">Whether the series are filled areas.</param>
    /// <returns>The height that it took.</returns>
    public static double Draw(Canvas canvas, IReadOnlyList<(string Name, Look Look)> entries, bool filled = false)
    {
        var (x, y) = (2.0, RowHeight - 5);
        foreach (var (name, look) in entries)
        {
            var text = Canvas.Fit(name, canvas.Extent - Sample - 6);
            var width = Sample + Canvas.WidthOf(text);
            if (x > 2 && x + width > canvas.Extent)
                (x, y) = (2, y + RowHeight);
            if (filled)
            {
                canvas.Box(x, y - 10, 18, 11, look.Colour, mark: false);
            }
            else
            {
                canvas.Line(x, y - 4, x + 20, y - 4, look.Colour, 1.8, look.Dash);
                canvas.Point(x + 10, y - 4, look, mark: false);
            }
            canvas.Text(x + Sample, y, text, title: text == name ? null : name);
            x += width + Gap;
        }
        return entries.Count == 0 ? 4 : y + 9;
    }
}
