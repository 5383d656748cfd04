using Pat.Core.Autodiff;
using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;

namespace Pat.Core.Tests.Diagnostics;

/// <summary>A device y = theta ∘ x that may round theta, rectify, and add noise; the loss is a mean over its outputs.</summary>
public sealed class SampledSlopeTests
{
    private const int Size = 20, Rows = 10;
    private const double ConverterStep = 0.05;

    private static readonly SystemPorts Ports = new(
        new Port("x", Size, -10, 10, "1", new Layout.Values()),
        [new Port("theta", Size, -10, 10, "1", new Layout.Values())],
        new Port("y", Size, -10, 10, "1", new Layout.Values()));

    [Fact]
    public void Without_noise_the_slope_is_the_norm_of_the_gradient()
    {
        // The loss is quartic: nothing is left by the extrapolation but h⁴, and rounding of a float32 loss over 2h.
        var slope = Sample(new(), y => Op.Square(Op.Square(y)), step: 0.02);
        Assert.Equal(slope.Analytic, slope.Sampled, 1e-3 * slope.Analytic);
    }

    [Fact]
    public void Both_signs_have_the_same_noise()
    {
        // Noise of 1 on 200 outputs would scatter a difference of two independent means over 0.04 by 2.5.
        var slope = Sample(new() { ReadNoise = 1 }, y => y, step: 0.02);
        Assert.Equal(slope.Analytic, slope.Sampled, 1e-3 * slope.Analytic);
        Assert.True(slope.StandardError < 1e-3 * slope.Analytic, $"{slope}");
    }

    [Fact]
    public void Draws_have_noise_of_their_own()
    {
        var slope = Sample(new() { ReadNoise = 1 }, Op.Square, step: 0.02);
        Assert.True(slope.StandardError > 0.01 * slope.Analytic, $"{slope}");
        Assert.True(Math.Abs(slope.Sampled - slope.Analytic) < 4 * slope.StandardError, $"{slope}");
    }

    [Fact]
    public void A_converter_is_seen_through()
    {
        var slope = Sample(new() { Rounding = true }, y => y, 20 * ConverterStep, draws: 16);
        // 0.2 steps of 20, times 1.4 for the extrapolation, is the error of a draw.
        Assert.InRange(slope.StandardError, 0, 0.014 / 4 * 2 * slope.Analytic);
        Assert.True(Math.Abs(slope.Sampled - slope.Analytic) < 4 * slope.StandardError, $"{slope}");
    }

    [Fact]
    public void A_gradient_that_is_off_by_a_tenth_is_found()
    {
        var slope = Sample(new() { GradientFactor = 1.1f }, Op.Square, step: 0.02);
        Assert.True(slope.Analytic - slope.Sampled > 0.05 * slope.Analytic + 5 * slope.StandardError, $"{slope}");
    }

    [Fact]
    public void It_shows_that_the_gradient_of_the_parts_is_not_that_of_the_mean()
    {
        // Before a rectifier noise matters: its mean has the slope Φ(θx/σ), the device without noise that of a step.
        var slope = Sample(new() { Rectifies = true, InnerNoise = 3 }, y => y, step: 0.02, draws: 64);
        Assert.True(Math.Abs(slope.Sampled - slope.Analytic) > 5 * slope.StandardError, $"{slope}");
    }

    [Fact]
    public void A_step_that_is_not_one_and_a_single_draw_are_refused()
    {
        Assert.Equal("SampledSlope step: expected positive and finite, got 0.", Assert.Throws<ArgumentOutOfRangeException>(() => Sample(new(), Op.Square, step: 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample(new(), Op.Square, step: 0.1, draws: 1));
    }

    private static SampledSlope Sample(Faults faults, Func<Var, Var> loss, double step, int draws = 8)
    {
        var x = new Tensor(Rows, Size);
        Noise.FromSeed(1).Split("x").Normals(0, x);
        var theta = new Tensor(Size);
        Noise.FromSeed(1).Split("theta").Normals(0, theta.AsSpan());
        var subject = new GradientSubject(
            new Network("one layer", [new Layer("first", [], (v, pass) => pass.Physical(v, pass.Parameter("theta")))]), new Objective((y, _) => Op.Mean(loss(y)), 0),
            new SortedDictionary<string, Tensor> { ["first/theta"] = theta }, new(x, new int[Rows]), _ => true);
        var quiet = Bench(faults with { ReadNoise = 0, InnerNoise = 0, Rounding = false });
        var gradient = GradientReport.Of(subject, Rows, quiet, ("ideal", new Ideal())).MeanField(1);
        return SampledSlope.Of(subject, gradient, Bench(faults), step, faults.Rounding ? ConverterStep : 0, draws, Noise.FromSeed(2));
    }

    private static Laboratory Bench(Faults faults) => new("bench", new Gains(faults), Noise.FromSeed(1), new(0, 0));

    private sealed record Faults
    {
        public bool Rounding { get; init; }

        public bool Rectifies { get; init; }

        public float InnerNoise { get; init; }

        public float ReadNoise { get; init; }

        public float GradientFactor { get; init; } = 1;
    }

    private sealed class Gains(Faults faults) : IDigitalTwin
    {
        public SystemPorts Ports => SampledSlopeTests.Ports;

        public Tensor Run(Tensor x, Tensor theta, Shot shot)
        {
            var y = new Tensor(x.Rows, Size);
            var (inner, read) = (new Tensor(x.Rows, Size), new Tensor(x.Rows, Size));
            shot.Noise.Split("inner").Normals(shot.FirstRun, inner);
            shot.Noise.Split("read").Normals(shot.FirstRun, read);
            for (var i = 0; i < y.Length; i++)
            {
                var set = faults.Rounding ? (float)(ConverterStep * Math.Round(theta.Values[i % Size] / ConverterStep)) : theta.Values[i % Size];
                var driven = set * x.Values[i] + faults.InnerNoise * inner.Values[i];
                y.AsSpan()[i] = (faults.Rectifies ? Math.Max(0, driven) : driven) + faults.ReadNoise * read.Values[i];
            }
            return y;
        }

        public (Tensor Y, Pullback Pullback) Linearize(Tensor x, Tensor theta, Shot shot)
        {
            var y = Run(x, theta, shot);
            return (y, dy =>
            {
                var (dx, dTheta) = (new Tensor(x.Rows, Size), new Tensor(Size));
                for (var i = 0; i < dy.Length; i++)
                {
                    var slope = faults.Rectifies && y.Values[i] == 0 ? 0 : faults.GradientFactor * dy.Values[i];
                    dx.AsSpan()[i] = slope * theta.Values[i % Size];
                    dTheta.AsSpan()[i % Size] += slope * x.Values[i];
                }
                return (dx, dTheta);
            }
            );
        }
    }
}
