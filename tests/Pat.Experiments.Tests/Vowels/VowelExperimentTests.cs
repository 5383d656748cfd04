using Pat.Core.Physical;
using Pat.Experiments.Data;
using Pat.Experiments.Vowels;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Experiments.Tests.Vowels;

public sealed class VowelExperimentTests
{
    private static readonly VowelOptions Short = new() { Seeds = [1], Devices = [1], Epochs = 3 };

    [Fact]
    public void Without_a_gap_the_gradient_of_the_twin_is_that_of_the_device()
    {
        var options = Short with { Gap = new SecondHarmonicGap().Scaled(0), Methods = ["pat"], Epochs = 10 };
        var (results, complete) = VowelExperiment.Run(options, SyntheticVowels.Draw, cancellation: TestContext.Current.CancellationToken);
        Assert.True(complete);
        Assert.True(results.Single().GradientCosine > 0.999, $"cosine {results.Single().GradientCosine:F5}");
    }

    [Fact]
    public void Every_method_gives_a_result_and_its_ledger_says_what_it_used()
    {
        var (results, complete) = VowelExperiment.Run(Short, SyntheticVowels.Draw, cancellation: TestContext.Current.CancellationToken);
        Assert.True(complete);
        Assert.Equal(VowelMethods.Names, results.Select(result => result.Method));
        var runs = results.ToDictionary(result => result.Method, result => result.Ledger);
        // 175 rows through 5 layers in 3 epochs; starting scales take one more pass; a test pass is 700 rows three times and 35 once.
        Assert.All(["ideal", "pat", "block-pat"], method => Assert.Equal(3 * 175 * 5, runs[method]![Purpose.Train].Runs));
        Assert.All(["ideal", "pat", "block-pat", "in-silico-restandardised"], method => Assert.Equal(175 * 5, runs[method]![Purpose.Calibrate].Runs));
        Assert.All(["in-silico", "in-silico-noise-aware"], method => Assert.Equal(0, runs[method]![Purpose.Train].Runs + runs[method]![Purpose.Calibrate].Runs));
        Assert.Equal(2200, runs["in-silico-calibrated"]![Purpose.Calibrate].Runs);
        Assert.All(VowelMethods.Names.Where(VowelMethods.IsPhysical), method => Assert.Equal((3 * 700 + 35) * 5, runs[method]![Purpose.Evaluate].Runs));
        Assert.All(DigitalBaselines.Names, method => Assert.Null(runs[method]));
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_result()
    {
        var options = Short with { Methods = ["pat", "in-silico", "logistic"] };
        var before = Core.Tensors.Workers.Threads;
        try
        {
            Assert.Equal(Bits(1), Bits(2));
        }
        finally
        {
            Core.Tensors.Workers.Threads = before;
        }

        float[] Bits(int threads)
        {
            Core.Tensors.Workers.Threads = threads;
            var (results, _) = VowelExperiment.Run(options, SyntheticVowels.Draw, cancellation: TestContext.Current.CancellationToken);
            return [.. results.SelectMany(result => result.Parameters.Values).SelectMany(tensor => tensor.Values.ToArray())];
        }
    }

    [Fact]
    public void Cancelling_keeps_what_is_done()
    {
        using var stop = new CancellationTokenSource();
        var options = Short with { Seeds = [1, 2, 3], Methods = ["in-silico"] };
        var before = Core.Tensors.Workers.Threads;
        Core.Tensors.Workers.Threads = 1;
        try
        {
            var (results, complete) = VowelExperiment.Run(options, SyntheticVowels.Draw, onResult: _ => stop.Cancel(), cancellation: stop.Token);
            Assert.False(complete);
            Assert.Single(results);
        }
        finally
        {
            Core.Tensors.Workers.Threads = before;
        }
    }

    [Fact]
    public void Seeds_go_round_the_devices_or_meet_all_of_them()
    {
        var options = new VowelOptions();
        Assert.Equal([(1, 2), (2, 3), (3, 1), (4, 2), (5, 3)], options.Runs());
        Assert.Equal(15, (options with { Crossed = true }).Runs().Count);
    }
}
