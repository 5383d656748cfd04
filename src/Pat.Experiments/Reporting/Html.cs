using System.Text;
using System.Xml.Linq;
using Pat.Experiments.Reporting.Plots;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Reporting;

/// <summary>Elements of the page. Texts are escaped by the writer of the document.</summary>
internal static class Html
{
    /// <summary>An element.</summary>
    public static XElement Of(string name, string? style, params object?[] content) =>
        new(name, style is null ? null : new XAttribute("class", style), content);

    /// <summary>A link that saves numbers as a CSV file; the numbers are in the link.</summary>
    public static XElement CsvLink(string file, Numbers numbers)
    {
        var text = new StringBuilder();
        foreach (var row in numbers.Rows.Prepend(numbers.Columns))
            text.Append(CsvFile.LineOf([.. row])).Append('\n');
        return new("a", new XAttribute("class", "csv"), new XAttribute("download", file + ".csv"),
            new XAttribute("href", "data:text/csv;charset=utf-8;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(text.ToString()))), "CSV");
    }

    /// <summary>Names and values in two columns; without those that have no value.</summary>
    public static XElement Pairs(params IEnumerable<(string Name, object? Value)> pairs) => Of("dl", "pairs",
        pairs.Where(pair => pair.Value is not (null or "")).SelectMany(pair => new[] { Of("dt", null, pair.Name), Of("dd", null, pair.Value) }).ToArray());
}
