using System.Text.Json;

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
    [InlineData("run images --system plate --factors colour=2", 1, "Factors, --factors: expected terms of the bench oscillating-plate, frequency, damping,")]
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

    private JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, file))).RootElement;
}
