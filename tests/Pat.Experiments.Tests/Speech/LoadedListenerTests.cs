using System.Text.Json.Nodes;
using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Audio;
using Pat.Experiments.Data;
using Pat.Experiments.Speech;
using Pat.Experiments.Tests.CommandLine;

namespace Pat.Experiments.Tests.Speech;

/// <summary>A run folder of two seeds on two devices, and a recording that was in its data.</summary>
public sealed class WordRun : InFolder
{
    private readonly Lazy<string> folder;

    public WordRun() => folder = new(() => Run("circuit", "log-mel", Out, "--seeds", "1-2", "--device-seeds", "1,2"));

    internal string Folder => folder.Value;

    internal string Seven => Path.Combine(Words, "7_talker001_0.wav");

    internal string Words => WordNetwork.Record(Path.Combine(Root, "words"), takes: 15);

    internal string Run(string system, string frontEnd, string folder, params string[] more)
    {
        var run = PatRun.Of(["run", "spoken-digits", "--system", system, "--front-end", frontEnd, "--data", Words, "--epochs", "1", "--methods", "in-silico,pat,logistic", "--quiet", "--out", folder, .. more]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return folder;
    }

    /// <summary>A copy to damage.</summary>
    internal string Copy()
    {
        var copy = Directory.CreateDirectory(Path.Combine(Root, Guid.NewGuid().ToString("N"))).FullName;
        foreach (var file in Directory.GetFiles(Folder))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }
}

public sealed class LoadedListenerTests(WordRun run) : IClassFixture<WordRun>
{
    private const string Checkpoint = "checkpoint-pat-seed1-device2.safetensors";

    // The command line looks at its trainings (gaps, gradients), the listener does not: looking must have changed nothing either.
    [Theory]
    [InlineData("circuit", "log-mel")]
    [InlineData("shg", "mfcc")]
    [InlineData("plate", "waveform")]
    public void A_loaded_network_hears_bit_for_bit_what_the_trained_one_does(string system, string frontEnd)
    {
        var folder = run.Run(system, frontEnd, Path.Combine(run.Words, "..", $"{system}-run"), "--seeds", "1", "--device-seeds", "2");
        var trained = WordListener.Train(
            new SpeechOptions { System = system, FrontEnd = frontEnd, Data = run.Words, Seeds = [1], Devices = [2], Methods = ["pat"], Epochs = 1 }, cancellation: TestContext.Current.CancellationToken);
        var loaded = WordListener.Load(folder);
        var (expected, got) = (trained.Hear(run.Seven), loaded.Hear(run.Seven));
        Assert.Equal(expected.DeviceLogits, got.DeviceLogits);
        Assert.Equal(expected.TwinLogits, got.TwinLogits);
        Assert.Equal(expected.Row, got.Row);
        foreach (var (one, other) in expected.Uses.Zip(got.Uses))
        {
            Assert.Equal(one.Device, other.Device);
            Assert.Equal(one.Again, other.Again);
            Assert.Equal(one.TwinAlone, other.TwinAlone);
        }
        Assert.Equal((expected.Origin, expected.DataText, expected.SystemText, expected.Training), (got.Origin, got.DataText, got.SystemText, got.Training));
        Assert.Equal(expected.ClassNames, got.ClassNames);
        Assert.Empty(loaded.Remarks);
    }

    [Fact]
    public void A_loaded_network_brings_its_figures()
    {
        var trained = WordListener.Train(
            new SpeechOptions { System = "circuit", Data = run.Words, Seeds = [1], Devices = [2], Methods = ["pat"], Epochs = 1 }, cancellation: TestContext.Current.CancellationToken).Result;
        var loaded = WordListener.Load(run.Folder).Result;
        Assert.Equal((trained.DeviceAccuracy, trained.ValidationAccuracy, trained.GradientCosine, trained.LearningRate), (loaded.DeviceAccuracy, loaded.ValidationAccuracy, loaded.GradientCosine, loaded.LearningRate));
        Assert.Equal(trained.TwinAccuracy, loaded.TwinAccuracy, 12);
        Assert.Equal(trained.Predictions, loaded.Predictions);
        Assert.Equal(trained.Labels, loaded.Labels);
        Assert.Equal(trained.Warnings, loaded.Warnings);
        Assert.Equal((trained.DeviceRuns, trained.Ledger!.TwinRuns), (loaded.DeviceRuns, loaded.Ledger!.TwinRuns));
        Assert.All(Enum.GetValues<Purpose>(), purpose => Assert.Equal(trained.Ledger[purpose], loaded.Ledger[purpose]));
    }

