using System.Text.Json;

namespace Pat.Experiments.Tests.CommandLine;

public sealed class SavedDeviceRunTests : InFolder
{
    private static readonly string[] tables = ["gap.csv", "gradients.csv", "gradient-check.csv", "range.csv", "effects.csv", "terms.csv", "samples.csv", "predictions.csv", "ledger.csv", "epochs.csv"];

    [Fact]
    public void Vowels_on_a_saved_device_give_the_numbers_of_its_seed_and_say_which_file_it_was()
    {
        string[] settings = ["--strength", "0.8", "--factors", "read=2,gain=0.5", "--with", "gain-offset-spread@output,additive-noise@output"];
        string[] run = ["run", "vowels", "--seeds", "1", "--epochs", "1", "--methods", "pat", "--stream-seeds", "data-order=7", "--quiet"];
        var file = Saved("second-harmonic", ["--device-seed", "3", .. settings]);
        var saved = PatRun.Of([.. run, "--device", file, "--out", Out]);
        Assert.Equal((0, ""), (saved.Code, saved.Error));
        var seeded = Path.Combine(Root, "seeded");
        Assert.Equal(0, PatRun.Of([.. run, "--device-seeds", "3", .. settings, "--out", seeded]).Code);
        Assert.All(tables, table => Assert.Equal(File.ReadAllText(Path.Combine(seeded, table)), File.ReadAllText(Path.Combine(Out, table))));
        Assert.Equal(WithoutSeconds(seeded), WithoutSeconds(Out));

        var device = Json("config.json").GetProperty("device");
        var hash = device.GetProperty("sha256").GetString()!;
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))), hash);
        Assert.Equal(hash, Json("results.json").GetProperty("deviceFile").GetProperty("sha256").GetString());
        var text = $"{file} (second-harmonic device 3, SHA-256 {hash[..12]})";
        Assert.Equal(text, Json("run.json").GetProperty("deviceFile").GetString());
        Assert.Contains(text, File.ReadAllText(Path.Combine(Out, "report.html")));
        Assert.Contains($"{text}: seed 3, strength 0.8, noise 1; gain times 0.5; read times 2; with gain-offset-spread@output=1, additive-noise@output=1; streams data-order=7; ", string.Join(' ', saved.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData("transistor-circuit", "images --system circuit --images 20")]
    [InlineData("oscillating-plate", "images --system plate --images 20")]
    [InlineData("transistor-circuit", "spoken-digits --system circuit --front-end mfcc --recordings 20")]
    public void Classifiers_run_on_a_saved_device(string bench, string task)
    {
        string[] run = ["run", .. task.Split(' '), "--seeds", "1", "--epochs", "1", "--methods", "pat", "--no-diagnostics", "--quiet"];
        var file = Saved(bench, "--device-seed", "7", "--noise", "0.5");
        var saved = PatRun.Of([.. run, "--device", file, "--out", Out]);
        Assert.Equal((0, ""), (saved.Code, saved.Error));
        var seeded = Path.Combine(Root, "seeded");
        Assert.Equal(0, PatRun.Of([.. run, "--device-seeds", "7", "--noise", "0.5", "--out", seeded]).Code);
        Assert.Equal(WithoutSeconds(seeded), WithoutSeconds(Out));
        Assert.Equal(File.ReadAllText(Path.Combine(seeded, "predictions.csv")), File.ReadAllText(Path.Combine(Out, "predictions.csv")));
    }

    [Theory]
    [InlineData("oscillating-plate", "vowels", 1, "expected a device for the vowels on the bench second-harmonic, got one of the bench oscillating-plate.")]
    [InlineData("oscillating-plate", "images --system circuit", 1, "expected a device for the system 'circuit' on the bench transistor-circuit, got one of the bench oscillating-plate.")]
    [InlineData("oscillating-plate", "spoken-digits --system plate --front-end waveform", 1, "expected a device for the system 'plate' on the bench oscillating-plate, got one of the preset oscillating-plate, whose angular frequency is that of other constants.")]
    [InlineData("coupled-oscillators", "images --system oscillators", 2, "expected a system with one apparatus, got the system 'oscillators' on the bench coupled-oscillators, which uses 2; the file holds one of the bench coupled-oscillators.")]
    [InlineData("oscillating-plate", "images --system plate --device-seeds 1", 2, "expected no --device-seeds with it, got both.")]
    [InlineData("oscillating-plate", "images --system plate --crossed", 2, "expected no --crossed with it")]
    [InlineData("oscillating-plate", "images --system plate --strength 1", 2, "expected no --strength with it")]
    [InlineData("oscillating-plate", "images --system plate --factors read=0", 2, "expected no --factors with it")]
    [InlineData("oscillating-plate", "images --system plate --with additive-noise@output", 2, "expected no --with with it")]
    [InlineData("second-harmonic", "vowels --noise 0", 2, "expected no --noise with it")]
    [InlineData("second-harmonic", "vowels --gain 0", 2, "expected no --gain with it")]
    [InlineData("second-harmonic", "vowels --device-seeds 1-3", 2, "expected no --device-seeds with it")]
    public void What_does_not_fit_a_saved_device_is_refused_before_anything_is_trained(string bench, string task, int code, string problem)
    {
        var file = Saved(bench);
        Refused(PatRun.Of(["run", .. task.Split(' '), "--device", file, "--out", Out]), code, $"pat: Device, --device {file}: {problem}");
    }

    [Fact]
    public void A_file_that_is_no_device_is_refused()
    {
        var file = Path.Combine(Root, "device.json");
        Refused(PatRun.Of("run", "vowels", "--device", file, "--out", Out), 1, $"pat: Device file, {file}: expected a file that can be read");
        File.WriteAllText(file, "{}");
        Refused(PatRun.Of("run", "images", "--system", "plate", "--device", file, "--out", Out), 1, $"pat: Device file, {file}: expected an object with the member format");
        Refused(PatRun.Of("run", "vowels", "--device", "", "--out", Out), 2, "--device: expected a file, got nothing.");
        Refused(PatRun.Of("sweep", "vowels", "--device", file, "--out", Out), 2, "'--device'");
    }

    private string Saved(string bench, params string[] options)
    {
        var file = Path.Combine(Root, "device.json");
        Assert.Equal(0, PatRun.Of(["devices", "save", bench, .. options, "--out", file]).Code);
        return file;
    }

    private void Refused(PatRun run, int code, string problem)
    {
        Assert.Equal((code, ""), (run.Code, run.Output));
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Contains(problem, run.Error);
        Assert.False(Directory.Exists(Out));
    }

    // The last column is how long it took.
    private static string[] WithoutSeconds(string folder) => [.. File.ReadAllLines(Path.Combine(folder, "metrics.csv")).Select(line => line[..line.LastIndexOf(',')])];

    private JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, file))).RootElement;
}
