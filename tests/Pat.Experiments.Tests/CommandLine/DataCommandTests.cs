using Pat.Experiments.Audio;
using Pat.Experiments.Speech;

namespace Pat.Experiments.Tests.CommandLine;

public sealed class DataCommandTests : InFolder
{
    [Fact]
    public void What_is_written_is_read_back_as_recordings()
    {
        var run = PatRun.Of("data", "synth", "--out", Out, "--talkers", "2", "--takes", "3", "--seed", "4");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.StartsWith("Wrote 60 spoken digits, 2 synthetic talkers with 3 takes each, ", run.Output);
        Assert.EndsWith($"in {Out}\n", run.Output.Replace("\n/", " /"));
        var set = RecordingFolder.Read(Out);
        Assert.Equal((60, "synthetic", true), (set.Recordings.Count, set.Source, set.IsSynthetic));
        Assert.Empty(set.Remarks);
        // Those of the default data: a talker's take does not depend on how many there are. 16 bits round to half a step.
        foreach (var one in SyntheticSpokenDigits.Draw(4).Test.Where(one => one.Speaker is "talker001" or "talker002"))
        {
            var read = set.Recordings.Single(other => (other.Label, other.Speaker, other.Index) == (one.Label, one.Speaker, one.Index));
            Assert.Equal(one.Sound.Frames, read.Sound.Frames);
            for (var t = 0; t < one.Sound.Frames; t++)
                Assert.Equal(one.Sound.Samples[t], read.Sound.Samples[t], 0.5f / 32768 + 1e-7f);
        }
    }

    [Fact]
    public void Vowels_lie_in_a_subfolder_and_can_be_read_too()
    {
        var json = PatRun.Of("data", "synth", "--out", Out, "--talkers", "1", "--takes", "2", "--vowels", "--rate", "16000", "--json").Json();
        Assert.Equal((Out, true, 16000), (json.GetProperty("folder").GetString(), json.GetProperty("complete").GetBoolean(), json.GetProperty("rate").GetInt32()));
        Assert.Equal([20, 20], json.GetProperty("sets").EnumerateArray().Select(set => set.GetProperty("files").GetInt32()));
        var vowels = RecordingFolder.Read(Path.Combine(Out, "vowels"));
        Assert.Equal(["ae", "ah", "aw", "eh", "er", "ih", "iy", "oo", "uh", "uw"], vowels.ClassNames);
        Assert.Equal(["20 of 20 recordings had another sampling rate and were brought to 8,000 Hz."], vowels.Remarks);
        var sound = AudioFile.Read(Path.Combine(Out, "vowels", "iy_talker001_1.wav"));
        Assert.Equal((16000, 1), (sound.Rate, sound.Channels));
    }

    [Fact]
    public void A_folder_that_holds_something_is_refused()
    {
        Directory.CreateDirectory(Out);
        Assert.Equal(0, PatRun.Of("data", "synth", "--out", Out, "--talkers", "1", "--takes", "1").Code);
        Refused($"Output folder, {Out}: expected a new or empty folder, got one that holds something. Choose another --out: nothing is overwritten.", 1, "--out", Out);
        Refused("expected a new or empty folder, got a file of that name.", 1, "--out", Path.Combine(Out, "0_talker001_0.wav"));
    }

    [Theory]
    [InlineData("'--out'")]
    [InlineData("--takes: expected a whole number from 1 to 999, got \"0\"", "--out", "x", "--takes", "0")]
    [InlineData("--talkers: expected a whole number from 1 to 999, got \"x\"", "--out", "x", "--talkers", "x")]
    [InlineData("--rate: expected 8000 or 16000, got \"44100\"", "--out", "x", "--rate", "44100")]
    [InlineData("--seed: expected a whole number from 0 to", "--out", "x", "--seed", "-1")]
    public void A_command_line_that_cannot_be_understood_is_named(string message, params string[] options) => Refused(message, 2, options);

    [Fact]
    public void An_interrupted_command_says_that_it_is_incomplete()
    {
        var run = PatRun.Of(new StringWriter(), new CancellationToken(canceled: true), "data", "synth", "--out", Out);
        Assert.Equal(130, run.Code);
        Assert.Contains("INCOMPLETE", run.Output);
        Assert.Empty(Directory.EnumerateFiles(Out, "*.wav"));
    }

    private static void Refused(string message, int code, params string[] options)
    {
        var run = PatRun.Of(["data", "synth", .. options]);
        Assert.Equal((code, ""), (run.Code, run.Output));
        Assert.Contains(message, run.Error);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }
}
