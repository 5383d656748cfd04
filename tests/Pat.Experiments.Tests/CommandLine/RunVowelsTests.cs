using System.Text.Json;
using Pat.Core.Training;

namespace Pat.Experiments.Tests.CommandLine;

public sealed class RunVowelsTests : InFolder
{
    [Fact]
    public void The_table_has_a_row_for_each_method_and_the_folder_has_everything()
    {
        var run = PatRun.Of("run", "vowels", "--epochs", "2", "--seeds", "1-2", "--methods", "pat,logistic", "--out", Out);
        Assert.Equal(0, run.Code);
        Assert.Contains("SYNTHETIC", run.Output);
        Assert.Matches(@"(?m)^  pat +[\d.]+ \([-\d.]+ to [\d.]+\) +[\d.]+ \(.*\) +-?[01]\.\d\d +2,625 +[\d.]+$", run.Output);
        Assert.Matches(@"(?m)^  logistic +[\d.]+ \(.*\) +0 +[\d.]+$", run.Output);
        Assert.Contains("95 % interval (Student's t) over seeds.", run.Output);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= 120 && line == line.TrimEnd(), line));
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.Matches(@"(?m)^\[4/4\] ", run.Error);

        string[] files =
        [
            "agreement.csv", "checkpoint-logistic-seed1.safetensors", "checkpoint-logistic-seed2.safetensors", "checkpoint-pat-seed1-device2.safetensors",
            "checkpoint-pat-seed2-device3.safetensors", "classes.csv", "config.json", "confusion-logistic.csv", "confusion-pat.csv", "data.csv", "effects.csv", "epochs.csv", "gap.csv", "gradient-check.csv", "gradients.csv", "ledger.csv", "metrics.csv", "pairs.csv",
            "predictions.csv", "range.csv", "report.html", "report.txt", "results.json", "run.json", "samples.csv", "terms.csv",
        ];
        Assert.Equal(files, Directory.GetFiles(Out).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(5, File.ReadAllLines(Path.Combine(Out, "metrics.csv")).Length);
        Assert.Equal(1 + 2 * 2, File.ReadAllLines(Path.Combine(Out, "epochs.csv")).Length);
        Assert.Equal(3, File.ReadAllLines(Path.Combine(Out, "data.csv")).Length);
        // 700 test rows, three times on the device, for two seeds.
        Assert.Equal(2 * 3 * 700, Counts("confusion-pat.csv"));
        Assert.Equal(2 * 700, Counts("confusion-logistic.csv"));
        Assert.StartsWith(run.Output.TrimEnd(), File.ReadAllText(Path.Combine(Out, "report.txt")), StringComparison.Ordinal);
        Assert.Equal(2, JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "results.json"))).RootElement.GetProperty("rows").GetArrayLength());
        Assert.True(JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "run.json"))).RootElement.GetProperty("complete").GetBoolean());
        var checkpoint = Safetensors.Read(Path.Combine(Out, "checkpoint-pat-seed1-device2.safetensors"));
        Assert.Equal(("pat", "2", "synthetic"), (checkpoint.Metadata["method"], checkpoint.Metadata["device"], checkpoint.Metadata["data"]));
        Assert.Equal(50, checkpoint.Tensors["layer 5/program"].Length);
    }

    [Fact]
    public void Predictions_comparisons_and_costs_are_written_and_one_line_compares_with_training_in_silico()
    {
        var run = PatRun.Of("run", "vowels", "--epochs", "2", "--seeds", "1-2", "--methods", "ideal,pat,in-silico,logistic", "--no-diagnostics", "--out", Out);
        Assert.Matches(@"PAT against in-silico training, test examples one by one: [\d,]+ only PAT has right, [\d,]+ only in-silico \(McNemar p\s+<?\s*[\d.]+,\s+all\s+runs\s+pooled\);\s+95\s+% bootstrap interval", run.Output);
        Assert.Contains("On the hardware's clock one network takes, to train and calibrate: ideal 0.3", run.Output);
        Assert.False(File.Exists(Path.Combine(Out, "gradients.csv")));

        var predictions = File.ReadAllLines(Path.Combine(Out, "predictions.csv"));
        Assert.Equal("method,seed,device,row,label,predicted", predictions[0]);
        Assert.Equal(1 + 4 * 2 * 700, predictions.Length);

        // What the tables say of PAT and in-silico training follows from the predictions.
        var first = predictions.Skip(1).Select(line => line.Split(',')).ToLookup(cells => (cells[0], cells[1]), cells => cells[4] == cells[5]);
        (bool Mine, bool Its)[] both = [.. first[("pat", "1")].Zip(first[("in-silico", "1")]), .. first[("pat", "2")].Zip(first[("in-silico", "2")])];
        var pair = File.ReadAllLines(Path.Combine(Out, "pairs.csv")).Single(line => line.StartsWith("pat,in-silico,", StringComparison.Ordinal)).Split(',');
        Assert.Equal(("2", $"{both.Count(b => b.Mine && !b.Its)}", $"{both.Count(b => !b.Mine && b.Its)}"), (pair[2], pair[8], pair[9]));
        Assert.Equal(
            ["pat,ideal", "pat,in-silico", "pat,logistic", "ideal,in-silico"],
            File.ReadAllLines(Path.Combine(Out, "pairs.csv")).Skip(1).Select(line => string.Join(',', line.Split(',')[..2])));

        Assert.Equal(1 + 4 * 7, File.ReadAllLines(Path.Combine(Out, "classes.csv")).Length);
        Assert.Equal("method,accuracy_percent,low,high,kappa,macro_f1", File.ReadAllLines(Path.Combine(Out, "agreement.csv"))[0]);
        // 175 rows through 5 layers twice, at 0.1 ms and 130 nJ each; 6 batches an epoch program 5 layers, 1 ms each.
        var ledger = File.ReadAllLines(Path.Combine(Out, "ledger.csv"));
        var train = ledger.First(line => line.StartsWith("pat,1,2,train,", StringComparison.Ordinal)).Split(',');
        Assert.Equal(("1750", "60"), (train[4], train[5]));
        Assert.Equal(1750e-4 + 60e-3, double.Parse(train[6], System.Globalization.CultureInfo.InvariantCulture), 1e-9);
        Assert.Equal(1750 * 130e-9, double.Parse(train[7], System.Globalization.CultureInfo.InvariantCulture), 1e-12);
        Assert.DoesNotContain(ledger, line => line.StartsWith("in-silico,1,2,train", StringComparison.Ordinal));
        Assert.Contains("in-silico,1,2,twin,", string.Join('\n', ledger));
    }

    [Fact]
    public void Json_is_the_only_thing_on_standard_output_and_has_the_named_fields()
    {
        var run = PatRun.Of("run", "vowels", "--epochs", "1", "--seeds", "1", "--methods", "in-silico,logistic", "--out", Out, "--json", "--quiet");
        Assert.Equal((0, ""), (run.Code, run.Error));
        var document = run.Json();
        Assert.Equal("synthetic", document.GetProperty("data").GetString());
        Assert.Equal("synthetic", document.GetProperty("split").GetString());
        Assert.Equal([1], document.GetProperty("seeds").EnumerateArray().Select(seed => seed.GetInt32()));
        Assert.Equal([2], document.GetProperty("devices").EnumerateArray().Select(device => device.GetInt32()));
        Assert.True(document.GetProperty("complete").GetBoolean());
        var rows = document.GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(["in-silico", "logistic"], rows.Select(row => row.GetProperty("method").GetString()));
        foreach (var row in rows)
        {
            foreach (var name in new[] { "deviceAccuracy", "twinAccuracy" })
            {
                Assert.InRange(row.GetProperty(name).GetProperty("mean").GetDouble(), 1.001, 100);
                Assert.Equal(JsonValueKind.Null, row.GetProperty(name).GetProperty("low").ValueKind);
                Assert.Equal(JsonValueKind.Null, row.GetProperty(name).GetProperty("high").ValueKind);
            }
            Assert.Equal(0, row.GetProperty("deviceRuns").GetInt64());
            Assert.True(row.GetProperty("seconds").GetDouble() >= 0);
        }
        Assert.Equal(rows[1].GetProperty("deviceAccuracy").ToString(), rows[1].GetProperty("twinAccuracy").ToString());
    }

    [Fact]
    public void Crossed_runs_say_that_the_mean_over_devices_counts()
    {
        var run = PatRun.Of("run", "vowels", "--epochs", "1", "--seeds", "1-2", "--device-seeds", "7,9", "--crossed", "--methods", "in-silico", "--out", Out);
        Assert.Contains("seeds 1, 2 each on devices 7, 9; 1 epoch; 4 trainings in all", run.Output);
        Assert.Contains("over seeds; of each seed the mean over devices counts", run.Output);
        Assert.Equal(["7", "9", "7", "9"], Column("metrics.csv", 3, sortBy: 2));
    }

    [Fact]
    public void Strengths_and_noise_reach_the_device()
    {
        var run = PatRun.Of(
            "run", "vowels", "--epochs", "3", "--seeds", "1", "--methods", "pat", "--strength", "2", "--gain", "0.5", "--noise", "0", "--out", Out);
        Assert.Contains("strength 2, gain times 0.5; noise 0; ", run.Output);
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "config.json")));
        Assert.Equal(1, config.RootElement.GetProperty("gap").GetProperty("gain").GetDouble());
        Assert.Equal(2, config.RootElement.GetProperty("gap").GetProperty("leak").GetDouble());
        Assert.Equal(0, config.RootElement.GetProperty("noise").GetDouble());
    }

    [Fact]
    public void Measured_vowels_can_be_split_by_talker()
    {
        var run = PatRun.Of(
            "run", "vowels", "--data", Tests.Data.RealData.Folder(), "--split", "talker", "--epochs", "1", "--seeds", "1", "--methods", "logistic", "--out", Out, "--json");
        Assert.Equal(("hillenbrand", "talker"), (run.Json().GetProperty("data").GetString(), run.Json().GetProperty("split").GetString()));
    }

    [Fact]
    public void A_stop_during_the_run_keeps_what_is_done()
    {
        using var stop = new CancellationTokenSource();
        var run = PatRun.Of(
            new WatchedWriter(_ => stop.Cancel()), stop.Token,
            "run", "vowels", "--epochs", "20", "--seeds", "1-200", "--methods", "in-silico", "--out", Out);
        Assert.Equal(130, run.Code);
        Assert.Matches(@"INCOMPLETE: \d+ of 200 trainings are done\.", run.Output);
        Assert.Matches("(?m)^  in-silico ", run.Output);
        Assert.False(JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "run.json"))).RootElement.GetProperty("complete").GetBoolean());
    }

    [Fact]
    public void A_stop_before_anything_is_done_gives_an_empty_document()
    {
        var run = PatRun.Of(new StringWriter(), new CancellationToken(canceled: true), "run", "vowels", "--out", Out, "--json");
        Assert.Equal(130, run.Code);
        Assert.False(run.Json().GetProperty("complete").GetBoolean());
        Assert.Empty(run.Json().GetProperty("rows").EnumerateArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_folder_that_vanishes_during_the_run_costs_no_result(bool json)
    {
        void Vanish(string line)
        {
            if (line.StartsWith('[') && Directory.Exists(Out))
                Directory.Delete(Out, true);
        }
        var run = PatRun.Of(
            new WatchedWriter(Vanish), TestContext.Current.CancellationToken,
            ["run", "vowels", "--epochs", "1", "--seeds", "1-50", "--methods", "in-silico", "--out", Out, .. json ? (string[])["--json"] : []]);
        Assert.Equal(1, run.Code);
        Assert.StartsWith("pat: Run folder, ", run.Error.TrimEnd().Split('\n')[^1]);
        Assert.DoesNotContain("   at ", run.Error);
        if (json)
            Assert.Single(run.Json().GetProperty("rows").EnumerateArray());
        else
            Assert.Matches("(?m)^  in-silico ", run.Output);
    }

    private long Counts(string file) =>
        File.ReadAllLines(Path.Combine(Out, file)).Skip(1).Sum(line => line.Split(',').Skip(1).Sum(long.Parse));

    private string[] Column(string file, int column, int sortBy) =>
    [
        .. File.ReadAllLines(Path.Combine(Out, file)).Skip(1).Select(line => line.Split(','))
            .OrderBy(row => row[sortBy], StringComparer.Ordinal).ThenBy(row => row[column], StringComparer.Ordinal).Select(row => row[column]),
    ];
}
