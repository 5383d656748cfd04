using System.Xml.Linq;
using Pat.Experiments.Reporting.Sections;
using Pat.Experiments.Speech;

namespace Pat.Experiments.Reporting;

/// <summary>The page of one word: its sound, its way through device and twin, and the word that comes out.</summary>
public static class WordPage
{
    private static readonly (string Id, string Title, Action<Section, WordOnDevice> Add)[] sections =
    [
        ("answer", "Which word it is", WordAnswer.Add),
        ("sound", "The sound", WordSound.Add),
        ("device", "The way through the device", WordWay.Add),
        ("network", "The network", WordNetwork.Add),
    ];

    /// <summary>Writes report.html.</summary>
    /// <param name="folder">The folder, which is made where it is missing; a report in it is replaced.</param>
    /// <param name="word">The word.</param>
    /// <returns>The path of the page.</returns>
    /// <exception cref="Data.DataException">It cannot be written there.</exception>
    public static string Write(string folder, WordOnDevice word)
    {
        var path = Path.Combine(Path.GetFullPath(folder), ReportPage.FileName);
        Runs.RunFolder.Guard(path, () => Directory.CreateDirectory(Path.GetDirectoryName(path)!));
        ReportPage.Write(path, Of(word));
        return path;
    }

    /// <summary>Makes the page.</summary>
    internal static string Of(WordOnDevice word)
    {
        var state = new PageState([]);
        List<(string, string, XElement)> all = [];
        foreach (var (id, title, add) in sections)
        {
            var section = new Section(id, state);
            add(section, word);
            all.Add((id, title, new("section", new XAttribute("id", id), Html.Of("h2", null, title), section.Blocks)));
        }
        return ReportPage.Page($"One word through a device: {word.Name}", Html.Of("p", "lead", WordAnswer.Sentence(word)), all, state.Plots);
    }
}
