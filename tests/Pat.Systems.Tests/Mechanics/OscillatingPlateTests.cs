using Pat.Core.Diagnostics;
using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Imperfections;
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
    public void Each_departure_has_its_spread_and_moves_its_own_constants_only()
    {
        var nominal = new OscillatingPlate(Short).Constants;
        var none = new OscillatingPlateGap().Scaled(0);
        (OscillatingPlateGap Gap, string Constants, Func<PlateConstants, IEnumerable<double>> Departure, double Spread)[] table =
        [
            (none with { Frequency = 1 }, "frequency", c => c.Frequency.Zip(nominal.Frequency, (of, n) => of / n - 1), 0.01),
            (none with { Damping = 1 }, "damping", c => c.Damping.Zip(nominal.Damping, (of, n) => Math.Log(of / n)), 0.10),
            (none with { Force = 1 }, "force", c => c.Force.Zip(nominal.Force, (of, n) => of / n - 1), 0.05),
            (none with { PickUp = 1 }, "pick-up", c => c.PickUp.Zip(nominal.PickUp, (of, n) => of / n - 1), 0.05),
            (none with { Gain = 1 }, "pick-up", c => [c.PickUp[0] / nominal.PickUp[0] - 1], 0.05),
            (none with { RestShape = 1 }, "rest shape", c => c.RestShape, 0.05),
            (none with { Coupling = 1 }, "coupling", c => c.Coupling.Select((of, k) => of / (nominal.Frequency[k] * nominal.Frequency[k + 1])), 0.005),
            (none with { Hardening = 1 }, "hardening", c => [c.Hardening / 1.5 - 1], 0.10),
        ];
        foreach (var (gap, constants, departure, spread) in table)
        {
            // 200 devices: their standard deviation is known to 1 / sqrt(400) = 5 % where a device has one draw, and better where it has 16.
            var devices = Enumerable.Range(0, 200).Select(seed => OscillatingPlate.Fabricate(Short, gap, seed).Constants).ToArray();
            var values = devices.SelectMany(departure).ToArray();
            Assert.Equal(0, values.Average() / spread, 0.25);
            Assert.Equal(1, Math.Sqrt(values.Average(value => value * value)) / spread, 0.2);
            Assert.Equal([constants], Parts(devices[0]).Where(part => !part.Value.SequenceEqual(Parts(nominal)[part.Key])).Select(part => part.Key));
        }
        Assert.Single(OscillatingPlate.Fabricate(Short, none with { Gain = 1 }, 1).Constants.PickUp.Zip(nominal.PickUp, (of, n) => Math.Round(of / n, 12)).Distinct());
    }

    [Fact]
    public void The_drift_changes_the_stiffness_of_the_coupling_as_that_of_the_modes()
    {
        var constants = OscillatingPlate.Fabricate(Short, new(), 1).Constants;
        var warm = constants with { Frequency = [.. constants.Frequency.Select(f => 1.25 * f)], Coupling = [.. constants.Coupling.Select(c => 1.5625 * c)] };
        Assert.Equal(warm.ToTheta(1).Values.ToArray(), constants.ToTheta(1.25).Values.ToArray());
    }

    [Fact]
    public void The_signal_passes_converter_coil_plate_microphone_clock_noise_and_converter()
    {
        var device = OscillatingPlateBench.Fabricate(Short, new(), 1).Device;
        Assert.Equal([new Levels(4096, -1, 1), new LowPass("speaker", 0.5)], device.Input);
        Assert.Equal([new HighPass("microphone", 1.0 / 600), new TimingJitter(0.1), new AdditiveNoise("read noise", 0.01), new Levels(4096, -2, 2)], device.Output);
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

    private static Dictionary<string, double[]> Parts(PlateConstants c) => new()
    {
        ["frequency"] = c.Frequency,
        ["damping"] = c.Damping,
        ["force"] = c.Force,
        ["pick-up"] = c.PickUp,
        ["rest shape"] = c.RestShape,
        ["coupling"] = c.Coupling,
        ["hardening"] = [c.Hardening],
    };

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_gap_without_a_device_is_refused_by_name(double factor) => Assert.Equal(
        FormattableString.Invariant($"OscillatingPlateGap RestShape: expected a finite number of at least 0, got {factor}."),
        Assert.Throws<ArgumentException>(() => OscillatingPlate.Fabricate(Short, new(RestShape: factor), 1)).Message);

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
