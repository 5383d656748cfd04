using System.Text;
using Pat.Experiments.Data;

namespace Pat.Experiments.Reporting;

/// <summary>Reads files of a run folder, also while the run still writes them.</summary>
internal static class RunFiles
{
    /// <summary>The text of a file, with a question mark for each character that no page can show.</summary>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public static string Text(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            return Clean(reader.ReadToEnd());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException("Run folder", path, "a file that can be read", e.Message, "Check the folder and its permissions.");
        }
    }

    /// <summary>The text with a question mark for each character that XML does not allow.</summary>
    public static string Clean(string text)
    {
        if (!text.Any(letter => char.IsSurrogate(letter) || !System.Xml.XmlConvert.IsXmlChar(letter)))
            return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(rune.IsBmp && !System.Xml.XmlConvert.IsXmlChar((char)rune.Value) ? "?" : rune.ToString());
        return clean.ToString();
    }
}
