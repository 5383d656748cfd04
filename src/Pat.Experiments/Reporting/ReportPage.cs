using System.Text;
using System.Xml;
using System.Xml.Linq;
using Pat.Experiments.Data;
using Pat.Experiments.Reporting.Sections;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Reporting;

/// <summary>report.html: one page that needs nothing else, made from run folders.</summary>
internal static class ReportPage
{
    /// <summary>Its name in a run folder.</summary>
    public const string FileName = "report.html";

    private static readonly string[] withoutEnd = ["meta", "link"];

    /// <summary>Makes the page of one folder, or of several side by side.</summary>
    /// <exception cref="DataException">A folder is none of ours, or damaged.</exception>
    public static string Of(params IReadOnlyList<RunData> runs)
    {
        var state = new PageState([.. runs.SelectMany(run => run.Methods).Distinct()]);
        var names = NamesOf(runs);
        List<(string Id, string Title, XElement Element)> sections = [];
        if (runs.Count > 1)
            Take("across", "Folders compared", [.. Filled("across", section => AcrossFolders.Add(section, runs, names))]);
        foreach (var (id, heading, add) in ReportSections.All)
        {
            XElement[][] parts = [.. runs.Select(run => Filled(id, section => add(section, run)).ToArray())];
            if (runs.Count == 1)
                Take(id, heading, parts[0]);
            else if (parts.Any(part => part.Length > 0))
                Take(id, heading, [Html.Of("div", "side", parts.Select((part, i) => Html.Of("div", "folder", Html.Of("h3", null, names[i]), part.Length > 0 ? part : Html.Of("p", "note", "Not in this folder."))).ToArray())]);
        }
        var title = runs.Count == 1 ? $"pat {runs[0].Info.Command}: {runs[0].Name}" : $"Report of {runs.Count} folders";
        return Page(title, Lead(runs), sections, state.Plots);

        IReadOnlyList<XElement> Filled(string id, Action<Section> fill)
        {
            var section = new Section(id, state);
            fill(section);
            return section.Blocks;
        }

        void Take(string id, string name, XElement[] blocks)
        {
            if (blocks.Length > 0)
                sections.Add((id, name, new("section", new XAttribute("id", id), Html.Of("h2", null, name), blocks)));
        }
    }

    /// <summary>A page in the form of all reports.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="lead">What stands under the title.</param>
    /// <param name="sections">Its sections.</param>
    /// <param name="plots">How many plots there are.</param>
    public static string Page(string title, XElement lead, IReadOnlyList<(string Id, string Title, XElement Element)> sections, int plots) => Text(Document(title, lead, sections, plots));

    /// <summary>Writes report.html into a run folder. What goes wrong is told and not thrown: the folder is complete without it.</summary>
    /// <returns>What went wrong, in one line; null if it is written.</returns>
    public static string? TryWrite(string folder)
    {
        try
        {
            Write(Path.Combine(folder, FileName), Of(RunData.Open(folder)));
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return $"{FileName} is not written: {e.Message.ReplaceLineEndings(" ")}";
        }
    }

    /// <summary>Writes a page.</summary>
    /// <exception cref="DataException">It cannot be written there.</exception>
    public static void Write(string path, string page) => RunFolder.WriteWhole(path, page);

    // Folders of the same name are numbered. Where they are is left out: pages are passed on.
    private static string[] NamesOf(IReadOnlyList<RunData> runs) =>
        [.. runs.Select((run, i) => runs.Count(other => other.Name == run.Name) == 1 ? run.Name : $"{i + 1}: {run.Name}")];

    private static XElement Lead(IReadOnlyList<RunData> runs) => Html.Of("p", "lead",
        runs.Count == 1 ? WhatWasRun.Sentence(runs[0]) : $"Runs side by side: {string.Join(", ", runs.Select(run => run.Name))}.");

    private static XElement Document(string title, XElement lead, IReadOnlyList<(string Id, string Title, XElement Element)> sections, int plots) =>
        new("html", new XAttribute("lang", "en"),
            new XElement("head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                // So that no browser asks a server for one.
                new XElement("link", new XAttribute("rel", "icon"), new XAttribute("href", "data:,")),
                new XElement("title", title),
                new XElement("style", PageStyle.Sheet)),
            new XElement("body", new XAttribute("data-plots", plots),
                Html.Of("header", null, Html.Of("h1", null, title), lead,
                    new XElement("nav", new XAttribute("aria-label", "Sections"), Html.Of("ul", null, sections.Select(section => Html.Of("li", null, new XElement("a", new XAttribute("href", "#" + section.Id), section.Title))).ToArray()))),
                Html.Of("main", null, sections.Select(section => section.Element).ToArray()),
                Html.Of("footer", null, $"Made by pat {RunInfo.ProgramVersion}. The page holds its numbers and needs no network.")));

    private static string Text(XElement document)
    {
        foreach (var text in document.DescendantNodes().OfType<XText>())
            text.Value = RunFiles.Clean(text.Value);
        foreach (var attribute in document.DescendantsAndSelf().Attributes())
            attribute.Value = RunFiles.Clean(attribute.Value);
        // HTML wants end tags also where there is nothing between.
        foreach (var element in document.Descendants().Where(element => element.IsEmpty && element.Name.Namespace == XNamespace.None && !withoutEnd.Contains(element.Name.LocalName)))
            element.Value = "";
        var page = new StringBuilder("<!DOCTYPE html>\n");
        using (var writer = XmlWriter.Create(page, new XmlWriterSettings { OmitXmlDeclaration = true }))
            document.Save(writer);
        return page.ToString();
    }
}
