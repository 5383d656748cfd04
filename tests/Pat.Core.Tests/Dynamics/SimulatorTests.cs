using Pat.Core.Diagnostics;
using Pat.Core.Dynamics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Core.Tests.Dynamics;

public sealed class SimulatorTests
{
    private static readonly SimulatorOptions Options = new() { TimeStep = 0.1, Steps = 100 };

    // Each state of 1/x′ explodes at t = 1/x0: 1/0.5 = 2 (row 1), later for the other rows.
    [Fact]
    public void A_state_that_explodes_is_named_with_step_row_and_time()
    {
        var simulator = Simulator.Compile(new Explosion(), new RungeKutta4(), Options);
        var error = Assert.Throws<SimulationException>(() => simulator.Run(new(3, 0), new Tensor([0.1f, 0.5f, 0.2f], 3, 1), new(0)));
        Assert.Equal(("Explosion", "size", 1), (error.System, error.State, error.Row));
        Assert.InRange(error.Time, 2.0, 3.0); // the steps overshoot the pole before they overflow
        Assert.Equal(error.Step * 0.1, error.Time, 1e-9);
        Assert.StartsWith($"Explosion: the state 'size' of row 1 is ", error.Message);
        Assert.Contains($" after step {error.Step} (time ", error.Message);
        Assert.Contains("Try half the time step", error.Message);
    }

    [Fact]
    public void The_first_failure_is_the_same_for_every_checkpointing_and_in_gradients()
    {
        string ErrorWith(int every)
        {
            var simulator = Simulator.Compile(new Explosion(), new RungeKutta4(), Options with { CheckpointEvery = every });
            return Assert.Throws<SimulationException>(() => simulator.Linearize(new(40, 0), Ramp(40, 1), new(0))).Message;
        }
        Assert.Equal(ErrorWith(0), ErrorWith(1));
        Assert.Equal(ErrorWith(0), ErrorWith(9));
    }

    [Fact]
    public void Rows_with_other_parameters_have_the_bits_of_their_own_runs()
    {
        var simulator = Simulator.Compile(new Circuit(), new RungeKutta4(), Options with { Steps = 9, Evaluator = Evaluator.Interpreter });
        var (drive, initial) = (SimulationCase.Rows(Noise.FromSeed(1), 71, 9), SimulationCase.Rows(Noise.FromSeed(2), 71, 3));
        RowPart[] parts = [new(0, 33, new([0.5f, 1, 1, 1.2f, 1.5f, 3], 6)), new(33, 34, new([0.7f, 1, 1, 1.2f, 1.5f, 3], 6)), new(34, 71, new([0.5f, 2, 1, 1, 1, 3], 6))];
        var together = simulator.RunParts(drive, initial, parts);
        foreach (var (start, end, theta) in parts)
        {
            Tensor Rows(Tensor from) => new(from.Values[(start * from.RowLength)..(end * from.RowLength)], end - start, from.RowLength);
            Assert.Equal(simulator.Run(Rows(drive), Rows(initial), theta).Values.ToArray(), Rows(together).Values.ToArray());
        }
        initial.Row(40)[0] = float.NaN;
        Assert.Equal(40, Assert.Throws<SimulationException>(() => simulator.RunParts(drive, initial, parts)).Row);
    }

    [Fact]
    public void Shapes_are_checked()
    {
        var simulator = Simulator.Compile(new Circuit(), new RungeKutta4(), Options);
        var (drive, initial, theta) = (new Tensor(2, 100), new Tensor(2, 3), Ramp(6));
        Assert.Equal("Circuit drive: expected shape [batch, 100], got [2, 99].", Assert.Throws<ShapeException>(() => simulator.Run(new(2, 99), initial, theta)).Message);
        Assert.Equal("Circuit initial states: expected shape [2, 3], got [1, 3].", Assert.Throws<ShapeException>(() => simulator.Run(drive, new(1, 3), theta)).Message);
        Assert.Equal("Circuit theta: expected shape [6], got [5].", Assert.Throws<ShapeException>(() => simulator.Run(drive, initial, new(5))).Message);
        var pullback = simulator.Linearize(drive, initial, theta).Pullback;
        Assert.Equal("Circuit dy: expected shape [2, 100], got [2, 3].", Assert.Throws<ShapeException>(() => pullback(new(2, 3))).Message);
    }

    [Fact]
    public void Options_are_checked()
    {
        string ErrorOf(SimulatorOptions options) => Assert.Throws<ArgumentException>(() => Simulator.Compile(new Circuit(), new RungeKutta4(), options)).Message;
        Assert.Equal("Circuit TimeStep: expected a time step above 0, got 0.", ErrorOf(Options with { TimeStep = 0 }));
        Assert.Equal("Circuit Steps: expected at least 1 step, got 0.", ErrorOf(Options with { Steps = 0 }));
        Assert.Equal("Circuit CheckpointEvery: expected 0 (keep all) or more, got -1.", ErrorOf(Options with { CheckpointEvery = -1 }));
        Assert.Equal("Circuit: expected output steps in ascending order from 1 to 100, got 101 at 1.", ErrorOf(Options with { OutputSteps = [3, 101] }));
        Assert.Equal("Circuit: expected output steps in ascending order from 1 to 100, got 3 at 1.", ErrorOf(Options with { OutputSteps = [3, 3] }));
    }

