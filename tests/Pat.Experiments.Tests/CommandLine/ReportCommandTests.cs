using Pat.Experiments.Reporting;
using Pat.Experiments.Tests.Reporting;

namespace Pat.Experiments.Tests.CommandLine;

public sealed class ReportCommandTests : InFolder
{
    [Fact]
    public void One_folder_gets_its_page_inside_it()
    {
        var folder = ExampleFolder.Write(Out);
        var run = PatRun.Of("report", folder);
        var page = Path.Combine(folder, ReportPage.FileName);
        Assert.Equal((0, $"The report is in {page}\n", ""), (run.Code, run.Output.ReplaceLineEndings("\n"), run.Error));
        Assert.Contains("<h2>What was run</h2>", File.ReadAllText(page));
    }

    [Fact]
    public void Several_folders_get_one_page()
    {
        var (first, second) = (ExampleFolder.Write(Out), ExampleFolder.Write(Out));
        var page = Path.Combine(Root, "both.html");
        Assert.Equal(0, PatRun.Of("report", first, second, "--out", page).Code);
        Assert.Contains("<h2>Folders compared</h2>", File.ReadAllText(page));
        Assert.False(File.Exists(Path.Combine(first, ReportPage.FileName)));
        Assert.Equal(0, PatRun.Of("report", second, first).Code);
        Assert.Contains("<h2>Folders compared</h2>", File.ReadAllText(Path.Combine(second, ReportPage.FileName)));
    }

    [Fact]
    public void What_is_no_run_folder_is_named_in_one_line()
    {
        var run = PatRun.Of("report", Root);
        Assert.Equal((1, ""), (run.Code, run.Output));
        Assert.StartsWith($"pat: Run folder, {Root}: expected a folder that a pat command wrote, with a file run.json, got none.", run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_damaged_table_is_named_in_one_line()
    {
        var folder = ExampleFolder.Write(Out);
        File.AppendAllText(Path.Combine(folder, "epochs.csv"), "pat,1\n");
        var run = PatRun.Of("report", folder);
        Assert.Equal(1, run.Code);
        Assert.Contains("epochs.csv line 482: expected 7 fields, one for each column, got 2.", run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_page_that_cannot_be_written_is_named()
    {
        var folder = ExampleFolder.Write(Out);
        var run = PatRun.Of("report", folder, "--out", Path.Combine(folder, "run.json", "x.html"));
        Assert.Equal(1, run.Code);
        Assert.Contains("expected a place to write to", run.Error);
    }

    [Theory]
    [InlineData("report", "Required argument missing")]
    [InlineData("report --wide x", "--wide")]
    public void A_command_line_that_cannot_be_understood_is_refused(string line, string problem)
    {
        var run = PatRun.Of(line.Split(' '));
        Assert.Equal(2, run.Code);
        Assert.Contains(problem, run.Error);
    }

    [Fact]
    public void Help_says_where_the_page_goes() => Assert.Contains("report.html in the first DIR", PatRun.Of("report", "--help").Output);

    [Fact]
    public void A_run_leaves_its_report()
    {
        var run = PatRun.Of("run", "vowels", "--seeds", "1", "--epochs", "1", "--methods", "pat,in-silico", "--quiet", "--json", "--out", Out);
        Assert.Equal((0, ""), (run.Code, run.Error));
        run.Json();
        Assert.Contains("<h2>Training</h2>", File.ReadAllText(Path.Combine(Out, ReportPage.FileName)));
        Assert.Contains("report.html", File.ReadAllText(Path.Combine(Out, "report.txt")));
    }
}
