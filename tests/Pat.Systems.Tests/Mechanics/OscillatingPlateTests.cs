using Pat.Core.Diagnostics;
using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Mechanics.OscillatingPlate;

namespace Pat.Systems.Tests.Mechanics;

[Trait("Category", "Law")]
public sealed class OscillatingPlateTests(ITestOutputHelper output)
{
    private static readonly OscillatingPlateDescription Short = new() { Samples = 40 };
    private static readonly Tensor NoTheta = new(0);
    private static readonly Shot Quiet = new(Noise.FromSeed(1), Noise.FromSeed(2), 0, 0, 0);

    [Fact]
    public void Gradients_of_twin_and_device_match_central_differences()
    {
        var acrossBlocks = Quiet with { Time = 100, Period = 13 };
        (string Name, IDigitalTwin System, Shot Shot)[] systems =
        [
            ("twin", new OscillatingPlate(Short), Quiet),
            ("twin far into hardening", new OscillatingPlate(Short with { PeakForce = 0.5, Substeps = 4 }), Quiet),
            ("plate", OscillatingPlate.Fabricate(Short, new(), 3), acrossBlocks),
            ("bench without converters and noise", OscillatingPlateBench.Fabricate(Short, new(), 4, noise: 0).Device, acrossBlocks),
        ];
        foreach (var (name, system, shot) in systems)
            GradientCheck.Require(GradientCheck.OfTwin(name, system, Drive(5, 40), NoTheta, [shot], Noise.FromSeed(6)));
    }

    [Fact]
    public void Without_gap_and_noise_the_bench_is_its_twin_and_other_seeds_are_other_devices()
    {
        var x = Drive(3, 40);
        var late = Quiet with { Time = 5000, Period = 100 };
        float[] Of(OscillatingPlateGap gap, long seed) => OscillatingPlateBench.Fabricate(Short, gap, seed, noise: 0).Device.Run(x, NoTheta, late).Values.ToArray();
        Assert.Equal(new OscillatingPlate(Short).Run(x, NoTheta, Quiet).Values.ToArray(), Of(new OscillatingPlateGap().Scaled(0), 1));
        Assert.Equal(Of(new(), 1), Of(new(), 1));
        Assert.NotEqual(Of(new(), 1), Of(new(), 2));
    }

    [Fact]
    public void A_run_sees_its_own_time_and_not_its_batch()
    {
        const int rows = 37; // more than two vectors of rows, over five blocks of the clock
        var (x, dy) = (Drive(rows, 40), Drive(rows, 40, seed: 8));
        var plate = OscillatingPlate.Fabricate(Short, new(), 1);
        var shot = Quiet with { Time = 777, Period = 3.5 };
        var (y, pullback) = plate.Linearize(x, NoTheta, shot);
        var dx = pullback(dy).Dx;
        Assert.Equal(plate.Run(x, NoTheta, shot).Values.ToArray(), y.Values.ToArray());
        foreach (var (first, count) in new[] { (0, 1), (5, 4), (8, 17), (36, 1) })
        {
            var own = shot with { FirstRun = first, Time = shot.Time + first * shot.Period };
            var (yOwn, pullbackOwn) = plate.Linearize(Rows(x, first, count), NoTheta, own);
            Assert.Equal(Rows(y, first, count).Values.ToArray(), yOwn.Values.ToArray());
            Assert.Equal(Rows(dx, first, count).Values.ToArray(), pullbackOwn(Rows(dy, first, count)).Dx.Values.ToArray());
        }
    }

