using Pat.Experiments.Data;
using Pat.Experiments.Reporting;
using Pat.Experiments.Reporting.Sections;
using Pat.Experiments.Tests.CommandLine;

namespace Pat.Experiments.Tests.Reporting;

public sealed class RunDataTests : InFolder
{
    [Fact]
    public void A_folder_of_ours_gives_its_tables()
    {
        var run = RunData.Open(ExampleFolder.Write(Out));
        Assert.Equal(["ideal", "pat", "block-pat", "in-silico"], run.Methods);
        Assert.Equal(run.Methods, run.Confusions.Select(pair => pair.Method));
        Assert.Equal("run vowels", run.Info.Command);
        Assert.Null(run.Table("none.csv"));
        Assert.Equal(3, run.Table("metrics.csv")!.Rows[0].Whole("device") + run.Table("data.csv")!.Rows[1].Value("seed"));
        Assert.Equal(["pat", "other"], run.InOrder(["other", "pat"]));
    }

    [Theory]
    [InlineData("seed,description\n1,images of mnist\n2,images of mnist\n", "images of mnist.")]
    [InlineData("seed,description\n1,drawn of seed 1\n2,drawn of seed 2\n", "drawn of seed 1. Every seed has its own; see the table.")]
    [InlineData("seed,split,description\n1,talker,vowels\n2,talker,vowels\n", "vowels. Every seed has its own; see the table.")]
    [InlineData("seed,split,description\n1,talker,vowels\n", "vowels.")]
    public void The_data_in_words_says_whether_seeds_differ(string table, string expected)
    {
        var path = Path.Combine(Root, "data.csv");
        File.WriteAllText(path, table);
        Assert.Equal(expected, WhatWasRun.DataText(RunTable.Read(path)));
    }

    [Fact]
    public void What_is_no_run_folder_is_refused()
    {
        Refused("nothing of that name", () => RunData.Open(Path.Combine(Root, "none")));
        Refused("with a file run.json, got none", () => RunData.Open(Root));
        File.WriteAllText(Path.Combine(Root, "run.json"), "{ \"command\": 3 }");
        Refused("run.json: expected a JSON document that a pat command wrote", () => RunData.Open(Root));
        File.WriteAllText(Path.Combine(Root, "run.json"), "");
        Refused("run.json: expected a JSON document that a pat command wrote", () => RunData.Open(Root));
        Refused("got a file", () => RunData.Open(Path.Combine(Root, "run.json")));
    }

    [Theory]
    [InlineData("method,loss\npat,1\nideal\n", "metrics.csv line 3: expected 2 fields, one for each column, got 1.")]
    [InlineData("method,loss\n\"pat,1\n", "metrics.csv line 2: expected a quote that is closed again")]
    [InlineData("", "metrics.csv: expected a line with the names of the columns, got an empty file")]
    public void A_damaged_table_is_refused_with_its_line(string text, string problem)
    {
        var run = With(text);
        Refused(problem, () => run.Table("metrics.csv"));
    }

    [Fact]
    public void A_field_that_is_not_what_it_has_to_be_is_named()
    {
        var row = With("seed,loss\n1.5,x\n,\n").Table("metrics.csv")!.Rows;
        Refused("metrics.csv line 2 column loss: expected a number or nothing, got \"x\".", () => row[0].Number("loss"));
        Refused("metrics.csv line 2 column seed: expected a whole number or nothing, got \"1.5\".", () => row[0].Whole("seed"));
        Refused("metrics.csv line 3 column loss: expected a number, got \"\".", () => row[1].Value("loss"));
        Refused("metrics.csv: expected a column device, got seed, loss.", () => row[0].Number("device"));
        Assert.Null(row[1].Number("loss"));
    }

    [Fact]
    public void A_table_can_be_read_while_it_is_written()
    {
        var folder = Pat.Experiments.Runs.RunFolder.Create(Out);
        folder.WriteRun(Pat.Experiments.Runs.RunInfo.Begin("run vowels", [1], [1], DateTimeOffset.UnixEpoch));
        using var table = folder.OpenTable("metrics.csv", "method", "seed");
        table.Append("pat", 1);
        Assert.Single(RunData.Open(Out).Table("metrics.csv")!.Rows);
    }

    [Fact]
    public void Characters_that_no_page_can_show_become_question_marks() => Assert.Equal("a?b😀?c", RunFiles.Clean("a\u0001b😀\0c"));

    private RunData With(string metrics)
    {
        var path = ExampleFolder.Write(Out);
        File.WriteAllText(Path.Combine(path, "metrics.csv"), metrics);
        return RunData.Open(path);
    }

    private static void Refused(string part, Func<object?> read) => Assert.Contains(part, Assert.Throws<DataException>(read).Message);
}