    [Fact]
    public void Every_training_of_a_run_can_be_loaded_and_the_recordings_are_not_needed()
    {
        // Seed i is on the device in place i mod 2.
        var all = new[] { ("pat", 1L, 2L), ("pat", 2L, 1L), ("in-silico", 1L, 2L), ("in-silico", 2L, 1L) };
        var (folder, words, word) = (run.Folder, run.Words, AudioFile.Read(run.Seven));
        Directory.Move(words, words + "-elsewhere");
        try
        {
            List<double> logits = [];
            foreach (var (method, seed, device) in all)
            {
                var listener = WordListener.Load(folder, method, seed);
                Assert.Equal((method, seed, device), (listener.Result.Method, listener.Result.Seed, listener.Result.Device!.Value));
                var heard = listener.Hear(word, "seven");
                Assert.Equal("one of the test recordings: the network has not learned from it", heard.Origin);
                logits.Add(heard.DeviceLogits[0]);
            }
            Assert.Equal(4, logits.Distinct().Count());
            Assert.Equal(2, WordListener.Load(folder, device: 1).Result.Seed);
        }
        finally
        {
            Directory.Move(words + "-elsewhere", words);
        }
    }

    [Fact]
    public void A_network_of_another_version_says_so()
    {
        var folder = run.Copy();
        Edit(folder, "run.json", json => json["version"] = "0.0.1");
        Assert.StartsWith("Version 0.0.1 of the program trained these networks", Assert.Single(WordListener.Load(folder).Remarks), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pat", 7L, null, "expected one of its runs, seed 1 on device 2; seed 2 on device 1, got seed 7.")]
    [InlineData("pat", 1L, 1L, "got seed 1 on device 1.")]
    [InlineData("frozen", null, null, "expected one of its methods, in-silico, pat, logistic, got frozen.")]
    public void What_the_run_has_not_is_refused(string method, long? seed, long? device, string problem) => AssertRefused(problem, run.Folder, method, seed, device);

    [Fact]
    public void A_method_without_a_device_is_refused() =>
        Assert.Contains("expected one whose network runs on a device, got 'logistic'", Assert.Throws<ArgumentException>(() => WordListener.Load(run.Folder, "logistic")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_folder_that_is_no_run_of_spoken_words_is_refused()
    {
        AssertRefused("expected a folder that a pat command wrote, got nothing of that name", Path.Combine(run.Words, "none"));
        AssertRefused("expected a folder that a pat command wrote, with a file run.json, got none", run.Words);
        var folder = run.Copy();
        Edit(folder, "run.json", json => json["command"] = "yield spoken-digits");
        AssertRefused("expected a folder of 'pat run spoken-digits', got one of 'pat yield spoken-digits'", folder);
    }

    [Theory]
    [InlineData("epochs", null, "expected an option \"epochs\" as this version of the program writes it, got none")]
    [InlineData("frontEnd", "null", "config.json: expected the options of the run, got")]
    [InlineData("frontEnd", "\"mfcc\"", "expected frontEnd \"mfcc\", got \"log-mel\"")]
    [InlineData("system", "\"plate\"", "expected system \"plate\", got \"circuit\"")]
    [InlineData("strength", "2", "expected strength \"2\", got \"1\"")]
    [InlineData("tomorrow", "1", "expected options of this version of the program only, got \"tomorrow\": 1")]
    [InlineData("device", "{\"file\": \"plate.json\"}", "expected a run on devices of device seeds, got one on a saved device")]
    [InlineData("devices", "[]", "expected at least one seed and one device, got none")]
    [InlineData("devices", "[1]", "expected the trained network of pat, seed 1, device 1, got no such file")]
    [InlineData("seeds", "\"1\"", "config.json: expected the options of the run, got")]
    public void An_option_that_is_missing_unknown_or_another_is_refused(string option, string? value, string problem)
    {
        var folder = run.Copy();
        Edit(folder, "config.json", json =>
        {
            if (value is null)
                json.Remove(option);
            else
                json[option] = JsonNode.Parse(value);
        });
        AssertRefused(problem, folder);
    }

    [Theory]
    [InlineData("scaling.csv", 2, null, "expected seed 1 with the values 0 to 13 of the front end 'log-mel', got 2 rows")]
    [InlineData("scaling.csv", 0, null, "expected a table with rows, got none")]
    [InlineData("recordings.csv", 0, null, "expected a table with rows, got none")]
    [InlineData("metrics.csv", 0, null, "expected a table with rows, got none")]
    [InlineData("metrics.csv", 0, ",pat,1,2,", "expected one row of pat, seed 1, device 2, got none or several")]
    [InlineData("predictions.csv", 0, "pat,1,2,9,", "expected 10 predictions of pat, seed 1, device 2 that are right in ")]
    [InlineData("data.csv", 0, null, "expected a table with rows, got none")]
    public void A_table_that_is_cut_off_or_lacks_a_row_is_refused(string table, int rows, string? without, string problem)
    {
        var folder = run.Copy();
        var file = Path.Combine(folder, table);
        var lines = File.ReadAllLines(file);
        File.WriteAllLines(file, without is null ? lines.Take(1 + rows) : lines.Where(line => !line.Contains(without, StringComparison.Ordinal)));
        AssertRefused(problem, folder);
    }

    [Fact]
    public void A_checkpoint_that_is_missing_or_damaged_is_refused()
    {
        var folder = run.Copy();
        var file = Path.Combine(folder, Checkpoint);
        var bytes = File.ReadAllBytes(file);
        foreach (var length in new[] { 0, 7, bytes.Length / 2, bytes.Length - 1 })
        {
            File.WriteAllBytes(file, bytes[..length]);
            AssertRefused("expected a whole safetensors file, got Safetensors", folder);
        }
        File.Delete(file);
        AssertRefused("expected the trained network of pat, seed 1, device 2, got no such file", folder);
        File.Copy(Path.Combine(folder, "checkpoint-in-silico-seed1-device2.safetensors"), file);
        AssertRefused("expected method \"pat\", got \"in-silico\"", folder);
        File.Copy(Path.Combine(folder, "checkpoint-pat-seed2-device1.safetensors"), file, overwrite: true);
        AssertRefused("expected seed \"1\", got \"2\"", folder);
    }

    [Theory]
    [InlineData("renamed", "expected the parameter \"chain/scale 1\" of the network of config.json, got none of that name (1 of ")]
    [InlineData("another", "expected no parameters but those of the network of config.json, got \"chain/scale 9\"")]
    [InlineData("longer", "expected shape [784] of \"chain/scale 1\", as in the network of config.json, got [785]")]
    [InlineData("stateless", "expected where each apparatus of the network stood when the training ended (1), got 0. Earlier versions of the program did not write it")]
    [InlineData("unreadable", "expected the state of an apparatus as JSON, got {}")]
    [InlineData("unprogrammed", "expected the parameters in force on an apparatus that was programmed, got none")]
    public void A_checkpoint_of_another_network_is_refused(string fault, string problem)
    {
        var folder = run.Copy();
        var file = Path.Combine(folder, Checkpoint);
        var (tensors, texts) = (Safetensors.Read(file).Tensors.ToDictionary(), Safetensors.Read(file).Metadata.ToDictionary());
        const string scale = "chain/scale 1";
        switch (fault)
        {
            case "renamed":
                (tensors["chain/gain"], _) = (tensors[scale], tensors.Remove(scale));
                break;
            case "another":
                tensors["chain/scale 9"] = tensors[scale];
                break;
            case "longer":
                tensors[scale] = new Tensor(785);
                break;
            case "stateless":
                texts.Remove("apparatus 0");
                break;
            case "unreadable":
                texts["apparatus 0"] = "{}";
                break;
            default:
                tensors.Remove("apparatus 0/programmed");
                break;
        }
        Safetensors.Write(file, tensors, texts);
        AssertRefused(problem, folder);
    }

    private static void Edit(string folder, string file, Action<JsonObject> change)
    {
        var path = Path.Combine(folder, file);
        var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        change(json);
        File.WriteAllText(path, json.ToJsonString());
    }

    private static void AssertRefused(string problem, string folder, string method = "pat", long? seed = null, long? device = null)
    {
        var message = Assert.Throws<DataException>(() => WordListener.Load(folder, method, seed, device)).Message;
        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
