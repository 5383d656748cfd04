using Pat.Core.Dynamics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Mechanics.OscillatingPlate;

namespace Pat.Systems.Tests.Mechanics;

/// <summary>Sound of 8,000 samples a second through the 13 modes below half of that.</summary>
[Trait("Category", "Law")]
public sealed class OscillatingPlateWaveformTests(ITestOutputHelper output)
{
    private static readonly OscillatingPlateDescription Sound = new() { SampleRate = 8000, Modes = 13, Samples = 40 };
    private static readonly Tensor NoTheta = new(0);

    // The plate leaves out the terms of rest shape and coupling. Assert.Equal takes 0 and −0 as equal.
    [Fact]
    public void An_ideal_plate_has_the_values_and_gradients_of_the_whole_step()
    {
        OscillatingPlateGap others = new(RestShape: 0, Coupling: 0, Drift: 0);
        OscillatingPlateDescription[] descriptions = [Sound, new() { Samples = 40 }];
        foreach (var description in descriptions)
        {
            foreach (var plate in new[] { new OscillatingPlate(description), OscillatingPlate.Fabricate(description, others, 1) })
            {
                var (x, dy) = (Drive(5, 40, 7), Drive(5, 40, 8));
                var (y, pullback) = WholeStep(plate.Constants, description).Linearize(x, new(5, 2 * description.Modes), plate.Constants.ToTheta(1));
                var (yOfPlate, pullbackOfPlate) = plate.Linearize(x, NoTheta, default);
                Assert.Equal(y.Values.ToArray(), yOfPlate.Values.ToArray());
                Assert.Equal(pullback(dy).DDrive.Values.ToArray(), pullbackOfPlate(dy).Dx.Values.ToArray());
            }
        }
    }

    [Fact]
    public void Only_a_plate_without_rest_shape_and_coupling_leaves_their_terms_out()
    {
        int Operations(OscillatingPlate plate) => int.Parse(plate.Explain().Split("forward step: ")[1].Split(' ')[0]);
        var (twin, device) = (Operations(new(Sound)), Operations(OscillatingPlate.Fabricate(Sound, new(), 1)));
        Assert.Equal(device - 4 * 24, twin); // 4 half kicks by 12 couplings, each of which pulls on two modes
        var none = new OscillatingPlateGap().Scaled(0);
        Assert.Equal(device, Operations(OscillatingPlate.Fabricate(Sound, none with { RestShape = 1 }, 1)));
        Assert.Equal(device, Operations(OscillatingPlate.Fabricate(Sound, none with { Coupling = 1 }, 1)));
        Assert.Equal(twin, Operations(OscillatingPlate.Fabricate(Sound, none with { Frequency = 1, Hardening = 1 }, 1)));
    }

    // The slowest mode rings for 2 Q / ω = 27 ms, 215 samples of two steps, each of which rounds its states to 6e-8: at worst 430 · 2 · 6e-8 = 5e-5 of the largest value.
    [Fact]
    public void Long_checkpointed_runs_agree_with_the_evaluation_in_double()
    {
        const int samples = 1003; // 31 segments of 32 and one of 11
        var description = Sound with { Samples = samples };
        foreach (var plate in new[] { new OscillatingPlate(description), OscillatingPlate.Fabricate(description, new(Drift: 0), 2) })
        {
            Assert.Contains("a checkpoint every 32 steps", plate.Explain());
            var (x, dy) = (Drive(2, samples, 7), Drive(2, samples, 8));
            var (y, pullback) = plate.Linearize(x, NoTheta, default);
            var dx = pullback(dy).Dx;
            var oracle = WholeStep(plate.Constants, description).InDouble();
            for (var row = 0; row < 2; row++)
            {
                var (exact, dDrive, _, _) = oracle.Linearize(Doubles(x.Row(row)), new double[26], Doubles(plate.Constants.ToTheta(1).Values), _ => Doubles(dy.Row(row)));
                RequireClose(exact, y.Row(row), "y");
                RequireClose(dDrive, dx.Row(row), "dx");
            }
        }
    }

    private void RequireClose(double[] exact, ReadOnlySpan<float> got, string what)
    {
        var (scale, distance) = (exact.Max(Math.Abs), 0.0);
        for (var i = 0; i < exact.Length; i++)
            distance = Math.Max(distance, Math.Abs(exact[i] - got[i]));
        output.WriteLine($"{what}: off by {distance / scale:E1}");
        Assert.InRange(distance, 0, 5e-5 * scale);
    }

    private static Simulator WholeStep(PlateConstants plate, OscillatingPlateDescription description) => Simulator.Compile(
        new PlateEquations(plate.Modes),
        new Substeps(new KickAndPropagate(), PlateStability.Substeps(plate, 1 / description.SampleRate, description.Substeps)),
        new() { TimeStep = 1 / description.SampleRate, Steps = description.Samples, ParameterGradient = false });

    private static Tensor Drive(int rows, int samples, long seed)
    {
        var drive = new Tensor(rows, samples);
        Noise.FromSeed(seed).Uniforms(0, drive);
        foreach (ref var value in drive.AsSpan())
            value = 2 * value - 1;
        return drive;
    }

    private static double[] Doubles(ReadOnlySpan<float> values) => Array.ConvertAll(values.ToArray(), value => (double)value);
}
