using System.Globalization;
using Pat.Experiments.Data;

namespace Pat.Experiments.Reporting;

/// <summary>A table of a run folder.</summary>
internal sealed class RunTable
{
    private const string Advice = "The folder is damaged or was not written by pat: make it anew, or take the table away.";

    private readonly string path;

    private RunTable(string path, IReadOnlyList<string> columns) => (this.path, Columns) = (path, columns);

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Its rows.</summary>
    public IReadOnlyList<RunRow> Rows { get; private init; } = [];

    /// <summary>Reads a table.</summary>
    /// <exception cref="DataException">It is not a table with as many fields in each line as there are columns.</exception>
    public static RunTable Read(string path)
    {
        var (records, openQuote) = CsvReader.Read(RunFiles.Text(path));
        if (openQuote is { } open)
            throw new DataException("Run table", $"{path} line {open}", "a quote that is closed again", "the end of the file", Advice);
        if (records.Count == 0)
            throw new DataException("Run table", path, "a line with the names of the columns", "an empty file", Advice);
        var table = new RunTable(path, records[0].Fields);
        foreach (var (line, fields) in records)
        {
            if (fields.Length != table.Columns.Count)
                throw new DataException("Run table", $"{path} line {line}", $"{table.Columns.Count} fields, one for each column", $"{fields.Length}", Advice);
        }
        return new(path, table.Columns) { Rows = [.. records.Skip(1).Select(record => new RunRow(table, record.Line, record.Fields))] };
    }

    /// <summary>Whether it has a column.</summary>
    public bool Has(string column) => Columns.Contains(column);

    /// <summary>The place of a column.</summary>
    /// <exception cref="DataException">There is none of that name.</exception>
    public int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == column)
                return i;
        }
        throw new DataException("Run table", path, $"a column {column}", string.Join(", ", Columns), Advice);
    }

    /// <summary>That a field is not what it has to be.</summary>
    public DataException Unusable(int line, string column, string expected, string got) =>
        new("Run table", $"{path} line {line} column {column}", expected, $"\"{got}\"", Advice);
}

/// <summary>A row of a table of a run folder.</summary>
/// <param name="Table">The table.</param>
/// <param name="Line">Its line in the file.</param>
/// <param name="Fields">Its fields, in the order of the columns.</param>
internal sealed record RunRow(RunTable Table, int Line, IReadOnlyList<string> Fields)
{
    /// <summary>A field as it stands there.</summary>
    public string this[string column] => Fields[Table.IndexOf(column)];

    /// <summary>A number; null where the field is empty.</summary>
    public double? Number(string column) => this[column] switch
    {
        "" => null,
        var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw Table.Unusable(Line, column, "a number or nothing", text),
    };

    /// <summary>A number that has to be there.</summary>
    public double Value(string column) => Number(column) ?? throw Table.Unusable(Line, column, "a number", "");

    /// <summary>A whole number; null where the field is empty.</summary>
    public long? Whole(string column) => this[column] switch
    {
        "" => null,
        var text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw Table.Unusable(Line, column, "a whole number or nothing", text),
    };
}
