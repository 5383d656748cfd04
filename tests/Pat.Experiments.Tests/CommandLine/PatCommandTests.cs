using Pat.Experiments.CommandLine;
using Pat.Experiments.Data;
using Pat.Experiments.Runs;
using Pat.Experiments.Vowels;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Experiments.Tests.CommandLine;

public sealed class PatCommandTests
{
    [Theory]
    [InlineData("1-5", new long[] { 1, 2, 3, 4, 5 })]
    [InlineData("7", new long[] { 7 })]
    [InlineData("1, 9-10,4", new long[] { 1, 9, 10, 4 })]
    [InlineData("9007199254740992", new long[] { 9007199254740992 })]
    public void Lists_of_seeds_are_numbers_and_ranges(string text, long[] numbers) => Assert.Equal(numbers, NumberList.Parse(text).Numbers);

    [Theory]
    [InlineData(new long[] { 1, 2, 3, 4, 5 }, "1-5")]
    [InlineData(new long[] { 1, 2 }, "1, 2")]
    [InlineData(new long[] { 3, 1, 7, 8, 9 }, "3, 1, 7-9")]
    public void Lists_are_written_short(long[] numbers, string text) => Assert.Equal(text, NumberList.Format(numbers));

    [Fact]
    public void Help_explains_each_option_with_its_range_and_default()
    {
        var help = PatRun.Of("run", "vowels", "--help");
        Assert.Equal(0, help.Code);
        var text = string.Join(' ', help.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        string[] parts =
        [
            "[default: 100]", "[default: 1-5]", "[default: 1-3]", "[default: all]", "[default: authors]", "[default: runs/vowels]",
            "3 % of a channel's amplitude", "5 % rms", "1,000 fs², 20,000 fs³ and 0.1 rad rms", "0.1 THz and 3 % widening", "10 % of a line's power",
            "195 fs/mm and 0.6 rad", "256 levels, 0.5 %, 40,000 electrons", "0 to 10. [default: 1]", "130 stopped by Ctrl-C or SIGTERM",
        ];
        Assert.All(parts, part => Assert.Contains(part, text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--help")]
    [InlineData("run")]
    [InlineData("sweep")]
    [InlineData("tune vowels --help")]
    public void Help_is_not_an_error(string line)
    {
        var help = PatRun.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((0, ""), (help.Code, help.Error));
        Assert.Contains("Usage:", help.Output);
    }

    [Fact]
    public void The_version_is_that_of_the_program() => Assert.Equal($"pat {RunInfo.ProgramVersion}\n", PatRun.Of("--version").Output.ReplaceLineEndings("\n"));

    [Fact]
    public void The_list_names_every_method()
    {
        Assert.Equal(VowelMethods.Names, MethodDescriptions.Lines.Keys);
        var list = PatRun.Of("list").Output;
        Assert.All(VowelMethods.Names, method => Assert.Contains($"\n{method} ", list));
    }

    [Fact]
    public void Factors_with_which_no_device_can_be_made_are_refused_in_one_line()
    {
        var run = PatRun.Of("run", "vowels", "--strength", "10", "--leak", "10", "--out", Path.Combine(Path.GetTempPath(), "never made"));
        Assert.Equal(1, run.Code);
        Assert.StartsWith("pat: Device, --strength and its parts: expected a device that can be made, got SecondHarmonicGap Leak: ", run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_run_that_is_not_finite_is_named_in_one_line()
    {
        var options = new VowelOptions { Seeds = [4], Devices = [9], Epochs = 1, Methods = ["pat"], Gap = new SecondHarmonicGap(Gain: 1e30) }; // overflows
        var failure = Assert.Throws<RunFailedException>(() => VowelExperiment.Run(options, SyntheticVowels.Draw, cancellation: TestContext.Current.CancellationToken));
        Assert.StartsWith("pat, seed 4, device 9: ", failure.Message);
        var error = new StringWriter();
        Assert.Equal(1, Failure.Report(failure, error, debug: false));
        Assert.StartsWith("pat: pat, seed 4, device 9: ", error.ToString());
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_mistake_of_the_program_is_one_line_and_a_stack_trace_if_asked()
    {
        var error = new StringWriter();
        Assert.Equal(70, Failure.Report(new AggregateException(new InvalidOperationException("two\nlines")), error, debug: false));
        Assert.Equal("pat: internal error, InvalidOperationException: two lines Please report it; PAT_DEBUG=1 shows where it happened.", error.ToString().TrimEnd());
        Assert.Equal(70, Failure.Report(new InvalidOperationException("x"), error, debug: true));
        Assert.Contains("System.InvalidOperationException: x", error.ToString());
    }

    [Fact]
    public void Steps_are_raised_until_manley_rowe_holds()
    {
        var options = new VowelOptions { Seeds = [1], Steps = 1, Gap = new SecondHarmonicGap().Scaled(2) };
        var (raised, violation) = VowelSteps.Raise(options);
        Assert.True(raised.Steps > 1 && violation <= VowelSteps.Tolerance, $"{raised.Steps} steps, violation {violation:G3}");
        var refused = Assert.Throws<DataException>(() => VowelSteps.Raise(options with { Gap = new(Depletion: 1e4) }));
        Assert.Contains("a Manley-Rowe violation of at most 0.0001 within 256 split steps, got ", refused.Message);
        Assert.EndsWith("Choose a smaller strength.", refused.Message);
    }
}
