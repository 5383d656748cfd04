using System.Text.Json;
using Pat.Core.Training;

namespace Pat.Experiments.Tests.CommandLine;

public sealed class VowelsFromAudioTests : InFolder
{
    [Fact]
    public void Everything_that_a_run_writes_says_that_formants_were_tracked()
    {
        var run = PatRun.Of("run", "vowels", "--from-audio", "--epochs", "1", "--seeds", "1", "--methods", "logistic", "--json", "--out", Out);
        Assert.Equal(0, run.Code);
        var json = run.Json();
        Assert.Equal(("synthetic-audio", true), (json.GetProperty("data").GetString(), json.GetProperty("fromAudio").GetBoolean()));
        Assert.Contains("spoken by the synthesiser", json.GetProperty("dataDescription").GetString());
        Assert.Equal(10_920, json.GetProperty("tracking")[0].GetProperty("error").GetProperty("values").GetInt32());

        Assert.Contains("SYNTHETIC data, formants tracked from synthesised sound", File.ReadAllText(Path.Combine(Out, "report.txt")));
        Assert.Contains("formants tracked from the sound", File.ReadAllText(Path.Combine(Out, "report.html")));
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "config.json")));
        Assert.True(config.RootElement.GetProperty("fromAudio").GetBoolean());
        Assert.Equal("synthetic-audio", Safetensors.Read(Path.Combine(Out, "checkpoint-logistic-seed1.safetensors")).Metadata["data"]);
        var data = File.ReadAllLines(Path.Combine(Out, "data.csv"));
        Assert.Equal(
            "seed,source,split,training_rows,validation_rows,test_rows,f1_error_median_percent,f1_error_p95_percent,f2_error_median_percent,f2_error_p95_percent,"
            + "f3_error_median_percent,f3_error_p95_percent,tracked_values,values_from_near_by,spoken_again,description", data[0]);
        Assert.Matches(@"^1,synthetic-audio,synthetic,175,35,700(,[\d.]+){6},10920,\d+,0,""SYNTHETIC", data[1]);
    }

    [Fact]
    public void A_command_for_all_benches_takes_the_flag_too()
    {
        var run = PatRun.Of("yield", "vowels", "--from-audio", "--epochs", "1", "--seeds", "1", "--devices", "2", "--fine-tune-epochs", "1", "--json", "--out", Out);
        Assert.Equal((0, "synthetic-audio"), (run.Code, run.Json().GetProperty("data").GetString()));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("sweep")]
    [InlineData("tune")]
    [InlineData("attribute")]
    [InlineData("yield")]
    [InlineData("drift")]
    public void Every_vowel_command_has_the_flag(string verb) =>
        Assert.Contains("--from-audio", PatRun.Of(verb, "vowels", "--help").Output);

    [Fact]
    public void Spoken_synthetic_vowels_have_no_talkers_either()
    {
        var run = PatRun.Of("run", "vowels", "--from-audio", "--split", "talker", "--out", Out);
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains("Synthetic vowels have no talkers: pass the measured ones with --data DIR.", run.Error);
    }
}
