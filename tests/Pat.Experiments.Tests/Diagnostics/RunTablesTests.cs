using System.Globalization;
using Pat.Experiments.Tests.CommandLine;
using Pat.Experiments.Tests.Images;

namespace Pat.Experiments.Tests.Diagnostics;

public sealed class RunTablesTests : InFolder
{
    [Fact]
    public void A_run_writes_gaps_of_both_views_at_every_use_whose_parts_add_up()
    {
        RunTiny();
        var rows = Read("gap.csv");
        // Two methods, looks before and after the two epochs, two uses; 16 rows before, and twice as many at the end of the one that runs devices.
        Assert.Equal(2 * 2 * 2 * 2, rows.Count);
        Assert.Equal(["chain", "layer"], rows.Select(row => row["view"]).Distinct().Order());
        Assert.Equal([("0", "16"), ("2", "16"), ("2", "32")], rows.Select(row => (row["epoch"], row["rows"])).Distinct().Order());
        Assert.Equal(["1", "2"], rows.Select(row => row["layer"]).Distinct().Order());
        Assert.All(rows, row => Assert.Equal(Number(row, "total"), Number(row, "trial") + Number(row, "fixed_pattern") + Number(row, "structural"), 1e-15 + 1e-12 * Number(row, "total")));
        // Read noise of 0.01 at each device; 16 to 32 rows of 49 outputs with one degree of freedom: 4 standard errors are 20 %.
        Assert.All(rows.Where(row => row["view"] == "layer"), row => Assert.Equal(1e-4, Number(row, "trial"), 2e-5));
    }

    [Fact]
    public void Ranges_start_where_they_start_and_the_effects_are_those_of_the_device()
    {
        RunTiny();
        var ranges = Read("range.csv");
        Assert.Equal(2 * 2 * 2 * 2, ranges.Count);
        Assert.All(ranges.Where(row => row["epoch"] == "0"), row => Assert.Equal(("0", "0", "0"), (row["below_percent"], row["shift"], row["outside_start_percent"])));
        Assert.All(ranges.Where(row => (row["epoch"], row["what"]) == ("2", "parameters")), row => Assert.InRange(Number(row, "shift"), 1e-6, 10));
        // Images do not move.
        Assert.All(ranges.Where(row => (row["layer"], row["what"]) == ("1", "input")), row => Assert.Equal(0, Number(row, "shift")));

        var effects = Read("effects.csv");
        Assert.Equal([("output", "read noise", "trial")], effects.Select(row => (row["place"], row["imperfection"], row["kind"])).Distinct());
        Assert.All(effects, row => Assert.InRange(Number(row, "changed_percent"), 99, 100));
        Assert.Equal(["gain,gap", "read,noise"], Read("terms.csv").Select(row => $"{row["name"]},{row["group"]}"));
        Assert.All(Read("terms.csv"), row => Assert.Equal("1", row["factor"]));
    }

    [Fact]
    public void Samples_show_two_examples_of_the_first_run_of_each_method()
    {
        RunTiny("--seeds", "1-2");
        var rows = Read("samples.csv");
        Assert.Equal(2 * 2 * 2 * TinySystem.Features, rows.Count);
        Assert.Equal([("in-silico", "1"), ("pat", "1")], rows.Select(row => (row["method"], row["seed"])).Distinct().Order());
        Assert.Equal([("1", "1"), ("1", "2"), ("2", "1"), ("2", "2")], rows.Select(row => (row["layer"], row["example"])).Distinct().Order());
        Assert.All(rows, row => Assert.NotEmpty(row["twin_output"]));
        Assert.All(rows.Take(TinySystem.Features).Index(), row => Assert.Equal((row.Index, "1"), ((int)Number(row.Item, "position"), row.Item["position_unit"])));
    }

    [Fact]
    public void Looking_changes_no_bit_of_a_result()
    {
        RunTiny();
        var images = (WithoutSeconds(Path.Combine(Out, "metrics.csv")), WithoutOrder(Path.Combine(Out, "epochs.csv")));
        RunTiny("--no-diagnostics", "--out", Path.Combine(Root, "blind"));
        Assert.Equal(images, (WithoutSeconds(Path.Combine(Root, "blind", "metrics.csv")), WithoutOrder(Path.Combine(Root, "blind", "epochs.csv"))));
        Assert.False(File.Exists(Path.Combine(Root, "blind", "gap.csv")));
    }

    [Fact]
    public void Looking_changes_no_bit_of_vowels()
    {
        string[] vowels = ["run", "vowels", "--epochs", "4", "--seeds", "1", "--methods", "pat,in-silico-restandardised,in-silico-noise-aware,block-pat", "--threads", "1", "--quiet"];
        Assert.Equal(0, PatRun.Of([.. vowels, "--out", Out]).Code);
        Assert.Equal(0, PatRun.Of([.. vowels, "--out", Path.Combine(Root, "blind"), "--no-diagnostics"]).Code);
        Assert.Equal(WithoutSeconds(Path.Combine(Out, "metrics.csv")), WithoutSeconds(Path.Combine(Root, "blind", "metrics.csv")));
        Assert.Equal(4 * 2 * 2 * 5, Read("gap.csv").Count);
    }

    [Fact]
    public void What_is_switched_off_is_no_effect_and_no_warning()
    {
        var run = RunTiny("--noise", "0");
        Assert.False(File.Exists(Path.Combine(Out, "effects.csv")));
        Assert.DoesNotContain("no effect", run.Output);
    }

    private PatRun RunTiny(params string[] more)
    {
        string[] args = ["run", "images", "--system", "tiny", "--images", "100", "--epochs", "2", "--methods", "pat,in-silico", "--quiet", .. more];
        var run = PatRun.With([new TinySystem()], [.. args, .. more.Contains("--out") ? (string[])[] : ["--out", Out], .. more.Contains("--seeds") ? (string[])[] : ["--seeds", "1"]]);
        Assert.Equal(0, run.Code);
        return run;
    }

    private static string WithoutSeconds(string metrics) => string.Join('\n', File.ReadAllLines(metrics).Select(line => line[..line.LastIndexOf(',')]).Order());

    // Trainings side by side write their rows as they come.
    private static string WithoutOrder(string epochs) => string.Join('\n', File.ReadAllLines(epochs).Order());

    private List<Dictionary<string, string>> Read(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Out, file));
        var columns = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => columns.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    private static double Number(Dictionary<string, string> row, string column) => double.Parse(row[column], CultureInfo.InvariantCulture);
}
