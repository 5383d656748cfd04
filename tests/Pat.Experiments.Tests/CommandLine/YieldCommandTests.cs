using System.Text.Json;
using Pat.Experiments.Tests.Images;

namespace Pat.Experiments.Tests.CommandLine;

public sealed class YieldCommandTests : InFolder
{
    [Fact]
    public void The_table_has_a_row_for_each_policy_and_the_folder_has_everything()
    {
        var run = Tiny("--epochs", "2", "--devices", "3", "--seeds", "1-2", "--threshold", "5", "--fine-tune-epochs", "3");
        Assert.Equal(0, run.Code);
        Assert.StartsWith("Yield over fabricated devices: images by the system 'tiny', SYNTHETIC data", run.Output);
        Assert.Contains("seeds 1, 2, first trained on device 0, then used on devices 1-3; 2 epochs; 24 networks in all", run.Output);
        Assert.Matches(@"(?m)^  deployed +in-silico +[\d.]+ ± [\d.]+( +[\d.]+){4} +\d+ % +[\d.]+ +0 +0$", run.Output);
        // 100 images through two devices in each epoch.
        Assert.Matches(@"(?m)^  transfer +pat .* 0 +400$", run.Output);
        Assert.Matches(@"(?m)^  fine-tuned +pat .* 600 +400$", run.Output);
        Assert.Matches(@"(?m)^  trained-on-each +pat .* 400 +0$", run.Output);
        string[] sentences =
        [
            "Deployed (in-silico): ", " of 6 networks reach 5 %; it takes no run of any device.", "it takes 600 runs on each device and 400 runs once on the first device.",
            "On another device than it was trained on (transfer minus trained-on-each): ", "Fine-tuning there (fine-tuned minus transfer): ", "nothing is chosen by them",
            "Fine-tuned: 3 epochs of physics-aware training at 0.1 of its learning rate, not tuned.",
        ];
        Assert.All(sentences, sentence => Assert.Contains(Words(sentence), Words(run.Output)));
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= 120 && line == line.TrimEnd(), line));
        Assert.Matches(@"(?m)^\[24/24\] ", run.Error);

        Assert.Equal("policy,method,seed,trained_on,device,accuracy_percent,train_runs", Lines("yield.csv")[0]);
        Assert.Equal(1 + 24, Lines("yield.csv").Length);
        Assert.Equal(
            "policy,method,count,mean,low,high,minimum,p5,p25,median,p75,p95,maximum,threshold_percent,share_above,worst_5_percent_mean", Lines("yield-summary.csv")[0]);
        Assert.Equal(["deployed", "transfer", "fine-tuned", "trained-on-each"], Lines("yield-summary.csv").Skip(1).Select(line => line.Split(',')[0]));
        Assert.Equal(1 + 2 * (2 + 3), Lines("metrics.csv").Length);
        Assert.Equal(["gain", "read"], Lines("terms.csv").Skip(1).Select(line => line.Split(',')[0]));
        Assert.True(File.Exists(Path.Combine(Out, "checkpoint-pat-seed1-device0.safetensors")));
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "config.json")));
        Assert.Equal(3, config.RootElement.GetProperty("yield").GetProperty("fineTuneEpochs").GetInt32());
    }

    [Fact]
    public void Json_is_the_only_thing_on_standard_output_and_has_the_named_fields()
    {
        var run = Tiny("--epochs", "1", "--devices", "2", "--policies", "transfer,fine-tuned", "--trained-on", "7", "--json", "--quiet");
        Assert.Equal((0, ""), (run.Code, run.Error));
        var document = run.Json();
        Assert.Equal(7, document.GetProperty("trainedOn").GetInt64());
        var rows = document.GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(["transfer", "fine-tuned"], rows.Select(row => row.GetProperty("policy").GetString()));
        Assert.Equal((0, 200), (rows[0].GetProperty("deviceRunsEach").GetInt64(), rows[0].GetProperty("deviceRunsOnce").GetInt64()));
        Assert.InRange(rows[1].GetProperty("shareAbove").GetDouble(), 0, 1);
        Assert.All(File.ReadAllLines(Path.Combine(Out, "yield.csv")).Skip(1), line => Assert.Equal("7", line.Split(',')[3]));
    }

    [Fact]
    public void Vowels_have_a_yield_on_the_optical_bench()
    {
        var run = PatRun.Of("yield", "vowels", "--epochs", "1", "--devices", "2", "--out", Out, "--json", "--quiet");
        Assert.Equal(0, run.Code);
        Assert.Equal(4, run.Json().GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public void A_stop_keeps_what_is_done()
    {
        using var stop = new CancellationTokenSource();
        var run = PatRun.With(
            [new TinySystem()], new WatchedWriter(line => Stop(line, stop)),
            ["yield", "images", "--system", "tiny", "--images", "100", "--epochs", "1", "--devices", "200", "--out", Out], stop.Token);
        Assert.Equal(130, run.Code);
        Assert.Matches(@"INCOMPLETE: \d+ of 800 networks are done\.", run.Output);
        Assert.Matches(@"(?m)^  transfer +pat +", run.Output);
        Assert.NotEmpty(Lines("yield-summary.csv").Skip(1));

        static void Stop(string line, CancellationTokenSource stop)
        {
            if (line.StartsWith("[8/", StringComparison.Ordinal))
                stop.Cancel();
        }
    }

    [Fact]
    public void A_stop_during_the_first_training_gives_an_empty_document()
    {
        var run = PatRun.With([new TinySystem()], new StringWriter(), ["yield", "images", "--system", "tiny", "--images", "100", "--out", Out, "--json"], new CancellationToken(canceled: true));
        Assert.Equal(130, run.Code);
        Assert.Empty(run.Json().GetProperty("rows").EnumerateArray());
    }

    [Theory]
    [InlineData("--devices 1", 2, "--devices: expected a whole number from 2 to 1000, got \"1\"")]
    [InlineData("--policies transfer,copied", 2, "--policies: expected names among deployed, transfer, fine-tuned, trained-on-each")]
    [InlineData("--threshold 101", 2, "--threshold: expected a number from 0 to 100, got \"101\"")]
    [InlineData("--device-seeds 1", 2, "'--device-seeds'")]
    [InlineData("--trained-on 20", 2, "Device, --trained-on: expected a device that is not one of the 20 that networks are used on, got 20.")]
    [InlineData("--strength 6", 1, "Device, --strength 6, --noise 1, device 0: expected a device that can be made, got Tiny device: ")]
    [InlineData("--trained-on 666 --quiet", 1, "seed 1, device 666: ")]
    public void What_cannot_be_run_is_said_in_one_line(string options, int code, string problem)
    {
        var run = Tiny(options.Split(' '));
        Assert.Equal(code, run.Code);
        Assert.StartsWith("pat: ", run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Contains(problem, run.Error);
    }

    private PatRun Tiny(params string[] args) => PatRun.With([new TinySystem()], ["yield", "images", "--system", "tiny", "--images", "100", "--out", Out, .. args]);

    private string[] Lines(string file) => File.ReadAllLines(Path.Combine(Out, file));

    // Without line breaks.
    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
