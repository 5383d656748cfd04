using Pat.Core.Autodiff;
using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;

namespace Pat.Core.Tests.Diagnostics;

/// <summary>Three uses in a row of a device y = g x + sigma xi whose twin is y = x, sent through one layer and then another.</summary>
[Trait("Category", "Law")]
public sealed class GapReportTests
{
    private const float Gain = 1.25f;

    private static readonly Network Chain = new("chain",
    [
        new("pair", [], (x, pass) => pass.Physical(pass.Physical(x, Nothing(x)), Nothing(x))),
        new("last", [], (x, pass) => pass.Physical(x, Nothing(x))),
    ]);

    [Fact]
    public void Layers_are_compared_at_what_the_device_sent_and_chains_from_the_start()
    {
        var uses = Measure(0);
        Assert.Equal([(1, "pair"), (2, "pair"), (3, "last")], uses.Select(use => (use.Number, use.Layer)));
        Assert.Equal([false, true, true], uses.Select(use => use.HearsEarlier));
        var square = Inputs.Values.ToArray().Average(x => (double)x * x);
        for (var k = 1; k <= 3; k++)
        {
            var (use, reached) = (uses[k - 1], Math.Pow(Gain, k - 1));
            // Float32 rounds each use: 6e-8 of values that stand in squares.
            Assert.Equal(Math.Pow((Gain - 1) * reached, 2) * square, use.Layerwise.FixedPattern, 1e-6 * square);
            Assert.Equal(Math.Pow(reached * Gain - 1, 2) * square, use.Chain.FixedPattern, 1e-6 * Math.Pow(Gain, 6) * square);
            Assert.Equal(0, use.Chain.Trial);
        }
    }

    [Fact]
    public void Noise_of_a_layer_is_its_own_and_that_of_a_chain_adds_up()
    {
        const double sigma = 0.3;
        var uses = Measure(sigma);
        // Variances of 64 rows with one degree of freedom each: their mean has a standard error of sqrt(2/64). What is left of the means of two after a line
        // and that variance are both estimates of sigma²/2, with 62 and 64 degrees of freedom, and are subtracted.
        var chain = 0.0;
        foreach (var use in uses)
        {
            chain = Gain * Gain * chain + sigma * sigma;
            Assert.Equal(1, use.Layerwise.Trial / (sigma * sigma), 4 * Math.Sqrt(2.0 / 64));
            Assert.Equal(1, use.Chain.Trial / chain, 4 * Math.Sqrt(2.0 / 64));
            Assert.Equal(0, use.Layerwise.Structural, 4 * sigma * sigma / 2 * Math.Sqrt(2.0 / 62 + 2.0 / 64));
        }
    }

    [Fact]
    public void Runs_are_counted_as_they_are_said_to_be()
    {
        var laboratory = Laboratory(0.1);
        GapReport.Of(Chain, Chain.Start(Noise.FromSeed(1)), Inputs, laboratory, [Twin], repeats: 3);
        Assert.Equal(64 * 3 * (2 * 3 - 1), laboratory.Ledger[Purpose.Evaluate].Runs);
        Assert.Equal(64 * 3 * 2, laboratory.Ledger.TwinRuns);
        Assert.Throws<ArgumentOutOfRangeException>(() => GapReport.Of(Chain, Chain.Start(Noise.FromSeed(1)), Inputs, laboratory, [Twin], repeats: 1));
    }

    [Fact]
    public void Uses_side_by_side_hear_nothing_of_each_other()
    {
        var network = new Network("side by side", [new("pair", [], (x, pass) => pass.Physical(x, Nothing(x)) + pass.Physical(x, Nothing(x)))]);
        var uses = GapReport.Of(network, network.Start(Noise.FromSeed(1)), Inputs, Laboratory(0.1), [Twin], repeats: 2);
        Assert.Equal([false, false], uses.Select(use => use.HearsEarlier));
    }

    private static IReadOnlyList<UseGap> Measure(double sigma) =>
        GapReport.Of(Chain, Chain.Start(Noise.FromSeed(1)), Inputs, Laboratory(sigma), [Twin], repeats: 2);

    private static Tensor Inputs
    {
        get
        {
            var x = new Tensor(64, 1);
            for (var i = 0; i < 64; i++)
                x.AsSpan()[i] = (i - 31.5f) / 16; // mean 0: all of the gap is gain
            return x;
        }
    }

    private static SystemPorts Ports => new(Port("x"), [], Port("y"));

    private static FunctionTwin Twin => new(Ports, (x, _) => x);

    private static Laboratory Laboratory(double sigma) => new("noisy", new NoisyGain(sigma), Noise.FromSeed(2), new(1, 1));

    private static Var Nothing(Var x) => x.Tape.Constant(new Tensor(0));

    private static Port Port(string name) => new(name, 1, float.NegativeInfinity, float.PositiveInfinity, "1", new Layout.Values());

    private sealed class NoisyGain(double sigma) : IPhysicalSystem
    {
        public SystemPorts Ports => GapReportTests.Ports;

        public Tensor Run(Tensor x, Tensor theta, Shot shot)
        {
            var y = Tensor.CreateLike(x);
            shot.Noise.Normals(shot.FirstRun, y);
            for (var i = 0; i < y.Length; i++)
                y.AsSpan()[i] = Gain * x.Values[i] + (float)sigma * y.Values[i];
            return y;
        }
    }
}
