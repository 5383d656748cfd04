using System.Globalization;

namespace Pat.Experiments.Runs;

/// <summary>A table that grows row by row. Each row is on its way to the disk when <see cref="Append"/> returns, so an interrupted run keeps it.</summary>
/// <remarks>
/// RFC 4180 with line feeds. Numbers are written so that they read back to the same bits; null is an empty field; NaN stands as NaN.
/// Rows may be appended from several threads.
/// </remarks>
public sealed class CsvFile : IDisposable
{
    private readonly Lock gate = new();
    private readonly string path;
    private readonly int columns;
    private readonly StreamWriter writer;

    internal CsvFile(string path, string[] columns)
    {
        this.path = path;
        this.columns = columns.Length;
        // Others may read the table while it grows.
        writer = new StreamWriter(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read)) { NewLine = "\n", AutoFlush = true };
        writer.WriteLine(LineOf(columns));
    }

    /// <summary>Appends a row.</summary>
    /// <param name="values">One value for each column: numbers, texts, or null where there is none.</param>
    /// <exception cref="ArgumentException">The number of values is not the number of columns.</exception>
    /// <exception cref="Data.DataException">The row cannot be written.</exception>
    public void Append(params object?[] values)
    {
        if (values.Length != columns)
            throw new ArgumentException($"{Path.GetFileName(path)}: expected {columns} values, got {values.Length}.", nameof(values));
        var line = LineOf(values);
        lock (gate)
            RunFolder.Guard(path, () => writer.WriteLine(line));
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => RunFolder.Guard(path, writer.Dispose);

    /// <summary>A row as it stands in the file, without its end.</summary>
    internal static string LineOf(object?[] values) => string.Join(',', values.Select(FieldOf));

    private static string FieldOf(object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
    }
}
