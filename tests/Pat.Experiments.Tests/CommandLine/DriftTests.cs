using System.Text.Json;
using Pat.Experiments.Tests.Drift;
using Pat.Experiments.Tests.Images;

namespace Pat.Experiments.Tests.CommandLine;

public sealed class DriftTests : InFolder
{
    [Fact]
    public void The_table_has_a_row_for_each_time_and_the_folder_has_everything()
    {
        var run = Drifting("--hours", "2", "--every", "1", "--seeds", "1-2");
        Assert.Equal(0, run.Code);
        Assert.StartsWith("Drift of a classifier of images by the system 'drifting', SYNTHETIC data", run.Output);
        Assert.Matches(@"(?m)^drift +fading \(1 / 2 h\)$", run.Output);
        Assert.Contains("10 steps of 50 examples before each check at a constant rate of 0.001: 1,000 device runs, 10 s of the", run.Output);
        Assert.Matches(@"(?m)^  0 +([\d.]+ ± [\d.]+ +){3}0 +0 +0 s$", run.Output);
        Assert.Matches(@"(?m)^  2 +([\d.]+ ± [\d.]+ +){4}2,000 +40 +40 s$", run.Output);
        string[] sentences = ["pat, once: ", "pat, continued: ", "in-silico, once: ", "At hour 2, continued minus once: ", "for 2,000 device runs since hour 0 (500 % of the 400 that training took)."];
        Assert.All(sentences, sentence => Assert.Contains(sentence, string.Join(' ', run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= 120 && line == line.TrimEnd(), line));
        Assert.Matches(@"(?m)^\[4/4\] .*; once: [\d.]+ % at hour 0, [\d.]+ % at hour 2", run.Error);

        Assert.StartsWith("policy,method,seed,device,hours,accuracy_percent,device_runs", Lines("drift.csv")[0], StringComparison.Ordinal);
        Assert.Equal(1 + 2 * 3 * 3, Lines("drift.csv").Length);
        Assert.StartsWith("policy,method,hours,accuracy_percent,low,high,device_runs", Lines("drift-summary.csv")[0], StringComparison.Ordinal);
        Assert.Equal(1 + 3 * 3, Lines("drift-summary.csv").Length);
        Assert.Contains(Lines("drift-ledger.csv"), line => line.StartsWith("continued,pat,1,2,train,2000,40,40", StringComparison.Ordinal));
        Assert.Equal(1 + 4, Lines("metrics.csv").Length);
        Assert.Contains(Lines("terms.csv"), line => line.Contains(",slow,", StringComparison.Ordinal));
        Assert.Contains("Bands: 95 % interval, drawn between 0 and 100 %.", File.ReadAllText(Path.Combine(Out, "report.html")));
        var report = File.ReadAllText(Path.Combine(Out, "report.txt"));
        Assert.StartsWith(run.Output.TrimEnd(), report, StringComparison.Ordinal);
        Assert.Contains("\n  drift-summary.csv          the same over seeds and devices\n", report);
        var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "config.json"))).RootElement;
        Assert.Equal((2, 0.001), (config.GetProperty("plan").GetProperty("hours").GetDouble(), config.GetProperty("continuedRate").GetDouble()));
        Assert.Equal("Test", config.GetProperty("plan").GetProperty("rows").GetString());
        Assert.Equal("drifting", config.GetProperty("options").GetProperty("system").GetString());
    }

    [Fact]
    public void Json_is_the_only_thing_on_standard_output()
    {
        var run = Drifting("--hours", "1", "--every", "1", "--seeds", "1", "--methods", "pat", "--json", "--quiet");
        Assert.Equal((0, ""), (run.Code, run.Error));
        var rows = run.Json().GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(["once 0", "continued 0", "once 1", "continued 1"], rows.Select(row => $"{row.GetProperty("policy").GetString()} {row.GetProperty("hours").GetDouble()}"));
        Assert.Equal(1_000, rows[3].GetProperty("deviceRuns").GetInt64());
        Assert.Equal(rows[2].GetProperty("accuracy").GetProperty("mean").GetDouble(), rows[3].GetProperty("beforeSteps").GetProperty("mean").GetDouble());
        Assert.Equal(run.Output.TrimEnd(), File.ReadAllText(Path.Combine(Out, "results.json")).TrimEnd());
    }

    [Fact]
    public void A_network_that_only_a_twin_trained_is_kept()
    {
        var run = Drifting("--hours", "1", "--every", "1", "--seeds", "1", "--methods", "in-silico");
        Assert.Equal(0, run.Code);
        Assert.Matches(@"(?m)^  1 +[\d.]+$", run.Output);
        Assert.DoesNotContain("continued  ", run.Output);
    }

    [Fact]
    public void Vowels_are_followed_on_a_bench_that_creeps()
    {
        var run = PatRun.Of("drift", "vowels", "--hours", "1", "--every", "1", "--seeds", "1", "--epochs", "1", "--methods", "pat", "--drift", "0.5", "--out", Out);
        Assert.Equal(0, run.Code);
        Assert.StartsWith("Drift of a vowel classifier on a simulated second-harmonic device, SYNTHETIC data", run.Output);
        Assert.Matches(@"(?m)^drift +log-drift at the input \(.*\) times 0\.5; log-drift at the", run.Output);
        Assert.Matches(@"(?m)^  1 +[\d.]+ +[\d.]+ +[\d.]+ +[\d,]+ +[\d,]+ +[\d.]+ s$", run.Output);
    }

    [Fact]
    public void That_nothing_drifts_is_said()
    {
        var run = Drifting("--hours", "1", "--every", "1", "--seeds", "1", "--methods", "pat", "--drift", "0");
        Assert.Equal(0, run.Code);
        Assert.Matches("(?m)^drift +nothing drifts$", run.Output);
        Assert.Contains("Warning: nothing drifts on this bench", run.Output);
    }

    [Theory]
    [InlineData("--hours 1 --every 2", 2, "Drift, --hours and --every: expected 1 to 1000 checks after the first, got 1 hours, every 2.")]
    [InlineData("--hours 10000 --every 1", 2, "expected 1 to 1000 checks after the first")]
    [InlineData("--continue-steps 5000", 1, "Drift, --continue-steps 5000, --every 0.9: expected steps that take at most 0.9 h on the hardware clock, got 83.3 min.")]
    [InlineData("--hours 0", 2, "--hours: expected a number from 0.01 to 10000")]
    [InlineData("--drift -1", 2, "--drift: expected a number from 0 to 1000")]
    [InlineData("--check-rows train", 2, "--check-rows: expected test or validation, got \"train\".")]
    [InlineData("--methods mlp", 2, "--methods: expected names among ideal, pat,")]
    [InlineData("--all-training-images", 2, "'--all-training-images'")]
    public void What_cannot_be_followed_is_said_in_one_line(string line, int code, string problem)
    {
        var run = Drifting(line.Split(' '));
        Assert.Equal((code, ""), (run.Code, run.Output));
        Assert.StartsWith("pat: ", run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Contains(problem, run.Error);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public void A_stop_during_the_run_keeps_what_is_done()
    {
        using var stop = new CancellationTokenSource();
        var run = PatRun.With(
            [new DriftingSystem()], new WatchedWriter(_ => stop.Cancel()),
            ["drift", "images", "--system", "drifting", "--images", "100", "--seeds", "1-4", "--device-seeds", "1-50", "--crossed", "--hours", "1", "--every", "1", "--out", Out], stop.Token);
        Assert.Equal(130, run.Code);
        Assert.Matches(@"INCOMPLETE: \d+ of 400 trainings are done\.", run.Output);
        Assert.True(Lines("drift.csv").Length > 1);
        Assert.True(Lines("drift-summary.csv").Length > 1);
        Assert.False(JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "run.json"))).RootElement.GetProperty("complete").GetBoolean());
    }

    [Theory]
    [InlineData("pat")]
    [InlineData("in-silico")]
    public void A_device_that_is_not_finite_ends_the_run_with_one_line(string method)
    {
        var run = Drifting("--device-seeds", $"{TinySystem.Broken}", "--seeds", "1", "--methods", method, "--quiet");
        Assert.Equal(1, run.Code);
        Assert.StartsWith($"pat: {method}, seed 1, device {TinySystem.Broken}: ", run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Help_explains_the_plan()
    {
        var help = PatRun.With([new DriftingSystem()], "drift", "images", "--help");
        var text = string.Join(' ', help.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        string[] parts = ["hours on the hardware clock", "[default: 9]", "[default: 0.9]", "[default: pat,in-silico]", "[default: runs/drift-images]", "10000. [default: 10]", "Factor of all that drifts"];
        Assert.All(parts, part => Assert.Contains(part, text));
    }

    private PatRun Drifting(params string[] args) => PatRun.With(
        [new DriftingSystem()], ["drift", "images", "--system", "drifting", "--images", "100", "--out", Out, .. args]);

    private string[] Lines(string file) => File.ReadAllLines(Path.Combine(Out, file));
}
