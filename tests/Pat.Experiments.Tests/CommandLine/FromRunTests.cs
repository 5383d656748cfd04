using Pat.Experiments.Tests.Images;
using Pat.Experiments.Tests.Speech;

namespace Pat.Experiments.Tests.CommandLine;

/// <summary>Commands that take the networks of a run instead of training them.</summary>
public sealed class FromRunTests : InFolder
{
    private string Trained => Path.Combine(Root, "trained");

    [Theory]
    [InlineData("in-silico", "--crossed")]
    [InlineData("pat", "--with", "additive-noise@output=2")]
    public void Attribution_of_the_networks_of_a_run_is_that_of_networks_trained_again(string method, params string[] device)
    {
        Run(["--seeds", "1-2", "--device-seeds", "1,2", "--epochs", "2", "--strength", "2", .. device]);
        var anew = Attribute("anew", ["--system", "tiny", "--images", "100", "--method", method, "--seeds", "1-2", "--device-seeds", "1,2", "--epochs", "2", "--strength", "2", .. device]);
        var again = Attribute("again", ["--from", Trained, "--method", method]);
        Assert.Equal(anew.Length, again.Length);
        Assert.Equal(anew, again);
        Assert.Equal(again.Where(line => !line.StartsWith($"{method},2,", StringComparison.Ordinal)), Attribute("one", ["--from", Trained, "--method", method, "--seeds", "1"]));
    }

    [Fact]
    public void Yield_of_the_networks_of_a_run_is_that_of_networks_trained_again()
    {
        Run("--seeds", "1", "--device-seeds", "0", "--epochs", "2");
        string[] Yield(string folder, params string[] args) => Sorted(Images("yield", folder, ["--devices", "2", .. args]), folder, "yield.csv");
        var again = Yield("again", "--from", Trained);
        Assert.Equal(1 + 8, again.Length);
        Assert.Equal(Yield("anew", "--system", "tiny", "--images", "100", "--seeds", "1", "--epochs", "2"), again);
    }

    // A network with a parameter changed would be another: the folder's networks are used, not trained again.
    [Fact]
    public void The_networks_of_the_run_are_used()
    {
        Run("--seeds", "1", "--device-seeds", "1,2", "--epochs", "2");
        var before = Attribute("before", ["--from", Trained]);
        var version = Path.Combine(Trained, "run.json");
        File.WriteAllText(version, File.ReadAllText(version).Replace("\"version\": \"", "\"version\": \"0.0.1, not ", StringComparison.Ordinal));
        Assert.Contains("Version 0.0.1, not ", Images("attribute", "version", ["--from", Trained]).Output, StringComparison.Ordinal);
        var file = Path.Combine(Trained, "checkpoint-in-silico-seed1-device2.safetensors");
        var (tensors, texts) = Core.Training.Safetensors.Read(file);
        foreach (var tensor in tensors.Values)
            tensor.AsSpan().Reverse();
        Core.Training.Safetensors.Write(file, tensors, texts);
        Assert.NotEqual(before, Attribute("after", ["--from", Trained]));
    }

    [Theory]
    [InlineData("attribute", "--strength 2", "Networks, --from: expected no options that the run has decided, got --strength. Leave --strength out")]
    [InlineData("attribute", "--system tiny", "got --system. Leave --system out")]
    [InlineData("attribute", "--images 100", "got --images.")]
    [InlineData("attribute", "--device-seeds 1", "got --device-seeds.")]
    [InlineData("yield", "--epochs 3", "got --epochs.")]
    [InlineData("attribute", "--seeds 1,9", "Seeds, --seeds: expected seeds of the run folder, 1, got 9.")]
    [InlineData("attribute", "--method frozen", "expected one of its methods, in-silico, pat, got frozen.")]
    [InlineData("attribute", "--retrain", "Networks, --from with --retrain: expected one of them, got both.")]
    [InlineData("yield", "--devices 2", "expected one of its runs, seed 1 on device 2, got seed 1 on device 0.")]
    public void What_does_not_go_with_the_run_is_refused_before_a_folder_is_made(string verb, string options, string problem)
    {
        Run("--seeds", "1", "--device-seeds", "1,2", "--epochs", "1");
        AssertRefused(problem, Images(verb, "out", ["--from", Trained, .. options.Split(' ')]));
        Assert.False(Directory.Exists(Path.Combine(Root, "out")));
    }

    [Fact]
    public void Other_data_and_other_runs_are_refused()
    {
        Run("--seeds", "1", "--device-seeds", "1,2", "--epochs", "1");
        AssertRefused("expected a folder of 'pat run spoken-digits', got one of 'pat run images'", PatRun.Of("attribute", "spoken-digits", "--from", Trained, "--out", Out));
        var data = Path.Combine(Trained, "data.csv");
        var text = File.ReadAllText(data);
        File.WriteAllText(data, text[..^4] + "000\n");
        AssertRefused("Data, drawn digits: expected the data of the run folder for seed 1 (", Images("attribute", "out", ["--from", Trained]));
    }

    [Fact]
    public void Without_a_run_a_system_is_needed() => Assert.Contains("Option '--system' is required.", Images("attribute", "out", []).Error);

    [Fact]
    public void Networks_for_words_hear_the_same_recordings_elsewhere_and_no_others()
    {
        var words = WordNetwork.Record(Path.Combine(Root, "words"), takes: 15);
        var run = PatRun.Of("run", "spoken-digits", "--system", "circuit", "--data", words, "--epochs", "1", "--methods", "in-silico", "--seeds", "1", "--no-diagnostics", "--quiet", "--out", Trained);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Directory.Move(words, words + "-moved");
        AssertRefused("no such folder", PatRun.Of("attribute", "spoken-digits", "--from", Trained, "--out", Out));
        string[] moved = ["attribute", "spoken-digits", "--from", Trained, "--data", words + "-moved", "--quiet", "--out", Out];
        var attributed = PatRun.Of(moved);
        Assert.Equal((0, ""), (attributed.Code, attributed.Error));
        Assert.Contains("not trained again", attributed.Output, StringComparison.Ordinal);
        File.Copy(Path.Combine(words + "-moved", "3_talker001_11.wav"), Path.Combine(words + "-moved", "7_talker001_11.wav"), overwrite: true);
        AssertRefused("expected the data of the run folder for seed 1 (", PatRun.Of(moved));
    }

    private void Run(params string[] args)
    {
        var run = PatRun.With([new TinySystem()], ["run", "images", "--system", "tiny", "--images", "100", "--methods", "in-silico,pat", "--no-diagnostics", "--quiet", "--out", Trained, .. args]);
        Assert.Equal((0, ""), (run.Code, run.Error));
    }

    private PatRun Images(string verb, string folder, string[] args) => PatRun.With([new TinySystem()], [verb, "images", "--quiet", "--out", Path.Combine(Root, folder), .. args]);

    private string[] Attribute(string folder, string[] args) => Sorted(Images("attribute", folder, args), folder, "attribution.csv");

    // Rows come in the order in which threads end.
    private string[] Sorted(PatRun run, string folder, string table)
    {
        Assert.Equal((0, ""), (run.Code, run.Error));
        return [.. File.ReadAllLines(Path.Combine(Root, folder, table)).Order(StringComparer.Ordinal)];
    }

    private static void AssertRefused(string problem, PatRun run)
    {
        Assert.Equal((problem.Contains("--from", StringComparison.Ordinal) || problem.StartsWith("got --", StringComparison.Ordinal) ? 2 : 1, ""), (run.Code, run.Output));
        Assert.Contains(problem, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
    }
}
