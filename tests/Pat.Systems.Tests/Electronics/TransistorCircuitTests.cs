using MathNet.Numerics.Statistics;
using Pat.Core.Diagnostics;
using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Electronics.TransistorCircuit;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Tests.Electronics;

[Trait("Category", "Law")]
public sealed class TransistorCircuitTests
{
    private static readonly Shot Quiet = new(Noise.FromSeed(1), Noise.FromSeed(2), 0, 0, 0);
    private static readonly Tensor NoParameters = new(0);
    private static readonly TransistorCircuitDescription Short = new() { Samples = 50 };

    [Fact]
    public void Gradients_of_twin_and_device_match_central_differences()
    {
        IDigitalTwin[] systems =
        [
            new TransistorCircuit(Short),
            TransistorCircuit.Fabricate(Short, new(), deviceSeed: 3),
            TransistorCircuitBench.Twin(Short),
            TransistorCircuitBench.Fabricate(Short, new(), deviceSeed: 4, new TransistorCircuitNoise(Levels: 0)).Device,
        ];
        foreach (var system in systems)
        {
            foreach (var rows in new[] { 1, Widest.Count + 1 })
                GradientCheck.Require(GradientCheck.OfTwin(system.GetType().Name, system, Inputs(rows), NoParameters, [Quiet], Noise.FromSeed(rows)));
        }
    }

    [Fact]
    public void Without_gap_and_noise_the_bench_is_its_twin_and_other_seeds_are_other_devices()
    {
        var x = Inputs(5);
        foreach (ref var value in x.AsSpan())
            value = Math.Clamp(4 * value, -1, 1); // enough to reach the range of the converter
        float[] Of(TransistorCircuitGap gap, long seed) =>
            TransistorCircuitBench.Fabricate(Short, gap, seed, noise: 0).Device.Run(x, NoParameters, Quiet with { Time = 100 }).Values.ToArray();

        var twin = TransistorCircuitBench.Twin(Short).Run(x, NoParameters, Quiet).Values.ToArray();
        Assert.Equal(twin, Of(new TransistorCircuitGap().Scaled(0), 1));
        Assert.Contains(-2f, twin);
        Assert.Equal(Of(new(), 1), Of(new(), 1));
        Assert.NotEqual(Of(new(), 1), Of(new(), 2));
        foreach (var one in new TransistorCircuitGap[] { new(1, 0, 0, 0, 0, 0), new(0, 1, 0, 0, 0, 0), new(0, 0, 1, 0, 0, 0), new(0, 0, 0, 1, 0, 0), new(0, 0, 0, 0, 1, 0), new(0, 0, 0, 0, 0, 1) })
            Assert.NotEqual(twin, Of(one, 1));
    }