    [Fact]
    public void The_drift_moves_the_output_slowly_and_less_than_described()
    {
        var x = Rows(Drive(1, 40), 0, 1);
        var plate = OscillatingPlate.Fabricate(Short, new OscillatingPlateGap().Scaled(0) with { Drift = 1 }, 1);
        float[] At(double time) => plate.Run(x, NoTheta, Quiet with { Time = time }).Values.ToArray();
        double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (p, q) => Math.Pow(p - q, 2)).Sum());
        var twin = new OscillatingPlate(Short).Run(x, NoTheta, Quiet).Values.ToArray();

        // Phases move by at most 0.2 % of 2.2 rad a sample, 40 samples: 0.18 of the output; within a minute by 5 % of that.
        double[] times = [0, 900, 1800, 2700, 3600, 4500, 5400, 6300];
        Assert.All(times, time => Assert.InRange(Distance(At(time), At(time + 60)), 0, 0.01 * Distance(twin, new float[40])));
        Assert.InRange(times.Max(time => Distance(At(time), twin)), 0.005 * Distance(twin, new float[40]), 0.18 * Distance(twin, new float[40]));
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        var (x, dy) = (Drive(50, 40), Drive(50, 40, seed: 8));
        var device = OscillatingPlateBench.Fabricate(Short, new(), 2).Device;
        float[] All()
        {
            var (y, pullback) = device.Linearize(x, NoTheta, Quiet with { Period = 1 });
            return [.. y.Values, .. pullback(dy).Dx.Values];
        }

        var several = All();
        float[] one = [];
        Workers.OnOneThread(() => one = All());
        Assert.Equal(one, several);
    }

    [Fact]
    public void The_gain_gives_its_standard_deviation_at_the_reference_drive()
    {
        // 16 runs of 784 samples that are correlated over some 20: known to 3 %; the response is a little below that of a linear plate.
        var twin = new OscillatingPlate(new());
        var x = new Tensor(16, 784);
        Noise.FromSeed(3).Normals(0, x);
        foreach (ref var value in x.AsSpan())
            value *= 0.25f;
        var y = twin.Run(x, NoTheta, Quiet);
        var deviation = Math.Sqrt(Sums.OfProducts(y.Values, y.Values) / y.Length);
        output.WriteLine($"standard deviation {deviation:F4}");
        Assert.Equal(0.33, deviation, 0.02);
    }

    [Fact]
    public void A_plate_far_from_flat_takes_smaller_steps_and_stays_stable()
    {
        var x = Drive(Widest.Count, 784);
        foreach (var seed in new[] { 1, 2, 3 })
            Assert.True(OscillatingPlate.Fabricate(new(), new OscillatingPlateGap().Scaled(3), seed).Run(x, NoTheta, Quiet).IsFinite());
    }

    [Fact]
    public void What_cannot_be_simulated_is_refused_with_how_far_it_is_off()
    {
        static string Message(OscillatingPlateDescription description) => Assert.Throws<ArgumentException>(() => new OscillatingPlate(description)).Message;
        Assert.Equal("OscillatingPlate SampleRate: expected more than 8504 Hz, twice the frequency of the highest of 16 modes, got 4000: too low by a factor of 2.13.",
            Message(new() { SampleRate = 4000 }));
        Assert.Matches(@"^OscillatingPlate time step: expected one that is stable at the largest drive, but with 2 a sample the hardening can be \d+\.\d\d times what a step bears\. Raise Substeps or lower PeakForce \(now 0\.5 N\)\.$",
            Message(new() { PeakForce = 0.5 }));
        Assert.Equal("OscillatingPlate quality: expected modes that oscillate, with a quality factor above 1/2, got 0.4 to 60.", Message(new() { LowestQuality = 0.4 }));
        Assert.Equal("OscillatingPlate Thickness: expected a finite number above 0, got 0.", Message(new() { Thickness = 0 }));
        Assert.Equal("OscillatingPlate Modes: expected 1 to 64, got 0.", Message(new() { Modes = 0 }));
        Assert.Equal("OscillatingPlate coil: expected shape [batch, 40], got [2, 39].",
            Assert.Throws<ShapeException>(() => new OscillatingPlate(Short).Run(new(2, 39), NoTheta, Quiet)).Message);
        Assert.Equal("OscillatingPlate theta: expected shape [0], got [1].",
            Assert.Throws<ShapeException>(() => new OscillatingPlate(Short).Run(new(2, 40), new(1), Quiet)).Message);
    }

    private static Tensor Drive(int rows, int samples, long seed = 7)
    {
        var drive = new Tensor(rows, samples);
        Noise.FromSeed(seed).Uniforms(0, drive);
        foreach (ref var value in drive.AsSpan())
            value = 2 * value - 1;
        return drive;
    }

    private static Tensor Rows(Tensor from, int first, int count) =>
        new(from.Values[(first * from.RowLength)..((first + count) * from.RowLength)], count, from.RowLength);
}
