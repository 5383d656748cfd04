using System.Text.Json;
using Pat.Experiments.Tests.Images;

namespace Pat.Experiments.Tests.CommandLine;

public sealed class AttributeTests : InFolder
{
    [Fact]
    public void The_table_has_a_row_for_each_imperfection_and_the_folder_has_everything()
    {
        var run = Tiny("--epochs", "1", "--seeds", "1-2", "--strength", "3");
        Assert.Equal(0, run.Code);
        Assert.StartsWith("What each imperfection costs: images by the system 'tiny', SYNTHETIC data", run.Output);
        Assert.Matches(@"(?m)^  gain +gap +[-+]?\d+\.\d \(.* to .*\) +[-+]?\d+\.\d \(.* to .*\)$", run.Output);
        Assert.Matches(@"(?m)^  read +noise +", run.Output);
        string[] sentences = ["Accuracy with all imperfections: ", "The two that matter most, both ways: gain (", "All together cost ", "on the device and its clock: in-silico 0 runs, 0 s.", "nothing is chosen by them", "in-silico, trained once, on the device"];
        Assert.All(sentences, sentence => Assert.Contains(sentence, run.Output.ReplaceLineEndings(" ")));
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= 120 && line == line.TrimEnd(), line));
        Assert.Matches(@"(?m)^\[8/8\] seed ", run.Error);

        string[] files =
        [
            "attribution-summary.csv", "attribution.csv", "checkpoint-in-silico-seed1-device2.safetensors", "checkpoint-in-silico-seed2-device3.safetensors", "config.json", "confusion-in-silico.csv", "data.csv", "metrics.csv",
            "report.html", "report.txt", "results.json", "run.json", "terms.csv",
        ];
        Assert.Equal(files, Directory.GetFiles(Out).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("method,seed,device,term,group,mode,accuracy_percent,reference_percent,cost_points", Lines("attribution.csv")[0]);
        Assert.Equal(1 + 8, Lines("attribution.csv").Length);
        Assert.Equal("method,term,group,mode,cost_points,low,high,runs", Lines("attribution-summary.csv")[0]);
        Assert.Equal(1 + 4, Lines("attribution-summary.csv").Length);
        Assert.Equal(1 + 2, Lines("metrics.csv").Length);
        Assert.Contains("attribution.csv            accuracy without each imperfection", File.ReadAllText(Path.Combine(Out, "report.txt")));
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "config.json")));
        Assert.Equal(("in-silico", false), (config.RootElement.GetProperty("method").GetString(), config.RootElement.GetProperty("retrain").GetBoolean()));
        Assert.Equal("tiny", config.RootElement.GetProperty("options").GetProperty("system").GetString());
    }

    [Fact]
    public void Json_is_the_only_thing_on_standard_output_and_has_the_named_fields()
    {
        var run = Tiny("--epochs", "1", "--seeds", "1", "--json", "--quiet");
        Assert.Equal((0, ""), (run.Code, run.Error));
        var document = run.Json();
        Assert.Equal(("images, tiny", "tiny", "in-silico"), (document.GetProperty("task").GetString(), document.GetProperty("bench").GetString(), document.GetProperty("method").GetString()));
        Assert.True(document.GetProperty("complete").GetBoolean());
        var rows = document.GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(["gain", "read"], rows.Select(row => row.GetProperty("term").GetString()).Order());
        Assert.All(rows, row => Assert.Equal(JsonValueKind.Null, row.GetProperty("leftOut").GetProperty("low").ValueKind));
        Assert.InRange(document.GetProperty("withNone").GetProperty("mean").GetDouble(), 1, 100);
    }

    [Fact]
    public void Retraining_is_by_physics_aware_training_unless_another_method_is_chosen()
    {
        var run = Tiny("--epochs", "1", "--seeds", "1", "--retrain");
        Assert.Contains("pat, trained anew on each device", run.Output);
        Assert.Contains("what an imperfection costs a method that adapts", run.Output.ReplaceLineEndings(" "));
        Assert.Contains("in-silico, trained anew", Tiny("--epochs", "1", "--seeds", "1", "--retrain", "--method", "in-silico").Output);
    }

    [Fact]
    public void Vowels_are_attributed_on_the_optical_bench()
    {
        var run = PatRun.Of("attribute", "vowels", "--epochs", "1", "--seeds", "1", "--out", Out, "--json", "--quiet");
        Assert.Equal(0, run.Code);
        Assert.Equal(11, run.Json().GetProperty("rows").GetArrayLength());
        Assert.Equal("vowels", run.Json().GetProperty("task").GetString());
    }

    [Fact]
    public void What_is_added_to_the_device_is_attributed_like_the_rest()
    {
        var run = Tiny("--epochs", "1", "--seeds", "1", "--with", "additive-noise@output=2", "--stream-seeds", "data-order=7", "--json", "--quiet");
        Assert.Equal((0, ""), (run.Code, run.Error));
        var rows = run.Json().GetProperty("rows").EnumerateArray().Select(row => (row.GetProperty("term").GetString(), row.GetProperty("group").GetString()));
        Assert.Contains(("additive-noise at output", "added"), rows);
        Assert.Equal("additive-noise@output=2", Assert.Single(run.Json().GetProperty("added").EnumerateArray()).GetString());
        Assert.Contains(Lines("terms.csv"), line => line.StartsWith("additive-noise,added,trial,output,", StringComparison.Ordinal));
        var page = File.ReadAllText(Path.Combine(Out, "report.html"));
        Assert.Contains("additive-noise@output=2", page);
        Assert.Contains("data-order 7", page);
        // What the command is for comes before the accuracies that it needed.
        Assert.InRange(page.IndexOf("id=\"attribution\"", StringComparison.Ordinal), 1, page.IndexOf("id=\"comparison\"", StringComparison.Ordinal));
        Assert.Contains("The network stays the same: trained once", page);
    }

    [Fact]
    public void A_stop_keeps_what_is_done()
    {
        using var stop = new CancellationTokenSource();
        var run = PatRun.With(
            [new TinySystem()], new WatchedWriter(line => Stop(line, stop)),
            ["attribute", "images", "--system", "tiny", "--images", "100", "--epochs", "1", "--seeds", "1-4", "--device-seeds", "1-50", "--crossed", "--out", Out], stop.Token);
        Assert.Equal(130, run.Code);
        Assert.Matches(@"INCOMPLETE: \d+ of 800 measurements are done\.", run.Output);
        Assert.Matches(@"(?m)^  gain +gap +", run.Output);
        Assert.Equal(1 + 4, Lines("attribution-summary.csv").Length);
        Assert.False(JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "run.json"))).RootElement.GetProperty("complete").GetBoolean());

        static void Stop(string line, CancellationTokenSource stop)
        {
            if (line.StartsWith("[8/", StringComparison.Ordinal))
                stop.Cancel();
        }
    }

    [Theory]
    [InlineData("--method mlp", 2, "--method: expected ideal or pat or ")]
    [InlineData("--methods pat", 2, "'--methods'")]
    [InlineData("--strength 6", 1, "Device, --strength 6, --noise 1, device 1: expected a device that can be made, got Tiny device: ")]
    [InlineData("--device-seeds 666 --seeds 1 --quiet", 1, "in-silico, seed 1, device 666: ")]
    public void What_cannot_be_run_is_said_in_one_line(string options, int code, string problem)
    {
        var run = Tiny(options.Split(' '));
        Assert.Equal(code, run.Code);
        Assert.StartsWith("pat: ", run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Contains(problem, run.Error);
    }

    [Fact]
    public void Help_names_the_defaults()
    {
        var help = PatRun.With([new TinySystem()], "attribute", "images", "--help");
        var text = string.Join(' ', help.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        string[] parts = ["--retrain", "--method", "[default: 1-3]", "[default: runs/images-attribution]"];
        Assert.All(parts, part => Assert.Contains(part, text));
    }

    private PatRun Tiny(params string[] args) => PatRun.With([new TinySystem()], ["attribute", "images", "--system", "tiny", "--images", "100", "--out", Out, .. args]);

    private string[] Lines(string file) => File.ReadAllLines(Path.Combine(Out, file));
}