    [Fact]
    public void What_depends_on_parameters_only_leaves_the_step()
    {
        var plans = new StepPlans(StepGraph.Trace(new Circuit(), new RungeKutta4(), 0.1), new() { TimeStep = 0.1, Steps = 1 });
        foreach (var plan in new[] { plans.Forward, plans.BackwardSampled })
            Assert.DoesNotContain(plan.Instructions, instruction => instruction.Op == Opcode.Divide);
        Assert.Equal(4, plans.SavedCount); // one tanh in each stage
        Assert.DoesNotContain(plans.Backward.Instructions, instruction => instruction.Op == Opcode.Tanh);
    }

    [Fact]
    public void A_simulator_explains_itself()
    {
        var text = Simulator.Compile(new Circuit(), new RungeKutta4(), Options).Explain();
        Assert.Contains("Circuit: 3 states, 1 drive, 6 parameters, 1 output\n", text);
        Assert.Contains("Runge-Kutta 4 (order 4), 100 steps of 0.1, output after 100 of them, a drive for each step\n", text);
        Assert.Contains("4 Tanh", text);
        Assert.Contains("saved for the adjoint: the state and 4 values of each step\n", text);
        Assert.Contains("memory for the adjoint: 2828 bytes a row, all states kept\n", text); // (100 + 1) (3 + 4) 4
    }

    [Fact]
    public void States_that_would_not_stay_in_the_cache_are_computed_again()
    {
        string Explained(int steps) => Simulator.Compile(new Circuit(), new RungeKutta4(), Options with { Steps = steps, Evaluator = Evaluator.Interpreter }).Explain();
        Assert.Contains("all states kept", Explained(2339));                  // 2340 · (3 + 4) = 16,380 numbers
        Assert.Contains("a checkpoint every 32 steps", Explained(2340));
    }

    [Fact]
    public void A_step_that_is_too_large_for_generated_code_is_interpreted_and_says_so()
    {
        if (!System.Runtime.Intrinsics.Vector128.IsHardwareAccelerated)
            Assert.Skip("no vectors on this machine");
        var text = Simulator.Compile(new Plate(100), new RungeKutta4(), Options).Explain();
        Assert.Matches(@"interpreter \(the step .*, more than the \d+ that \.NET optimises\)", text);
        Assert.Contains("evaluator: interpreter (as chosen)", Simulator.Compile(new Circuit(), new RungeKutta4(), Options with { Evaluator = Evaluator.Interpreter }).Explain());
        Assert.Matches(@"evaluator: (forward )?generated code, \d vectors at a time", Simulator.Compile(new Circuit(), new RungeKutta4(), Options).Explain());
    }

    [Fact]
    public void A_simulator_is_a_digital_twin()
    {
        var simulator = Simulator.Compile(new Circuit(), new RungeKutta4(), new() { TimeStep = 0.1, Steps = 12 });
        var ports = new SystemPorts(
            new("voltage in", 12, -1, 1, "V", new Layout.Series(0.1, 1)),
            [new("components", 6, 0.1f, 3, "1", new Layout.Values())],
            new("voltage out", 12, float.NegativeInfinity, float.PositiveInfinity, "V", new Layout.Series(0.1, 1)));
        var twin = new SimulatedTwin(simulator, ports, [0.1f, 0.2f, 0.3f]);
        var (x, theta) = (SimulationCase.Rows(Noise.FromSeed(1), 3, 12), new Tensor([0.5f, 1, 1, 1.2f, 1.5f, 3], 6));
        GradientCheck.Require(GradientCheck.OfTwin("circuit", twin, x, theta, [default], Noise.FromSeed(2)));
        var message = Assert.Throws<ShapeException>(() => new SimulatedTwin(simulator, ports with { Output = ports.Input with { Size = 11 } })).Message;
        Assert.Equal("Circuit output 'voltage in': expected size 12, got 11.", message);
    }

    [Fact]
    public void A_twin_refuses_a_simulator_without_the_gradient_of_its_parameters()
    {
        var constant = Options with { ParameterGradient = false };
        var series = new Port("voltage", 100, -1, 1, "V", new Layout.Series(0.1, 1));
        var ports = new SystemPorts(series, [new("components", 6, 0.1f, 3, "1", new Layout.Values())], series);
        var message = Assert.Throws<ArgumentException>(() => new SimulatedTwin(Simulator.Compile(new Circuit(), new RungeKutta4(), constant), ports)).Message;
        Assert.StartsWith("Circuit: expected a simulator that gives the gradient of its parameters, because a twin returns it; got one with ParameterGradient = false.", message);
        var nothing = new Port("nothing", 0, -1, 1, "1", new Layout.Values());
        var explosion = Simulator.Compile(new Explosion(), new RungeKutta4(), constant); // without parameters there is nothing to leave out
        Assert.Equal(0, new SimulatedTwin(explosion, new(nothing, [], series)).Ports.ParameterCount);
    }

    private static Tensor Ramp(params int[] shape)
    {
        var ramp = new Tensor(shape);
        for (var i = 0; i < ramp.Length; i++)
            ramp.AsSpan()[i] = 0.1f * (i + 1);
        return ramp;
    }

    private sealed class Explosion : IEquationsOfMotion
    {
        public Quantities Quantities { get; } = new("Explosion", ["size"], [], [], ["size"]);

        public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T> =>
            rate[0] = T.Square(state[0]);

        public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T> => output[0] = state[0];
    }
}
