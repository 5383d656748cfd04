using System.Xml.Linq;
using Pat.Experiments.Reporting.Plots;

namespace Pat.Experiments.Reporting;

/// <summary>A cell: what is shown, and the value that is downloaded.</summary>
internal readonly record struct Cell(string Text, object? Value)
{
    public static implicit operator Cell(string text) => new(text, text);
}

/// <summary>A column: its heading, its name in the file, and whether it holds numbers.</summary>
internal readonly record struct Column(string Heading, string Name, bool IsNumber = true)
{
    /// <summary>A column of texts.</summary>
    public static Column Text(string heading) => new(heading, heading, false);
}

/// <summary>A table of the page, whose numbers can be downloaded.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Columns">Its columns.</param>
internal sealed record PageTable(string Title, params IReadOnlyList<Column> Columns)
{
    // Longer texts are broken into lines.
    private const int LongText = 36;

    private readonly List<IReadOnlyList<Cell>> rows = [];

    /// <summary>Number of rows.</summary>
    public int Count => rows.Count;

    /// <summary>Adds a row with a cell for each column.</summary>
    public void Add(params IReadOnlyList<Cell> cells) => rows.Add(cells);

    /// <summary>The table, in a box in which it can be scrolled.</summary>
    /// <param name="file">Name of the file to be downloaded, without ending.</param>
    public XElement Element(string file) => Html.Of("figure", "table",
        Html.Of("figcaption", null, Html.Of("strong", null, Title), " ", Html.CsvLink(file, new([.. Columns.Select(column => column.Name)], [.. rows.Select(row => row.Select(cell => cell.Value).ToArray())]))),
        Html.Of("div", "scroll", new XAttribute("tabindex", "0"), new XAttribute("role", "region"), new XAttribute("aria-label", Title), Html.Of("table", null,
            Html.Of("thead", null, Html.Of("tr", null, Columns.Select(column => Named(Html.Of("th", StyleOf(column), column.Heading), "scope", "col")).ToArray())),
            Html.Of("tbody", null, rows.Select(row => Html.Of("tr", null, row.Zip(Columns, ElementOf).ToArray())).ToArray()))));

    private static XElement ElementOf(Cell cell, Column column) => Html.Of("td", cell.Text.Length > LongText && !column.IsNumber ? "long" : StyleOf(column), cell.Text);

    private static string? StyleOf(Column column) => column.IsNumber ? "number" : null;

    private static XElement Named(XElement element, string attribute, string value)
    {
        element.SetAttributeValue(attribute, value);
        return element;
    }
}
