using System.Text.Json;
using Pat.Experiments.Audio;
using Pat.Experiments.Speech;
using Pat.Experiments.Tests.Speech;

namespace Pat.Experiments.Tests.CommandLine;

public sealed class RunSpokenDigitsTests : InFolder
{
    [Fact]
    public void The_table_has_a_row_for_each_method_and_the_folder_has_everything()
    {
        var run = Run("run", "circuit", "log-mel", "--split", "speaker", "--epochs", "2");
        Assert.Equal(0, run.Code);
        string[] parts = ["Spoken digits by the system 'circuit', SYNTHETIC data", "log powers of 14 mel bands", "% digital", "Removing the physics (PAT minus identity) costs", "PAT minus cnn:"];
        Assert.All(parts, part => Assert.Contains(part, run.Output));
        Assert.All(
            ["config.json", "run.json", "results.json", "report.txt", "report.html", "data.csv", "metrics.csv", "epochs.csv", "ledger.csv", "gap.csv", "gradients.csv", "confusion-pat.csv"],
            file => Assert.True(File.Exists(Path.Combine(Out, file)), file));
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "config.json")));
        Assert.Equal(("log-mel", "speaker", "circuit"), (Text("FrontEnd"), Text("Split"), Text("System")));
        string? Text(string name) => config.RootElement.EnumerateObject().First(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value.GetString();
    }

    [Theory]
    [InlineData("plate", "mfcc")]
    [InlineData("shg", "mfcc")]
    public void Other_systems_and_front_ends_run(string system, string frontEnd) =>
        Assert.Equal(0, Run("run", system, frontEnd, "--epochs", "1", "--methods", "pat", "--no-diagnostics").Code);

    [Theory]
    [InlineData("run shg waveform", 2, "pat: Front end, --front-end waveform: expected one that the system 'shg' can take: log-mel, mfcc, got waveform.")]
    [InlineData("tune shg waveform", 2, "pat: Front end, --front-end waveform: expected one that the system 'shg' can take")]
    [InlineData("run plate log-mel --data /nowhere", 1, "no such folder")]
    public void What_cannot_be_run_is_said_in_one_line(string line, int code, string problem)
    {
        string[] words = line.Split(' ');
        var run = Run(words[0], words[1], words[2], words[3..]);
        Assert.Equal((code, ""), (run.Code, run.Output));
        Assert.Contains(problem, run.Error);
        Assert.Single(run.Error.Trim().Split('\n'));
    }

    [Fact]
    public void Own_recordings_of_other_words_are_classified()
    {
        var (folder, recordings) = (Path.Combine(Root, "words"), SyntheticSpokenDigits.Draw(1));
        Directory.CreateDirectory(folder);
        string[] words = ["no", "yes"];
        foreach (var (i, recording) in recordings.Train.Where(recording => recording.Label < 2).Take(60).Index())
            WavWriter.WritePcm16(Path.Combine(folder, $"{words[recording.Label]}_anna_{i}.wav"), recording.Sound);
        var run = PatRun.Of(
            "run", "spoken-digits", "--system", "circuit", "--data", folder, "--epochs", "1", "--seeds", "1", "--device-seeds", "1", "--methods", "pat,logistic", "--no-diagnostics", "--quiet", "--out", Out);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.StartsWith(@"actual\predicted,no,yes", File.ReadAllLines(Path.Combine(Out, "confusion-pat.csv"))[0]);
    }

    [Fact]
    public void Too_few_recordings_to_learn_from_are_refused()
    {
        var folder = Path.Combine(Root, "words");
        WordFolder.Write(folder, ["no", "yes"], ["anna"], 14);
        var run = PatRun.Of("run", "spoken-digits", "--system", "circuit", "--data", folder, "--out", Out);
        Assert.Equal(1, run.Code);
        Assert.Contains("expected at least 10 training recordings, got 8. Record more takes, or more speakers.", run.Error);
    }

    [Theory]
    [InlineData("yield", "--devices 2 --epochs 1")]
    [InlineData("drift", "--front-end waveform --hours 0.9 --check-examples 20 --epochs 1")]
    [InlineData("drift", "--hours 0.9 --every 0.9 --check-examples 20 --epochs 1")]
    [InlineData("sweep", "--strengths 0,1 --methods pat --epochs 1 --device-seeds 1")]
    [InlineData("tune", "--rates 0.01 --methods pat --epochs 1")]
    public void The_other_commands_run(string verb, string options)
    {
        string[] seeds = verb == "tune" ? [] : ["--seeds", "1"];
        var run = PatRun.Of([verb, "spoken-digits", "--system", options.Contains("waveform", StringComparison.Ordinal) ? "plate" : "circuit", "--recordings", "60", "--quiet", "--out", Out, .. seeds, .. options.Split(' ')]);
        Assert.Equal((0, ""), (run.Code, run.Error));
    }

    private PatRun Run(string verb, string system, string frontEnd, params string[] more)
    {
        string[] seeds = verb == "tune" ? [] : ["--seeds", "1", "--device-seeds", "1"];
        return PatRun.Of([verb, "spoken-digits", "--system", system, "--front-end", frontEnd, "--recordings", "60", .. seeds, "--quiet", "--out", Out, .. more]);
    }
}
