using System.Text;
using System.Xml.Linq;
using Pat.Experiments.Reporting;
using Pat.Experiments.Reporting.Sections;
using Pat.Experiments.Tests.CommandLine;

namespace Pat.Experiments.Tests.Reporting;

public sealed class ReportPageTests : InFolder
{
    private static readonly XNamespace svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_folder_with_every_table_has_every_section()
    {
        var page = PageOf(ExampleFolder.Write(Out));
        Assert.Equal(ReportSections.All.Select(section => section.Id).Where(id => id != "sweep"), page.Descendants("section").Select(section => section.Attribute("id")!.Value));
        Assert.Equal(page.Descendants(svg + "svg").Count(), (int)page.Descendants("body").Single().Attribute("data-plots")!);
        Assert.True(page.Descendants(svg + "svg").Count() > 40);
        Assert.Equal(["sweep"], PageOf(ExampleFolder.Write(Out, 0, 1, 2)).Descendants("section").Select(section => section.Attribute("id")!.Value).Where(id => id is "sweep" or "comparison"));
    }

    [Fact]
    public void Examples_of_PAT_are_shown_first_whichever_training_ended_first()
    {
        var folder = ExampleFolder.Write(Out);
        var samples = Path.Combine(folder, "samples.csv");
        var lines = File.ReadAllLines(samples);
        File.WriteAllLines(samples, [lines[0], .. lines.Skip(1).Select(line => line.Replace("pat,", "in-silico,", StringComparison.Ordinal)), .. lines.Skip(1)]);
        var page = PageOf(folder).ToString();
        Assert.InRange(page.IndexOf("pat, layer 1, example 1", StringComparison.Ordinal), 1, page.IndexOf("in-silico, layer 1, example 1", StringComparison.Ordinal) - 1);
    }

    [Fact]
    public void Each_table_may_be_missing()
    {
        var folder = ExampleFolder.Write(Out);
        var sections = PageOf(folder).Descendants("section").Count();
        foreach (var table in Directory.GetFiles(folder, "*.csv"))
        {
            File.Delete(table);
            var left = PageOf(folder).Descendants("section").Count();
            Assert.InRange(left, 1, sections);
            sections = left;
        }
        Assert.Equal(1, sections);
        File.Delete(Path.Combine(folder, "config.json"));
        PageOf(folder);
    }

    [Fact]
    public void Each_table_may_be_empty_but_for_its_head()
    {
        var folder = ExampleFolder.Write(Out);
        foreach (var table in Directory.GetFiles(folder, "*.csv"))
            File.WriteAllLines(table, File.ReadLines(table).Take(1).ToArray());
        Assert.Equal("run", PageOf(folder).Descendants("section").Single().Attribute("id")!.Value);
    }

