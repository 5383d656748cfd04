using System.Text.Json;
using Pat.Core.Training;
using Pat.Experiments.Tests.Data;
using Pat.Experiments.Tests.Images;

namespace Pat.Experiments.Tests.CommandLine;

public sealed class RunImagesTests : InFolder
{
    [Fact]
    public void The_table_has_a_row_for_each_method_and_the_folder_has_everything()
    {
        var run = Tiny("run", "--epochs", "2", "--seeds", "1-2", "--methods", "ideal,pat,in-silico,frozen,identity,mlp");
        Assert.Equal(0, run.Code);
        Assert.StartsWith("Images by the system 'tiny', SYNTHETIC data", run.Output);
        Assert.Contains("2,989 parameters, 98 of them control devices; mlp: 3,010 (50 hidden units); multiply-adds of an example: 2,891", run.Output);
        Assert.Contains("96.7 % digital", run.Output);
        Assert.Contains("100 training, 1,000 validation,", run.Output);
        Assert.Matches(@"(?m)^  pat +[\d.]+ \([-\d.]+ to [\d.]+\) +[\d.]+ +[\d.]+ \(.*\) +-?[01]\.\d\d +400 +[\d.]+$", run.Output);
        Assert.Matches(@"(?m)^  identity +[\d.]+ \(.*\) +[\d.]+ +[\d.]+ \(.*\) +0 +[\d.]+$", run.Output);
        string[] sentences =
        [
            "PAT minus ideal training, on the device: ", "PAT minus in-silico training, on the device: ", "; smallest ", "Removing the physics (PAT minus identity) costs ",
            "Leaving the device as it starts (PAT minus frozen) costs ", "count for the physical system: removing the physics costs ", "PAT minus mlp: ",
        ];
        Assert.All(sentences, sentence => Assert.Contains(sentence, run.Output));
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= 120 && line == line.TrimEnd(), line));
        Assert.Matches(@"(?m)^\[12/12\] ", run.Error);

        Assert.Equal(1 + 12, Lines("metrics.csv").Length);
        Assert.Equal("method,seed,device,epoch,loss,validation_accuracy_percent,gradient_norm first,gradient_norm middle,gradient_norm read-out,gradient_norm second", Lines("epochs.csv")[0]);
        Assert.Equal(1 + 2 * 12, Lines("epochs.csv").Length);
        Assert.All(Lines("epochs.csv").Skip(1), line => Assert.NotEmpty(line.Split(',')[5]));
        Assert.Matches("^1,synthetic,100,1000,2000,\"SYNTHETIC digits of seed 1, drawn by the program from strokes, 28x28 pixels\",[0-9a-f]{64}$", Lines("data.csv")[1]);
        Assert.Equal(2 * 2_000, Lines("confusion-pat.csv").Skip(1).Sum(line => line.Split(',').Skip(1).Sum(long.Parse)));
        Assert.StartsWith(run.Output.TrimEnd(), File.ReadAllText(Path.Combine(Out, "report.txt")), StringComparison.Ordinal);
        var checkpoint = Safetensors.Read(Path.Combine(Out, "checkpoint-pat-seed1-device2.safetensors"));
        Assert.Equal(("images", "tiny", "0.01"), (checkpoint.Metadata["experiment"], checkpoint.Metadata["system"], checkpoint.Metadata["learningRate"]));
    }

    [Fact]
    public void Json_is_the_only_thing_on_standard_output_and_has_the_named_fields()
    {
        var run = Tiny("run", "--epochs", "1", "--seeds", "1", "--json", "--quiet");
        Assert.Equal((0, ""), (run.Code, run.Error));
        var document = run.Json();
        Assert.Equal(("tiny", "synthetic"), (document.GetProperty("system").GetString(), document.GetProperty("data").GetString()));
        Assert.Equal(96.7, 100 * document.GetProperty("network").GetProperty("multiplyAdds").GetProperty("digitalShare").GetDouble(), 0.05);
        var rows = document.GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(["ideal", "pat", "in-silico", "frozen", "identity", "logistic", "mlp"], rows.Select(row => row.GetProperty("method").GetString()));
        Assert.Equal(rows[1].GetProperty("lowestDeviceAccuracy").GetDouble(), rows[1].GetProperty("deviceAccuracy").GetProperty("mean").GetDouble());
        Assert.Equal(0.02, rows[2].GetProperty("learningRate").GetDouble());
    }

    [Fact]
    public void Without_validation_images_their_columns_are_empty()
    {
        Assert.Equal(0, Tiny("run", "--epochs", "1", "--seeds", "1", "--methods", "pat,mlp", "--all-training-images").Code);
        Assert.All(Lines("metrics.csv").Skip(1), line => Assert.Empty(line.Split(',')[6]));
        Assert.All(Lines("epochs.csv").Skip(1), line => Assert.Empty(line.Split(',')[5]));
    }

    [Fact]
    public void Where_a_device_has_other_outputs_than_inputs_the_identity_is_refused_or_left_out()
    {
        var refused = Of(new(outputs: 20), "run", "--methods", "pat,identity");
        Refused(refused, 2, "Methods, --methods identity: expected a system with as many outputs as inputs, so that nothing can stand in its place, got 'tiny': ");
        var run = Of(new(outputs: 20), "run", "--epochs", "1", "--seeds", "1");
        Assert.Equal(0, run.Code);
        Assert.DoesNotContain("(?m)^  identity", run.Output);
        Assert.Contains("Whether the figure counts for the physics is open", run.Output);
    }

    [Fact]
    public void Images_that_the_system_cannot_take_are_named_with_their_file()
    {
        const int training = 5_010, test = 20;
        Write("train-images-idx3-ubyte", IdxBytes.Of(new byte[training * 6], training, 2, 3));
        Write("train-labels-idx1-ubyte", IdxBytes.Of(new byte[training], training));
        Write("t10k-images-idx3-ubyte", IdxBytes.Of(new byte[test * 6], test, 2, 3));
        Write("t10k-labels-idx1-ubyte", IdxBytes.Of(new byte[test], test));
        Refused(Tiny("run", "--data", Root, "--set", "fashion-mnist"), 1,
            $"Images, {Root}/fashion-mnist/train-images-idx3-ubyte: expected images that the system 'tiny' can take, got 2x3 pixels (Tiny images: expected ");
        Write("train-labels-idx1-ubyte", IdxBytes.Of(new byte[training - 1], training - 1));
        Refused(Tiny("run", "--data", Root, "--set", "fashion-mnist"), 1, "Label file, ", "expected 5,010 labels");
        Write("train-images-idx3-ubyte.gz", IdxBytes.Gzip(IdxBytes.Of(new byte[training * 6], training, 2, 3))[..50]);
        File.Delete(Path.Combine(Root, "fashion-mnist", "train-images-idx3-ubyte"));
        Refused(Tiny("run", "--data", Root, "--set", "fashion-mnist"), 1, "Image file, ", "The file is truncated");

        void Write(string name, byte[] bytes)
        {
            Directory.CreateDirectory(Path.Combine(Root, "fashion-mnist"));
            File.WriteAllBytes(Path.Combine(Root, "fashion-mnist", name), bytes);
        }
    }

    // 20x20 pixels are 100 means of 2x2: no whole number of times in 784 samples.
    [Theory]
    [InlineData("plate", 20, "Series network: expected examples of a size that divides 784 samples, got 100 values.")]
    [InlineData("circuit", 20, "Series network: expected examples of a size that divides 784 samples, got 100 values.")]
    [InlineData("plate", 27, "")]
    [InlineData("shg-hybrid", 27, "")]
    [InlineData("oscillators", 20, "Coupled oscillators: expected images of 28x28 pixels, got 20x20.")]
    public void Images_of_another_size_are_refused_by_every_system_that_cannot_take_them(string system, uint size, string reason)
    {
        const int training = 5_010, test = 20;
        Directory.CreateDirectory(Path.Combine(Root, "fashion-mnist"));
        Write("train-images-idx3-ubyte", IdxBytes.Of(new byte[training * size * size], training, size, size));
        Write("train-labels-idx1-ubyte", IdxBytes.Of(new byte[training], training));
        Write("t10k-images-idx3-ubyte", IdxBytes.Of(new byte[test * size * size], test, size, size));
        Write("t10k-labels-idx1-ubyte", IdxBytes.Of(new byte[test], test));
        Refused(PatRun.Of("run", "images", "--system", system, "--data", Root, "--set", "fashion-mnist", "--out", Out), 1,
            $"expected images that the system '{system}' can take, got {size}x{size} pixels ({reason}");

        void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(Root, "fashion-mnist", name), bytes);
    }

    [Theory]
    [InlineData("run images", 2, "--system")]
    [InlineData("run images --system tinny", 2, "--system: expected tiny, got \"tinny\"")]
    [InlineData("run images --system tiny --images 0", 2, "--images: expected a whole number from 10 to 1000000, got \"0\"")]
    [InlineData("run images --system tiny --epochs 0", 2, "--epochs: expected a whole number from 1 to 10000")]
    [InlineData("run images --system tiny --methods restandardised", 2, "--methods: expected names among ideal, pat,")]
    [InlineData("run images --system tiny --set letters", 2, "--set: expected mnist or fashion-mnist")]
    [InlineData("run images --system tiny --set mnist", 2, "Images, --set: expected --data DIR with it, got none. Drawn digits have no sets")]
    [InlineData("run images --system tiny --strength 6", 1, "Device, --strength 6, --noise 1, device 1: expected a device that can be made, got Tiny device: ")]
    [InlineData("run images --system tiny --data none", 1, "Data folder, none: expected a folder that holds mnist/, got no such folder.")]
    [InlineData("sweep images --system tiny --strengths 1,7", 1, "Device, --strength 7, --noise 1, device 1: ")]
    [InlineData("sweep images --system tiny --methods mlp", 2, "--methods: expected names among")]
    [InlineData("tune images --system tiny --all-training-images", 2, "'--all-training-images'")]
    [InlineData("tune images --system tiny --rates 0", 2, "--rates: expected different numbers from 1E-06 to 10")]
    public void What_cannot_be_run_is_said_in_one_line(string line, int code, string problem) =>
        Refused(PatRun.With([new TinySystem()], [.. line.Split(' '), "--out", Out]), code, problem);

    [Theory]
    [InlineData("666")]
    [InlineData("667")]
    public void A_device_that_is_not_finite_ends_the_run_with_one_line(string device)
    {
        var run = Tiny("run", "--device-seeds", device, "--seeds", "1", "--methods", "pat", "--quiet");
        Assert.Equal(1, run.Code);
        Assert.StartsWith($"pat: pat, seed 1, device {device}: ", run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Contains("INCOMPLETE: 0 of 1 trainings are done.", run.Output);
    }

    [Fact]
    public void A_stop_during_the_run_keeps_what_is_done()
    {
        using var stop = new CancellationTokenSource();
        var run = PatRun.With(
            [new TinySystem()], new WatchedWriter(_ => stop.Cancel()),
            ["run", "images", "--system", "tiny", "--images", "100", "--epochs", "5", "--seeds", "1-4", "--device-seeds", "1-50", "--crossed", "--methods", "pat", "--out", Out], stop.Token);
        Assert.Equal(130, run.Code);
        Assert.Matches(@"INCOMPLETE: \d+ of 200 trainings are done\.", run.Output);
        Assert.False(JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "run.json"))).RootElement.GetProperty("complete").GetBoolean());
    }

    [Fact]
    public void A_sweep_has_a_row_for_each_strength_with_the_cosine()
    {
        var run = Tiny("sweep", "--strengths", "0,2", "--epochs", "1", "--seeds", "1", "--methods", "pat,in-silico");
        Assert.Equal(0, run.Code);
        Assert.Matches(@"(?m)^  0 +[\d.]+ +[\d.]+ +1\.00 +1\.00$", run.Output);
        Assert.Matches(@"(?m)^  2 +[\d.]+ +[\d.]+ +-?0\.\d\d +-?0\.\d\d$", run.Output);
        Assert.Equal(["0", "0", "2", "2"], Lines("metrics.csv").Skip(1).Select(line => line.Split(',')[0]));
    }

    [Fact]
    public void Tuning_offers_each_rate_and_names_the_best()
    {
        var run = Tiny("tune", "--rates", "0.001,0.1", "--epochs", "1", "--methods", "pat,logistic");
        Assert.Equal(0, run.Code);
        Assert.Matches(@"(?m)^  logistic( +[\d.]+ ± [\d.]+){2} +0\.\d+$", run.Output);
        Assert.Contains("seeds 101, 102, each on the device of its number; 1 epoch; 2 rates, 8 trainings in all", run.Output);
        Assert.Equal(1 + 4, Lines("tuning.csv").Length);
    }

    [Fact]
    public void Help_and_list_name_systems_methods_and_defaults()
    {
        var help = PatRun.With([new TinySystem()], "run", "images", "--help");
        var text = string.Join(' ', help.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        string[] parts = ["2 for tiny", "[default: 1-3]", "(REQUIRED)", "[default: runs/images]", "[default: ideal,pat,in-silico,frozen,identity,logistic,mlp]", "fashion-mnist"];
        Assert.All(parts, part => Assert.Contains(part, text));
        var list = PatRun.With([new TinySystem()], "list");
        Assert.All(["tiny", "images", "frozen", "identity"], name => Assert.Contains($"\n{name} ", list.Output));
    }

    private PatRun Tiny(string verb, params string[] args) => Of(new(), verb, args);

    private PatRun Of(TinySystem system, string verb, params string[] args) => PatRun.With(
        [system],
        [verb, "images", "--system", "tiny", .. args.Contains("--data") ? [] : (string[])["--images", "100"], "--out", Out, .. args]);

    private string[] Lines(string file) => File.ReadAllLines(Path.Combine(Out, file));

    private static void Refused(PatRun run, int code, params string[] parts)
    {
        Assert.Equal((code, ""), (run.Code, run.Output));
        Assert.StartsWith("pat: ", run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.All(parts, part => Assert.Contains(part, run.Error));
    }
}
