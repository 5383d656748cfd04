using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Twins;

namespace Pat.Core.Tests.Physical;

public sealed class LaboratoryTests
{
    private static readonly HardwareTiming Timing = new(RunSeconds: 0.01, ProgrammingSeconds: 0.5, JoulesPerRun: 2);

    [Fact]
    public void Runs_are_numbered_and_timed_and_programmed_only_when_theta_changes()
    {
        var laboratory = new Laboratory("bench", new NoisySum(), Noise.FromSeed(1), Timing);
        var (one, two) = (new Tensor([1f], 1), new Tensor([2f], 1));
        var first = laboratory.Issue(one, 10, Purpose.Train);
        var second = laboratory.Issue(one, 5, Purpose.Train);
        var third = laboratory.Issue(two, 1, Purpose.Evaluate);
        Assert.Equal((0, 10, 15), (first.FirstRun, second.FirstRun, third.FirstRun));
        Assert.Equal(first.Programming, second.Programming);
        Assert.NotEqual(second.Programming, third.Programming);
        Assert.Equal([0.5, 0.6, 1.15], [first.Time, second.Time, third.Time], Close);
        Assert.Equal(new HardwareCost(15, 1, 0.65, 30), Rounded(laboratory.Ledger[Purpose.Train]));
        Assert.Equal(new HardwareCost(1, 1, 0.51, 2), Rounded(laboratory.Ledger[Purpose.Evaluate]));
        Assert.Equal(new HardwareCost(16, 2, 1.16, 32), Rounded(laboratory.Ledger.Total));
        Assert.Equal(default, laboratory.Ledger[Purpose.Calibrate]);
    }

    [Fact]
    public void Energy_that_a_system_does_not_state_stays_unknown()
    {
        var laboratory = new Laboratory("bench", new NoisySum(), Noise.FromSeed(1), new(0.01, 0.5));
        laboratory.Issue(new Tensor([1f], 1), 10, Purpose.Train);
        Assert.Null(laboratory.Ledger.Total.Joules);
    }

    [Fact]
    public void Chunks_of_a_batch_do_not_change_what_is_measured()
    {
        var (x, theta) = (Ramp(20), new Tensor([0.5f], 1));
        var whole = New().Run(x, theta, Purpose.Train);
        var inChunks = New();
        for (var start = 0; start < 20; start += 7)
        {
            var rows = Math.Min(7, 20 - start);
            var chunk = new Tensor(x.Values.Slice(start * 3, rows * 3), rows, 3);
            Assert.Equal(whole.Values.Slice(start * 2, rows * 2), inChunks.Run(chunk, theta, Purpose.Train).Values);
        }
    }

    [Fact]
    public void Resetting_the_state_replays_what_happened_and_going_on_does_not()
    {
        var laboratory = New();
        var (x, theta) = (Ramp(4), new Tensor([0.5f], 1));
        laboratory.Run(x, theta, Purpose.Train);
        var state = laboratory.State;
        var first = laboratory.Run(x, theta, Purpose.Train).Clone();
        var second = laboratory.Run(x, theta, Purpose.Train).Clone();
        laboratory.State = state;
        Assert.Equal(first.Values, laboratory.Run(x, theta, Purpose.Train).Values);
        Assert.NotEqual(first.Values.ToArray(), second.Values.ToArray());
    }

    [Fact]
    public void Resetting_the_state_also_restores_the_programmed_parameters()
    {
        var laboratory = new Laboratory("bench", new ProgrammedLevel(), Noise.FromSeed(1), Timing);
        var (x, a, b) = (Ramp(2), new Tensor([1f], 1), new Tensor([2f], 1));
        laboratory.Run(x, a, Purpose.Train);
        var state = laboratory.State;
        var first = AThenB();
        var end = laboratory.State;
        laboratory.State = state;
        Assert.Equal(first, AThenB());
        Assert.Equal((end.NextRun, end.Programmings, end.Time), (laboratory.State.NextRun, laboratory.State.Programmings, laboratory.State.Time));
        Assert.Equal([1f], state.Programmed);
        Assert.Equal([2f], laboratory.State.Programmed);

        float[] AThenB() => [.. laboratory.Run(x, a, Purpose.Train).Values, .. laboratory.Run(x, b, Purpose.Train).Values];
    }

    [Fact]
    public void Resetting_the_state_also_rewinds_the_draws_of_a_noisy_twin()
    {
        var laboratory = New();
        var twin = new NoisyTwin(new FunctionTwin(new(new Port("x", 3, -1, 1, "1", new Layout.Values()), [], new Port("y", 3, -1, 1, "1", new Layout.Values())), (x, _) => x), 0.1);
        laboratory.IssueForTwin(4);
        var state = laboratory.State;
        var first = Draws();
        var second = Draws();
        laboratory.State = state;
        Assert.Equal(first, Draws());
        Assert.NotEqual(first, second);
        Assert.Equal((4 + 3 * 5, 4 + 5), (laboratory.Ledger.TwinRuns, laboratory.State.NextTwinRun)); // the ledger counts what was done

        float[] Draws() => twin.Run(Ramp(5), new Tensor(0), laboratory.IssueForTwin(5)).Values.ToArray();
    }