    [Fact]
    public void The_page_needs_nothing_else()
    {
        var page = PageOf(ExampleFolder.Write(Out));
        Assert.Empty(page.Descendants("script"));
        Assert.DoesNotContain(Root, page.ToString());
        Assert.All(page.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "href" or "src"), link => Assert.Matches("^(#|data:)", link.Value));
        Assert.DoesNotContain("url(", page.Descendants("style").Single().Value);
        // HTML does not escape in a style sheet what XML does.
        Assert.DoesNotMatch("[<>&]", page.Descendants("style").Single().Value);
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        var files = page.Descendants().Attributes("download").Select(file => file.Value).ToArray();
        Assert.Equal(files.Length, files.Distinct().Count());
    }

    [Fact]
    public void Names_are_texts_and_never_elements()
    {
        var page = PageOf(ExampleFolder.Write(Out));
        Assert.Empty(page.Descendants("b"));
        Assert.Contains(page.Descendants("td"), cell => cell.Value == ExampleFolder.Hostile);
        Assert.Contains(page.Descendants("dd"), value => value.Value == ExampleFolder.Hostile);
        Assert.Contains(page.Descendants("p"), text => text.Value.StartsWith("Without any effect", StringComparison.Ordinal) && text.Value.Contains(ExampleFolder.Hostile, StringComparison.Ordinal));
    }

    [Fact]
    public void Numbers_can_be_saved_beside_every_plot_and_table()
    {
        var page = PageOf(ExampleFolder.Write(Out));
        var links = page.Descendants("a").Where(link => link.Attribute("download") is not null).ToArray();
        Assert.Equal(page.Descendants("figure").Count(), links.Length);
        foreach (var link in links)
        {
            const string Head = "data:text/csv;charset=utf-8;base64,";
            Assert.StartsWith(Head, link.Attribute("href")!.Value);
            var (records, open) = CsvReader.Read(Encoding.UTF8.GetString(Convert.FromBase64String(link.Attribute("href")!.Value[Head.Length..])));
            Assert.Null(open);
            Assert.True(records.Count > 1);
            Assert.All(records, record => Assert.Equal(records[0].Fields.Length, record.Fields.Length));
        }
    }

    [Fact]
    public void The_comparison_is_the_mean_and_its_interval()
    {
        var folder = ExampleFolder.Write(Out);
        File.WriteAllText(Path.Combine(folder, "metrics.csv"), """
            strength,method,seed,device,device_accuracy_percent,twin_accuracy_percent,train_runs,evaluate_runs,calibrate_runs,fit_twin_runs,seconds
            1,pat,1,1,90,50,100,10,5,0,1
            1,pat,1,2,94,50,100,10,5,0,3
            1,pat,2,1,96,50,100,10,5,0,2
            1,pat,3,1,94,,100,10,5,0,2
            """);
        var row = PageOf(folder).Descendants("section").Single(section => section.Attribute("id")!.Value == "comparison").Descendants("tbody").Single().Elements("tr").Single();
        // Seeds 92, 96, 94: mean 94, s = 2, t(2, 97.5 %) = 4.3027, half = 4.3027 * 2 / sqrt(3) = 4.97. A twin that is unknown for one training is unknown.
        Assert.Equal(["pat", "4", "94.0 (89.0 to 99.0)", "–", "–", "105", "10", "–", "2.0"], row.Elements("td").Select(cell => cell.Value).Where((_, i) => i != 8));
    }

    [Theory]
    [InlineData("never", 0.1, 0.2, 0.3)]
    [InlineData("0", -0.1, 0.2, 0.3)]
    [InlineData("0, 20 to the end", -0.1, 0.2, -0.3)]
    [InlineData("0 to 10", -0.1, -0.2, 0.3)]
    [InlineData("0 to the end", -0.1, -0.2, -0.3)]
    public void The_epochs_beyond_90_degrees_are_told(string text, double first, double second, double third) =>
        Assert.Equal(text, GradientAlignment.BeyondNinetyDegrees([(0, first), (10, second), (20, third)]));

    [Fact]
    public void Several_folders_are_compared_on_top()
    {
        var (first, second) = (ExampleFolder.Write(Out), ExampleFolder.Write(Path.Combine(Root, "other")));
        File.WriteAllText(Path.Combine(second, "config.json"), """{ "options": { "methods": ["pat", "in-silico"], "epochs": 7, "added": [{ "id": "dac", "strength": 2 }, { "id": "adc", "strength": 1 }] } }""");
        var page = Parse(ReportPage.Of(RunData.Open(first), RunData.Open(second)));
        var across = page.Descendants("section").First();
        Assert.Equal("across", across.Attribute("id")!.Value);
        Assert.Contains(across.Descendants("tr"), row => row.Elements("td").Select(cell => cell.Value).SequenceEqual(["epochs", "40", "7"]));
        Assert.Contains(across.Descendants("td"), cell => cell.Value == "id dac, strength 2; id adc, strength 1");
        Assert.All(page.Descendants("div").Where(div => div.Attribute("class")?.Value == "side"), side => Assert.Equal(["out", "other"], side.Elements("div").Select(folder => folder.Element("h3")!.Value)));
    }

    [Fact]
    public void A_page_that_cannot_be_made_is_told_and_not_thrown()
    {
        Assert.Null(ReportPage.TryWrite(ExampleFolder.Write(Out)));
        Assert.True(File.Exists(Path.Combine(Out, ReportPage.FileName)));
        File.WriteAllText(Path.Combine(Out, "gap.csv"), "layer\n1\n");
        Assert.Contains("report.html is not written: Run table, ", ReportPage.TryWrite(Out));
    }

    private static XElement PageOf(string folder) => Parse(ReportPage.Of(RunData.Open(folder)));

    private static XElement Parse(string page)
    {
        Assert.StartsWith("<!DOCTYPE html>\n<html", page);
        return XDocument.Parse(page["<!DOCTYPE html>\n".Length..]).Root!;
    }
}
