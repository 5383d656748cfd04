using Pat.Experiments.Vowels;

namespace Pat.Experiments.Tests.CommandLine;

public sealed class SweepAndTuneTests : InFolder
{
    [Fact]
    public void A_sweep_has_a_row_for_each_strength_and_a_line_for_each_run()
    {
        var run = PatRun.Of("sweep", "vowels", "--strengths", "0,0.5", "--epochs", "1", "--seeds", "1", "--methods", "in-silico,pat", "--out", Out);
        Assert.Equal(0, run.Code);
        Assert.Contains("2 strengths, 4 trainings in all", run.Output);
        Assert.Matches(@"(?m)^  0 +8 +[\d.]+ +[\d.]+$", run.Output);
        Assert.Matches(@"(?m)^  0\.5 +8 +[\d.]+ +[\d.]+$", run.Output);
        Assert.Contains("In-silico training ", run.Output);
        // 175 rows through 5 layers, to set scales and once to train.
        Assert.Contains("on the device and its clock: in-silico 0 runs, 0 s, pat 1,750 runs,", run.Output.ReplaceLineEndings(" "));
        Assert.Equal(["0", "0", "0.5", "0.5"], File.ReadAllLines(Path.Combine(Out, "metrics.csv")).Skip(1).Select(line => line.Split(',')[0]));
        var page = File.ReadAllText(Path.Combine(Out, "report.html"));
        Assert.Contains("1,000 fs², 20,000 fs³, 0.1 rad rms", page);
        Assert.Contains("In the sweep, factors of the group gap are multiplied by the strength.", page);
    }

    [Fact]
    public void A_sweep_as_json_has_a_point_for_each_strength()
    {
        var run = PatRun.Of("sweep", "vowels", "--strengths", "2", "--epochs", "1", "--seeds", "1", "--methods", "in-silico", "--out", Out, "--json", "--quiet");
        var point = run.Json().GetProperty("points").EnumerateArray().Single();
        Assert.Equal(2, point.GetProperty("strength").GetDouble());
        Assert.InRange(point.GetProperty("manleyRoweViolation").GetDouble(), 0, 1e-4);
        Assert.Equal("in-silico", point.GetProperty("rows")[0].GetProperty("method").GetString());
    }

    [Fact]
    public void A_stopped_sweep_is_incomplete()
    {
        using var stop = new CancellationTokenSource();
        var run = PatRun.Of(
            new WatchedWriter(_ => stop.Cancel()), stop.Token,
            "sweep", "vowels", "--strengths", "0,1", "--epochs", "20", "--seeds", "1-100", "--methods", "in-silico", "--out", Out, "--json");
        Assert.Equal(130, run.Code);
        Assert.False(run.Json().GetProperty("complete").GetBoolean());
        Assert.Single(run.Json().GetProperty("points").EnumerateArray());
    }

    [Fact]
    public void Tuning_offers_each_rate_and_names_the_best()
    {
        var run = PatRun.Of("tune", "vowels", "--epochs", "2", "--methods", "logistic", "--out", Out);
        Assert.Equal(0, run.Code);
        Assert.Matches($@"(?m)^  logistic( +[\d.]+ ± [\d.]+){{{VowelMethods.TuningRates.Count}}} +0\.\d+$", run.Output);
        Assert.Equal(1 + VowelMethods.TuningRates.Count, File.ReadAllLines(Path.Combine(Out, "tuning.csv")).Length);
    }

    [Fact]
    public void A_stopped_tuning_is_incomplete()
    {
        using var stop = new CancellationTokenSource();
        var run = PatRun.Of(new WatchedWriter(_ => stop.Cancel()), stop.Token, "tune", "vowels", "--epochs", "1", "--methods", "logistic,mlp", "--out", Out, "--json");
        Assert.Equal(130, run.Code);
        Assert.False(run.Json().GetProperty("complete").GetBoolean());
        Assert.Single(run.Json().GetProperty("rows").EnumerateArray());
    }
}