    [Fact]
    public void The_clock_advances_with_runs_programming_and_waiting_and_says_when_the_programming_was_done()
    {
        var laboratory = New();
        var (one, two) = (new Tensor([1f], 1), new Tensor([2f], 1));
        laboratory.Wait(100);
        Assert.Equal(100.5, laboratory.Issue(one, 10, Purpose.Train).Programmed);
        laboratory.Wait(50);
        var later = laboratory.Issue(one, 1, Purpose.Train);
        Assert.Equal((100.5, 150.6), (later.Programmed, later.TimeOf(0)));
        Assert.Equal(151.11, laboratory.Issue(two, 1, Purpose.Train).Programmed, 1e-9);
        Assert.Equal(0.01 * 12 + 2 * 0.5, laboratory.Ledger.Total.Seconds, 1e-9); // who waits does not use the hardware
        Assert.Throws<ArgumentOutOfRangeException>(() => laboratory.Wait(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => laboratory.Wait(double.NaN));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void A_run_has_the_same_time_and_the_same_programming_in_every_batch(int rows)
    {
        const int runs = 1000;
        var theta = new Tensor([1f], 1);
        Assert.Equal(Times(runs), Times(rows));

        List<(double Time, double Since)> Times(int batch)
        {
            var laboratory = new Laboratory("bench", new NoisySum(), Noise.FromSeed(1), new(RunSeconds: 1.7e-4, ProgrammingSeconds: 0.3));
            laboratory.Wait(3600.1);
            List<(double, double)> times = [];
            for (var start = 0; start < runs; start += batch)
            {
                var count = Math.Min(batch, runs - start);
                var shot = laboratory.Issue(theta, count, Purpose.Train);
                times.AddRange(Enumerable.Range(0, count).Select(row => (shot.TimeOf(row), shot.TimeOf(row) - shot.Programmed)));
            }
            return times;
        }
    }

    [Theory]
    [InlineData(NoiseRole.Input)]
    [InlineData(NoiseRole.Physics)]
    [InlineData(NoiseRole.Readout)]
    [InlineData(NoiseRole.Drift)]
    [InlineData(NoiseRole.Programming)]
    [InlineData(NoiseRole.Twin)]
    [InlineData(NoiseRole.DataOrder)]
    public void A_stream_with_a_seed_of_its_own_changes_its_noise_alone(NoiseRole stream)
    {
        var (usual, own) = (Streams(RunNoise.FromSeed(1)), Streams(RunNoise.FromSeed(1).With(stream, 7)));
        Assert.Equal(usual.Keys.Where(role => role == stream), usual.Keys.Where(role => usual[role] != own[role]));

        static Dictionary<NoiseRole, Noise> Streams(RunNoise noise)
        {
            var laboratory = new Laboratory("bench", new NoisySum(), noise, Timing);
            var (shot, twin) = (laboratory.Issue(new Tensor([1f], 1), 1, Purpose.Train), laboratory.IssueForTwin(1));
            return new()
            {
                [NoiseRole.Input] = shot.Input,
                [NoiseRole.Physics] = shot.Noise,
                [NoiseRole.Readout] = shot.Readout,
                [NoiseRole.Drift] = shot.Drift,
                [NoiseRole.Programming] = shot.Programming,
                [NoiseRole.Twin] = twin.Noise,
            };
        }
    }

    [Fact]
    public void Draws_of_two_layers_two_steps_and_two_apparatuses_are_uncorrelated()
    {
        // Correlation of 4,000 pairs has the standard error 0.016; 4 of them is 0.063.
        var x = new Tensor(2000, 3);
        var laboratory = New();
        float[][] draws =
        [
            laboratory.Run(x, new Tensor([1f], 1), Purpose.Train).Values.ToArray(), // layer 1, step 1
            laboratory.Run(x, new Tensor([2f], 1), Purpose.Train).Values.ToArray(), // layer 2, step 1
            laboratory.Run(x, new Tensor([1f], 1), Purpose.Train).Values.ToArray(), // layer 1, step 2
            new Laboratory("other bench", new NoisySum(), Noise.FromSeed(1), Timing).Run(x, new Tensor([1f], 1), Purpose.Train).Values.ToArray(),
            new Laboratory("bench", new NoisySum(), Noise.FromSeed(2), Timing).Run(x, new Tensor([1f], 1), Purpose.Train).Values.ToArray(),
        ];
        for (var i = 0; i < draws.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var correlation = draws[i].Zip(draws[j], (a, b) => (double)a * b).Sum() / draws[i].Length;
                Assert.True(Math.Abs(correlation) < 0.063, $"draws {j} and {i}: correlation {correlation:F3}");
            }
        }
    }

    [Fact]
    public void Wrong_shapes_and_values_that_are_not_finite_name_the_apparatus()
    {
        var laboratory = New();
        var shape = Assert.Throws<ShapeException>(() => laboratory.Run(new Tensor(2, 4), new Tensor([1f], 1), Purpose.Train));
        Assert.Equal("bench x: expected shape [batch, 3], got [2, 4].", shape.Message);
        var theta = Assert.Throws<ShapeException>(() => laboratory.Run(new Tensor(2, 3), new Tensor(2), Purpose.Train));
        Assert.Equal("bench theta: expected shape [1], got [2].", theta.Message);
        laboratory.Run(new Tensor(5, 3), new Tensor([1f], 1), Purpose.Train);
        var x = new Tensor(2, 3);
        x.Row(1)[0] = float.NaN;
        var notFinite = Assert.Throws<NotFiniteNumberException>(() => laboratory.Run(x, new Tensor([1f], 1), Purpose.Train));
        Assert.Equal("bench: run 6 measured NaN at output 0. Check the inputs and parameters of that run.", notFinite.Message);
    }

    [Fact]
    public void Counts_and_durations_below_zero_are_refused()
    {
        var laboratory = New();
        Assert.Throws<ArgumentOutOfRangeException>(() => laboratory.Issue(new Tensor([1f], 1), -1, Purpose.Train));
        Assert.Throws<ArgumentOutOfRangeException>(() => laboratory.IssueForTwin(-1));
        Assert.Equal((0, 0), (laboratory.Ledger.Total.Runs, laboratory.Ledger.TwinRuns));
        Assert.Equal("HardwareTiming RunSeconds: expected finite and at least 0, got -1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new HardwareTiming(-1, 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new HardwareTiming(0, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Timing with { JoulesPerRun = double.PositiveInfinity });
    }

    [Fact]
    public void The_noise_of_a_twin_is_finite_and_at_least_zero()
    {
        var twin = new FunctionTwin(new NoisySum().Ports, (x, _) => x);
        Assert.Equal("NoisyTwin sigma: expected finite and at least 0, got -0.1.", Assert.Throws<ArgumentOutOfRangeException>(() => new NoisyTwin(twin, -0.1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NoisyTwin(twin, double.NaN));
    }

    [Fact]
    public void A_function_twin_checks_its_ports()
    {
        var twin = new FunctionTwin(new NoisySum().Ports, (x, _) => x, "copy");
        var theta = new Tensor(1);
        foreach (Action<Tensor, Tensor> use in new Action<Tensor, Tensor>[] { (x, t) => twin.Run(x, t, default), (x, t) => twin.Linearize(x, t, default) })
        {
            Assert.Equal("copy x: expected shape [batch, 3], got [2, 4].", Assert.Throws<ShapeException>(() => use(new Tensor(2, 4), theta)).Message);
            Assert.Equal("copy theta: expected shape [1], got [2].", Assert.Throws<ShapeException>(() => use(new Tensor(2, 3), new Tensor(2))).Message);
            Assert.Equal("copy y: expected shape [2, 2], got [2, 3].", Assert.Throws<ShapeException>(() => use(new Tensor(2, 3), theta)).Message);
        }
    }

    private static Laboratory New() => new("bench", new NoisySum(), Noise.FromSeed(1), Timing);

    private static Tensor Ramp(int rows)
    {
        var x = new Tensor(rows, 3);
        for (var i = 0; i < x.Length; i++)
            x.AsSpan()[i] = i;
        return x;
    }

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-12;

    private static HardwareCost Rounded(HardwareCost cost) => cost with { Seconds = Math.Round(cost.Seconds, 9) };

    // Two outputs that show the error of the programming.
    private sealed class ProgrammedLevel : IPhysicalSystem
    {
        public SystemPorts Ports { get; } = new NoisySum().Ports;

        public Tensor Run(Tensor x, Tensor theta, Shot shot)
        {
            var level = new float[1];
            shot.Programming.Normals(0, level);
            var y = Tensor.CreateUninitialized(x.Rows, 2);
            y.AsSpan().Fill(theta.Values[0] + level[0]);
            return y;
        }
    }

    // Two outputs, each the sum of the inputs plus a draw of its own.
    private sealed class NoisySum : IPhysicalSystem
    {
        public SystemPorts Ports { get; } = new(
            new Port("x", 3, -1, 1, "1", new Layout.Values()),
            [new Port("theta", 1, -1, 1, "1", new Layout.Values())],
            new Port("y", 2, -1, 1, "1", new Layout.Values()));

        public Tensor Run(Tensor x, Tensor theta, Shot shot)
        {
            var y = Tensor.CreateUninitialized(x.Rows, 2);
            shot.Noise.Normals(shot.FirstRun, y);
            for (var row = 0; row < x.Rows; row++)
            {
                for (var i = 0; i < 2; i++)
                    y.Row(row)[i] += x.Row(row)[0] + x.Row(row)[1] + x.Row(row)[2];
            }
            return y;
        }
    }
}