    [Fact]
    public void The_twin_passes_no_gradient_where_the_converter_clips()
    {
        var x = new Tensor(1, Short.Samples);
        x.AsSpan().Fill(-1);
        var (y, pullback) = TransistorCircuitBench.Twin(Short).Linearize(x, NoParameters, Quiet);
        var clipped = y.Values.IndexOf(-2f);
        Assert.True(clipped > 0);
        var dy = new Tensor(1, Short.Samples);
        dy.AsSpan()[clipped] = 1;
        Assert.All(pullback(dy).Dx.Values.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void The_capacitance_drifts_as_a_sine_of_the_hardware_clock()
    {
        var (drifting, still) = (TransistorCircuit.Fabricate(Short, new(), 7), new TransistorCircuitGap(Drift: 0));
        var phase = Noise.FromSeed(7).Split("transistor circuit").Split("drift").Uniform(0);
        var x = Inputs(1);
        foreach (var time in new[] { 0, 150.25, 1e6 })
        {
            // The same device without drift, but with the capacitance that it should have.
            var factor = 1 + 0.004 * Math.Sin(2 * Math.PI * (time / 600 + phase));
            var expected = TransistorCircuit.Fabricate(Short with { Capacitance = Short.Capacitance * factor }, still, 7).Run(x, NoParameters, Quiet);
            var measured = drifting.Run(x, NoParameters, Quiet with { Time = time });
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected.Values[i], measured.Values[i], 1e-6f); // the capacitance may round otherwise
        }
    }

    [Fact]
    public void A_run_has_the_same_bits_in_every_batch_and_at_its_own_time()
    {
        const int rows = 40;
        var shot = Quiet with { Time = 4.985, Period = 1.5e-3 };
        var (x, w) = (Inputs(rows), Inputs(rows, seed: 6));
        var device = TransistorCircuit.Fabricate(Short, new(), 1);
        var (y, pullback) = device.Linearize(x, NoParameters, shot);
        var dx = pullback(w).Dx;
        Assert.Equal(y.Values.ToArray(), device.Run(x, NoParameters, shot).Values.ToArray());
        var time = shot.Time;
        for (var row = 0; row < rows; row++, time += shot.Period) // the clock of the laboratory adds up
        {
            var (yAlone, pullbackAlone) = device.Linearize(new(x.Row(row), 1, Short.Samples), NoParameters, shot with { FirstRun = row, Time = time });
            Assert.Equal(yAlone.Values.ToArray(), y.Row(row).ToArray());
            Assert.Equal(pullbackAlone(new(w.Row(row), 1, Short.Samples)).Dx.Values.ToArray(), dx.Row(row).ToArray());
        }
        Assert.NotEqual(y.Row(9).ToArray(), device.Run(new(x.Row(9), 1, Short.Samples), NoParameters, shot with { Time = 100 }).Values.ToArray());
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        var (x, w) = (Inputs(70), Inputs(70, seed: 6));
        var device = TransistorCircuitBench.Fabricate(Short, new(), 1).Device;
        float[] All()
        {
            var (y, pullback) = device.Linearize(x, NoParameters, Quiet with { Time = 0.95, Period = 1.5e-3 });
            return [.. y.Values, .. pullback(w).Dx.Values];
        }

        var several = All();
        float[] one = [];
        Workers.OnOneThread(() => one = All());
        Assert.Equal(one, several);
    }

    // Trainings run side by side and share the compiled simulator.
    [Fact]
    public void Devices_that_are_used_at_the_same_time_do_not_see_each_other()
    {
        var (x, w) = (Inputs(20), Inputs(20, seed: 6));
        float[] Of(int seed)
        {
            float[] values = [];
            Workers.OnOneThread(() =>
            {
                var (y, pullback) = TransistorCircuit.Fabricate(Short, new(), seed).Linearize(x, NoParameters, Quiet);
                values = [.. y.Values, .. pullback(w).Dx.Values];
            });
            return values;
        }

        float[][] alone = [.. Enumerable.Range(0, 16).Select(Of)], together = new float[16][];
        Parallel.For(0, 16, seed => together[seed] = Of(seed));
        Assert.Equal(alone, together);
    }

    [Fact]
    public void Components_have_their_tolerances()
    {
        // 200 devices: a standard deviation is known to 1 / sqrt(400) = 5 %, a mean to a fourteenth of it.
        var nominal = CircuitConstants.Of(Short);
        var devices = Enumerable.Range(0, 200).Select(seed => CircuitConstants.Fabricated(Short, new(), Noise.FromSeed(seed))).ToArray();
        void Spread(Func<CircuitConstants, double> departure, double tolerance)
        {
            var values = devices.Select(departure).ToArray();
            Assert.Equal(0, values.Average() / tolerance, 0.25);
            Assert.Equal(1, Math.Sqrt(values.Average(value => value * value)) / tolerance, 0.2);
        }

        Spread(c => Math.Log(c.Inductance / nominal.Inductance), 0.05);
        Spread(c => Math.Log(c.Capacitance / nominal.Capacitance), 0.05);
        Spread(c => Math.Log(c.Resistance / nominal.Resistance), 0.15);
        Spread(c => Math.Log(c.ParallelResistance / nominal.ParallelResistance), 0.2);
        Spread(c => Math.Log(c.Transconductance / nominal.Transconductance), 0.2);
        Spread(c => c.Threshold - nominal.Threshold, 0.05);
        Assert.All(devices, c => Assert.Equal((0.1, 1 / 1600.0), (c.ChannelLengthModulation, c.Saturation)));

        // Independent: the correlation of 200 pairs scatters by 1 / sqrt(200) = 0.07.
        Func<CircuitConstants, double>[] drawn = [c => c.Inductance, c => c.Capacitance, c => c.Resistance, c => c.ParallelResistance, c => c.Transconductance, c => c.Threshold];
        for (var i = 0; i < drawn.Length; i++)
        {
            for (var j = 0; j < i; j++)
                Assert.InRange(Correlation.Pearson(devices.Select(drawn[i]), devices.Select(drawn[j])), -0.3, 0.3);
        }

        // Isat = 40 mA / sqrt(strength).
        Assert.Equal(2 / 1600.0, CircuitConstants.Fabricated(Short, new TransistorCircuitGap().Scaled(2), Noise.FromSeed(0)).Saturation);
    }

    [Fact]
    public void The_signal_passes_converter_supply_resistors_circuit_clock_noise_and_converter()
    {
        var device = TransistorCircuitBench.Fabricate(new(), new(), 1).Device;
        var input = device.Input.ToArray();
        Assert.Equal([new Levels(4096, -1, 1), new SupplyRipple(2e-3, 67.3e3, 1e-6)], input[..2]);
        // 4 k T R B of 100 ohm, half of them the parallel resistance at the resonance, at 300 K up to 500 kHz is (0.91 uV)²; the drive has 5 V.
        Assert.Equal(0.91e-6 / 5, Assert.IsType<ThermalNoise>(input[2]).Sigma, 0.002e-6);
        Assert.Equal(3, input.Length);
        Assert.Equal([new TimingJitter(0.1), new AdditiveNoise("read noise", 0.01), new Clipping(-2, 2), new Levels(4096, -2, 2)], device.Output);
    }

    private static Tensor Inputs(int rows, long seed = 5)
    {
        var values = new Tensor(rows, Short.Samples);
        Noise.FromSeed(seed).Normals(0, values);
        foreach (ref var value in values.AsSpan())
            value *= 0.3f;
        return values;
    }
}
