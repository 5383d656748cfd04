using System.Text;

namespace Pat.Experiments.Reporting;

/// <summary>Reads tables as RFC 4180 has them: commas, quotes where needed, doubled quotes inside, any line ends.</summary>
internal static class CsvReader
{
    /// <summary>The records of a text, each with the line it begins on.</summary>
    /// <returns>The records, and the line on which a quote is opened and never closed, or null.</returns>
    public static (IReadOnlyList<(int Line, string[] Fields)> Records, int? OpenQuote) Read(string text)
    {
        var records = new List<(int, string[])>();
        var (place, line) = (0, 1);
        while (place < text.Length)
        {
            var first = line;
            var fields = new List<string>();
            do
            {
                if (Field(text, ref place, ref line) is not { } field)
                    return (records, first);
                fields.Add(field);
            }
            while (Skip(text, ref place, ','));
            SkipLineEnd(text, ref place, ref line);
            if (fields is not [""])
                records.Add((first, [.. fields]));
        }
        return (records, null);
    }

    // A field up to its comma or line end; null where a quote stays open.
    private static string? Field(string text, ref int place, ref int line)
    {
        var field = new StringBuilder();
        while (place < text.Length && text[place] is not (',' or '\r' or '\n'))
        {
            if (!Skip(text, ref place, '"'))
                field.Append(text[place++]);
            else if (!Quoted(text, ref place, ref line, field))
                return null;
        }
        return field.ToString();
    }

    private static bool Quoted(string text, ref int place, ref int line, StringBuilder field)
    {
        for (; place < text.Length; place++)
        {
            if (text[place] == '\n')
                line++;
            if (text[place] != '"')
                field.Append(text[place]);
            else if (place + 1 < text.Length && text[place + 1] == '"')
                field.Append(text[++place]);
            else
                return Skip(text, ref place, '"');
        }
        return false;
    }

    private static void SkipLineEnd(string text, ref int place, ref int line)
    {
        Skip(text, ref place, '\r');
        Skip(text, ref place, '\n');
        line++;
    }

    private static bool Skip(string text, ref int place, char letter)
    {
        if (place >= text.Length || text[place] != letter)
            return false;
        place++;
        return true;
    }
}
