using Pat.Systems.Benches;
using Pat.Systems.Imperfections;

namespace Pat.Experiments.Tests.CommandLine;

public sealed class DevicesTests : InFolder
{
    [Fact]
    public void The_list_names_every_bench_with_its_terms_and_sizes()
    {
        var list = PatRun.Of("devices", "list");
        Assert.Equal((0, ""), (list.Code, list.Error));
        foreach (var bench in AllBenches.All)
        {
            Assert.Contains($"\n{bench.Name}\n{bench.Description}\n", "\n" + list.Output.ReplaceLineEndings("\n"));
            Assert.All(bench.Terms, term => Assert.Contains($"\n  {term.Name} ", list.Output));
        }
        Assert.Contains("4096 levels; input ±1, output ±2", list.Output);
        var json = PatRun.Of("devices", "list", "--json").Json().GetProperty("benches");
        Assert.Equal(AllBenches.All.Select(bench => bench.Name), json.EnumerateArray().Select(bench => bench.GetProperty("name").GetString()));
        Assert.Equal("gap", json[0].GetProperty("terms")[0].GetProperty("group").GetString());
    }

    [Fact]
    public void The_library_is_listed_with_kind_place_unit_formula_default_and_source()
    {
        var list = PatRun.Of("devices", "list", "--imperfections");
        Assert.Equal(0, list.Code);
        var text = string.Join(' ', list.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("additive-noise trial, at input or output: y = x + σ ξ default: 0.5 % of full scale; strength in: unit of the port source: IBM aihwkit", text);
        Assert.All(ImperfectionLibrary.All, entry => Assert.Contains(entry.Id, text));
        var json = PatRun.Of("devices", "list", "--imperfections", "--json").Json().GetProperty("imperfections");
        Assert.Equal(ImperfectionLibrary.All.Count, json.GetArrayLength());
    }

    [Fact]
    public void A_device_is_a_table_of_quantities_with_units_and_its_signal_path()
    {
        var show = PatRun.Of("devices", "show", "oscillating-plate", "--device-seed", "2", "--with", "additive-noise@output=0.5");
        Assert.Equal((0, ""), (show.Code, show.Error));
        Assert.Contains("seed 2, strength 1, noise 1; with additive-noise@output=0.5", show.Output);
        Assert.Matches(@"(?m)^  angular frequency \(16\) +rad/s +2229 to 2\.672E\+04 +[\d.]+ to [\dE+.]+ +[\d.]+ % rms$", show.Output);
        Assert.Matches(@"(?m)^  rest shape \(16\) +thicknesses +0 +-0\.\d+ to 0\.\d+ +0\.0\d+ rms$", show.Output);
        Assert.Matches(@"(?m)^  hardening +1 +1\.5 +1\.\d+ +[+-]\d+\.?\d* %$", show.Output);
        Assert.Matches(@"(?m)^  output +additive noise +trial +unit of the port +Sigma 0\.005$", show.Output);
        Assert.All(show.Output.Split('\n'), line => Assert.True(line.Length <= 120, line));
        Assert.Matches(@"(?m)^  angular frequency 16 ", PatRun.Of("devices", "show", "oscillating-plate:2", "--all").Output);
        Assert.Contains("none", PatRun.Of("devices", "show", "oscillating-plate", "--strength", "0").Output);
    }

    [Fact]
    public void A_saved_device_is_shown_and_compared_as_the_fabricated_one()
    {
        var file = Path.Combine(Root, "plate.json");
        var save = PatRun.Of("devices", "save", "oscillating-plate", "--device-seed", "4", "--factors", "levels=0,drift=0.5", "--out", file);
        Assert.Equal((0, ""), (save.Code, save.Error));
        Assert.Contains($"9 quantities (98 numbers) and 6 imperfections, in {file}", save.Output);
        Assert.Equal(PatRun.Of("devices", "show", "oscillating-plate:4", "--factors", "levels=0,drift=0.5").Output, PatRun.Of("devices", "show", file).Output);
        var same = PatRun.Of("devices", "diff", file, "oscillating-plate:4", "--factors", "levels=0,drift=0.5");
        Assert.Equal(0, same.Code);
        Assert.Contains("no difference\n", same.Output.ReplaceLineEndings("\n"));
        Refused(PatRun.Of("devices", "diff", file, file, "--noise", "0"), 2, "expected a bench where settings are chosen, got a saved device and --noise.");
        Refused(PatRun.Of("devices", "show", file, "--device-seed", "1"), 2, "got a saved device and --device-seed.");
        var other = PatRun.Of("devices", "diff", file, "oscillating-plate:4");
        Assert.Equal(0, other.Code);
        Assert.Matches(@"(?m)^  drift amplitude +1 \(of the frequencies\) +63\.2 % +0\.001 +0\.002$", other.Output);
        Assert.Matches(@"(?m)^  input +levels +Strength +0 +1$", other.Output);
        var again = PatRun.Of("devices", "save", "oscillating-plate", "--out", file);
        Refused(again, 1, "expected a file that does not exist yet");
    }

    [Fact]
    public void A_difference_begins_with_the_largest_and_is_a_document_with_json()
    {
        var diff = PatRun.Of("devices", "diff", "oscillating-plate:1", "oscillating-plate:2");
        Assert.Equal((0, ""), (diff.Code, diff.Error));
        Assert.All((string[])["mode coupling (15)", "rest shape (16)", "angular frequency (16)"], name => Assert.Contains($"\n  {name} ", diff.Output));
        var json = PatRun.Of("devices", "diff", "oscillating-plate:1", "oscillating-plate:2", "--json").Json();
        Assert.False(json.GetProperty("same").GetBoolean());
        var relative = json.GetProperty("quantities").EnumerateArray().Select(one => one.GetProperty("relative").GetDouble()).ToArray();
        Assert.Equal(relative.OrderDescending(), relative);
        Assert.True(PatRun.Of("devices", "diff", "transistor-circuit", "transistor-circuit:1", "--json").Json().GetProperty("same").GetBoolean());
    }

    [Theory]
    [InlineData("devices show", 2, "'show'")]
    [InlineData("devices show toaster", 1, "Device, toaster: expected a bench (second-harmonic, oscillating-plate, coupled-oscillators, transistor-circuit), BENCH:SEED, or a file")]
    [InlineData("devices show oscillating-plate:x", 2, "expected BENCH:SEED with a whole number from 0 to")]
    [InlineData("devices show oscillating-plate:1 --device-seed 2", 2, "Name the device seed once.")]
    [InlineData("devices show oscillating-plate --device-seed -1", 2, "--device-seed: expected a whole number from 0 to 9007199254740992, got \"-1\"")]
    [InlineData("devices show oscillating-plate --strength 11", 2, "--strength: expected a number from 0 to 10")]
    [InlineData("devices show oscillating-plate --factors colour=1", 2, "Factors, --factors: expected terms of the bench oscillating-plate, frequency, damping,")]
    [InlineData("devices show oscillating-plate --factors levels", 2, "--factors: expected TERM=NUMBER, got \"levels\"")]
    [InlineData("devices show oscillating-plate --factors levels=1,levels=2", 2, "--factors: expected each term once")]
    [InlineData("devices show oscillating-plate --with rust@output", 2, "--with: expected an imperfection among ")]
    [InlineData("devices show oscillating-plate --with additive-noise@parameters", 2, "--with: expected additive-noise at input or output, got ")]
    [InlineData("devices show oscillating-plate --with additive-noise@output=-1", 2, "--with: expected a number from 0 to 100")]
    [InlineData("devices show oscillating-plate --with additive-noise", 2, "--with: expected ID@PLACE or ID@PLACE=STRENGTH")]
    [InlineData("devices show transistor-circuit --with stuck-elements@output", 2, "Imperfections, --with: expected one that can act at the output of the bench transistor-circuit, ")]
    [InlineData("devices save oscillating-plate", 2, "--out")]
    [InlineData("devices diff oscillating-plate:1 second-harmonic:1", 1, "Devices, FIRST and SECOND: expected two of one bench")]
    public void What_cannot_be_understood_is_said_in_one_line(string line, int code, string problem) => Refused(PatRun.Of(line.Split(' ')), code, problem);

    [Fact]
    public void Help_shows_the_four_commands_and_their_options()
    {
        var help = PatRun.Of("devices");
        Assert.Equal((0, ""), (help.Code, help.Error));
        Assert.All((string[])["list", "show", "save", "diff"], name => Assert.Contains($"\n  {name} ", help.Output));
        Assert.All((string[])["--device-seed", "--strength", "--noise", "--factors", "--with", "--all", "--json"], option => Assert.Contains(option, PatRun.Of("devices", "show", "--help").Output));
    }

    private static void Refused(PatRun run, int code, string problem)
    {
        Assert.Equal((code, ""), (run.Code, run.Output));
        Assert.StartsWith("pat: ", run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Contains(problem, run.Error);
    }
}
