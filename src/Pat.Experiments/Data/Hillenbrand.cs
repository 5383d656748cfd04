using System.Globalization;

namespace Pat.Experiments.Data;

/// <summary>
/// Reads the vowel measurements of Hillenbrand, Getty, Clark and Wheeler, J. Acoust. Soc. Am. 97, 3099 (1995), doi 10.1121/1.411872.
/// </summary>
/// <remarks>
/// The file is prose, then one row for each of 1,668 recordings (139 talkers, 12 vowels): a code such as w07iy (man, woman, boy or girl;
/// talker; vowel), duration, fundamental, F1 to F4 at steady state, F1 to F3 at 20 %, 50 % and 80 % of the duration. 0 is "not measurable".
/// </remarks>
public static class Hillenbrand
{
    /// <summary>Where the file lies in a data folder.</summary>
    public const string RelativePath = "hillenbrand/vowdata.dat";

    private const string What = "Vowel file";
    private const string Restore = "Restore the file from its source (data/LICENSES.md names it).";
    private const int Columns = 16;
    private const int DataRows = 1668;

    private static readonly HashSet<string> AllVowels = ["ae", "ah", "aw", "eh", "ei", "er", "ih", "iy", "oa", "oo", "uh", "uw"];
    private static readonly int[] FeatureColumns = [3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    // Columns of the file count from 0 here and from 1 in messages; 0 is the code, 1 the duration, 2 the fundamental, 6 F4.

    /// <summary>The women's rows of the seven vowels with all twelve formants measured, in the order of the file.</summary>
    /// <param name="folder">A data folder; the file is <see cref="RelativePath"/> in it.</param>
    /// <exception cref="DataException">The folder or file is missing, cannot be read, or is damaged.</exception>
    public static IReadOnlyList<VowelRow> Read(string folder)
    {
        var path = Path.Combine(folder, RelativePath);
        if (!Directory.Exists(folder))
            throw new DataException("Data folder", folder, $"a folder that holds {RelativePath}", File.Exists(folder) ? "a file" : "no such folder", "Check --data.");
        if (!File.Exists(path))
            throw new DataException(What, path, "a file", "none", $"Check --data: it names the folder that holds {RelativePath}.");
        try
        {
            using var reader = new StreamReader(path);
            return Read(reader, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException(What, path, "a readable file", e.Message, "Check its permissions.");
        }
    }

    /// <summary>As <see cref="Read(string)"/>, from the text of the file.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="path">The name that messages give to the file.</param>
    public static IReadOnlyList<VowelRow> Read(TextReader reader, string path)
    {
        var rows = new List<VowelRow>();
        var codes = new HashSet<string>();
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 0 || codes.Count == 0 && !LooksLikeCode(fields[0]))
                continue;
            var where = $"{path} line {number}";
            CheckRow(fields, where);
            if (!codes.Add(fields[0]))
                throw new DataException(What, where, "each recording once", $"{fields[0]} a second time", Restore);
            if (RowOf(fields, where) is { } row)
                rows.Add(row);
        }
        if (codes.Count != DataRows)
            throw new DataException(What, path, $"{DataRows:N0} data rows", $"{codes.Count:N0}", Restore);
        return rows;
    }

    private static bool LooksLikeCode(string field) =>
        field.Length == 5 && char.IsAsciiLetter(field[0]) && char.IsAsciiDigit(field[1]) && char.IsAsciiDigit(field[2])
        && char.IsAsciiLetter(field[3]) && char.IsAsciiLetter(field[4]);

    private static void CheckRow(string[] fields, string where)
    {
        var code = fields[0];
        if (!LooksLikeCode(code) || !"mwbg".Contains(code[0]) || !AllVowels.Contains(code[3..]))
            throw new DataException(What, $"{where} column 1", "a code such as w07iy", $"\"{code}\"", Restore);
        if (fields.Length != Columns)
            throw new DataException(What, where, $"{Columns} columns", $"{fields.Length}", Restore);
    }

    // All values are checked, of other talkers too: a damaged file is not used in part. Null is a row that is not of the task.
    private static VowelRow? RowOf(string[] fields, string where)
    {
        var values = new double[Columns];
        for (var column = 1; column < Columns; column++)
        {
            var isNumber = double.TryParse(fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out values[column]);
            if (!isNumber || !double.IsFinite(values[column]) || values[column] < 0)
                throw new DataException(What, $"{where} column {column + 1}", "a finite number of at least 0", $"\"{fields[column]}\"", Restore);
        }
        var label = VowelSet.ClassNames.IndexOf(fields[0][3..]);
        var hertz = Array.ConvertAll(FeatureColumns, column => values[column]);
        if (fields[0][0] != 'w' || label < 0 || hertz.Contains(0))
            return null;
        return new(fields[0][..3], label, hertz) { Voice = new(values[1], values[2], values[6] == 0 ? null : values[6]) };
    }

    private static int IndexOf(this IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
                return i;
        }
        return -1;
    }
}
