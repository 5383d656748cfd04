using System.CommandLine;
using System.Text.Json;
using Pat.Experiments.CommandLine;
using Pat.Experiments.Vowels;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Experiments.Tests.CommandLine;

public sealed class DepartureOptionTests : InFolder
{
    [Fact]
    public void Added_imperfections_and_seeds_of_streams_are_named_in_head_config_and_run()
    {
        var run = PatRun.Of(
            "run", "vowels", "--seeds", "1", "--epochs", "1", "--methods", "pat", "--quiet", "--out", Out,
            "--with", "additive-noise@output=0.5", "--stream-seeds", "data-order=7,initialisation=8");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("; with additive-noise@output=0.5; streams data-order=7, initialisation=8", string.Join(' ', run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        var config = Json("config.json");
        var added = Assert.Single(config.GetProperty("added").EnumerateArray());
        Assert.Equal(("additive-noise", "output", 0.5), (added.GetProperty("id").GetString(), added.GetProperty("place").GetString(), added.GetProperty("strength").GetDouble()));
        Assert.Equal((7, 8), (config.GetProperty("streamSeeds").GetProperty("data-order").GetInt64(), config.GetProperty("streamSeeds").GetProperty("initialisation").GetInt64()));
        Assert.Equal("additive-noise@output=0.5", Assert.Single(Json("run.json").GetProperty("added").EnumerateArray()).GetString());
        Assert.Equal(8, Json("run.json").GetProperty("streamSeeds").GetProperty("initialisation").GetInt64());
        Assert.Equal("additive-noise@output=0.5", Assert.Single(Json("results.json").GetProperty("added").EnumerateArray()).GetString());
    }

    [Theory]
    [InlineData("run vowels --stream-seeds fabrication=1", 2, "--stream-seeds: what was fabricated follows from the device seed, which --device-seeds chooses")]
    [InlineData("run vowels --stream-seeds weather=1", 2, "--stream-seeds: expected a stream among programming, input, physics, readout, drift, data-order, initialisation, twin, got \"weather=1\"")]
    [InlineData("run vowels --stream-seeds input", 2, "--stream-seeds: expected STREAM=SEED, got \"input\"")]
    [InlineData("run vowels --stream-seeds input=-1", 2, "--stream-seeds: expected a seed from 0 to 9007199254740992")]
    [InlineData("run vowels --stream-seeds input=1,input=2", 2, "--stream-seeds: expected each stream once")]
    [InlineData("run vowels --with rust@output", 2, "--with: expected an imperfection among ")]
    [InlineData("run vowels --with additive-noise@inside", 2, "--with: expected additive-noise at input or output")]
    [InlineData("sweep vowels --with additive-noise@output=x", 2, "--with: expected a number from 0 to 100")]
    [InlineData("run images --system plate --factors colour=2", 2, "Factors, --factors: expected terms of the bench oscillating-plate, frequency, damping,")]
    [InlineData("attribute images --system plate --factors colour=2", 2, "got \"colour\". `pat devices list` shows them all.")]
    [InlineData("run images --system plate --factors stuck-elements=2", 2, "An imperfection that is added has its factor there: --with stuck-elements@PLACE=FACTOR.")]
    [InlineData("run spoken-digits --system circuit --with stuck-elements@output", 2, ", thermal-noise, additive-noise, ")]
    [InlineData("run spoken-digits --system circuit --with stuck-elements@output", 2, "got stuck-elements@output. stuck-elements can act nowhere on this bench: choose another one, or leave it out.")]
    [InlineData("run images --system circuit --with stuck-elements@parameters", 2, "--with: expected nothing at the parameters of the bench transistor-circuit, which has none")]
    [InlineData("run vowels --with bandwidth@output", 2, "Imperfections, --with: expected one that can act at the output of the bench second-harmonic, shot-noise, ")]
    [InlineData("run vowels --factors colour=2", 2, "Factors, --factors: expected terms of the bench second-harmonic, crosstalk, gain, phase, envelope, leak, depletion, dispersion, levels, jitter, shot, read, got \"colour\".")]
    [InlineData("sweep vowels --factors gain", 2, "--factors: expected TERM=NUMBER, got \"gain\"")]
    [InlineData("tune vowels --gain 1 --factors read=0,gain=2", 2, "Factors, --factors: expected each term once, got gain there and in --gain.")]
    [InlineData("yield vowels --trained-on 20", 2, "--trained-on")]
    [InlineData("drift vowels --hours 1 --every 2", 2, "--hours and --every")]
    [InlineData("run images --system plate --factors gain=11", 2, "--factors: expected a number from 0 to 10")]
    [InlineData("tune images --system circuit --with rust@output", 2, "--with: expected an imperfection among")]
    [InlineData("sweep images --system circuit --stream-seeds fabrication=1", 2, "--device-seeds")]
    public void What_cannot_be_run_is_known_before_anything_is_trained(string line, int code, string problem)
    {
        var run = PatRun.Of([.. line.Split(' '), "--out", Out]);
        Assert.Equal((code, ""), (run.Code, run.Output));
        Assert.StartsWith("pat: ", run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Contains(problem, run.Error);
        Assert.False(Directory.Exists(Out));
    }

    public static TheoryData<string> Terms { get; } = [.. new SecondHarmonicBench().Terms.Select(term => term.Name)];

    // One term, one factor: the single option, the list, and what the bench makes of it.
    [Theory, MemberData(nameof(Terms))]
    public void A_factor_of_the_vowels_device_can_be_given_either_way(string term)
    {
        var (command, arguments) = (new Command("vowels"), new VowelArguments("runs/vowels", VowelMethods.Names, VowelMethods.Names));
        arguments.AddTo(command);
        var (single, listed) = (command.Parse($"--{term} 0.5 --strength 2"), command.Parse($"--factors {term}=0.5 --strength 2"));
        Assert.Empty(listed.Errors);
        Assert.Equal(arguments.Read(single).Settings.Factors, arguments.Read(listed).Settings.Factors);
        Assert.Equal(0.5 * arguments.Read(command.Parse("--strength 2")).Settings.Factors[term], arguments.Read(listed).Settings.Factors[term]);
        Assert.Contains($"{term} times 0.5", arguments.GapText(listed, 2));
        Assert.Equal(arguments.GapText(single, 2), arguments.GapText(listed, 2));
    }

    private JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, file))).RootElement;
}
