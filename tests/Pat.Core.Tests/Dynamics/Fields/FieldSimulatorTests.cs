using Pat.Core.Dynamics;
using Pat.Core.Dynamics.Fields;
using Pat.Core.Lanes;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Core.Tests.Dynamics.Fields;

[Trait("Category", "Law")]
public sealed class FieldSimulatorTests
{
    private static readonly SimulatorOptions Options = new() { TimeStep = 0.1, Steps = 5 };

    // Numbers computed in float64 by automatic differentiation of the code that accompanies Wright et al., Nature 601, 549 (2022), doi
    // 10.1038/s41586-021-04223-6. Tolerance 1e-6: values are below 2, and a few dozen roundings of 6e-8 each lie in between.
    [Theory, InlineData(Evaluator.GeneratedCode), InlineData(Evaluator.Interpreter)]
    public void Three_oscillators_give_the_published_angles_velocities_and_gradients(Evaluator evaluator)
    {
        var simulator = FieldSimulator.Compile(
            new FieldOscillators(3), new RungeKutta4(), Options with { ConstantDrive = true, OutputSteps = [5], Evaluator = evaluator });
        float[] q = [-0.6f, 0.3f, 0.2f, 0.3f, -0.5f, 0.7f, 0.2f, 0.7f, 0];
        var (y, pullback) = simulator.Linearize(
            new([0.05f, -0.1f, 0.15f], 1, 3), new([0.3f, -0.2f, 0.5f, 0, 0, 0], 1, 6), new(q, 9));
        Near([0.253485854831, -0.125500589102, 0.450659530282, -0.178936672193, 0.285044377870, -0.190119394866], y.Values);
        var (dDrive, dInitial, dTheta) = pullback(new([1, -2, 0.5f, 0, 0, 0], 1, 6));
        Near([0.758447366167, -1.569514029212, 0.320829494005], dInitial.Values[..3]);
        Near([0.119828233255, -0.240780947297, 0.058641696529], dDrive.Values);
        Near(
            [
                -0.034477481238, -0.085389206221, 0.005631923939,
                -0.085389206221, -0.044750643208, -0.098454763101,
                0.005631923939, -0.098454763101, -0.027662280124,
            ],
            OfCouplings(dTheta.Values));
    }

    // Q = (C + Cᵀ)/2, then Q_ii = −Σ_j Q_ij with the old diagonal. Backward: the diagonal's gradient is taken from all of its row.
    private static float[] OfCouplings(ReadOnlySpan<float> dQ)
    {
        var (symmetric, dC) = (new double[9], new float[9]);
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
                symmetric[3 * i + j] = (i == j ? 0 : dQ[3 * i + j]) - dQ[4 * i];
        }
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
                dC[3 * i + j] = (float)((symmetric[3 * i + j] + symmetric[3 * j + i]) / 2);
        }
        return dC;
    }

    // The same arithmetic in another order: each of 60 steps rounds differently, by 6e-8 of states below 1; gradients add up 60 such terms.
    [Fact]
    public void A_rolled_plate_equals_the_unrolled_plate()
    {
        var options = Options with { TimeStep = 0.05, Steps = 60 };
        var (lumped, rolled) = (Simulator.Compile(new Plate(), new RungeKutta4(), options), FieldSimulator.Compile(new FieldPlate(16), new RungeKutta4(), options));
        var (drive, initial) = (SimulationCase.Rows(Noise.FromSeed(1), 21, 60), SimulationCase.Rows(Noise.FromSeed(2), 21, 32));
        var theta = new Tensor([.. Enumerable.Range(0, 32).Select(m => m < 16 ? 0.4f + 0.12f * m : 0.01f + 0.002f * (m - 16))], 32);
        var dy = SimulationCase.Rows(Noise.FromSeed(3), 21, 60);
        var (y, pullback) = lumped.Linearize(drive, initial, theta);
        var (rolledY, rolledPullback) = rolled.Linearize(drive, initial, theta);
        Close(y, rolledY, 5e-6);
        var (expected, got) = (pullback(dy), rolledPullback(dy));
        Close(expected.DDrive, got.DDrive, 5e-6);
        Close(expected.DInitial, got.DInitial, 5e-6);
        Close(expected.DTheta, got.DTheta, 5e-6);
    }

    [Fact]
    public void Gradients_of_parameters_can_be_left_out()
    {
        var row = FieldCase.Named("everything");
        var (with, without) = (row.Compile(row.Options, 8), row.Compile(row.Options with { ParameterGradient = false }, 8));
        var (drive, initial, theta) = FieldCase.Draw(with, 5);
        var (y, pullback) = with.Linearize(drive, initial, theta);
        var got = without.Linearize(drive, initial, theta).Pullback(y);
        Assert.Equal(pullback(y).DInitial.Values.ToArray(), got.DInitial.Values.ToArray());
        Assert.Equal(0, got.DTheta.Length);
    }

    [Fact]
    public void A_state_that_explodes_is_named_with_element_step_row_and_time()
    {
        foreach (var every in new[] { 0, 7 })
        {
            var simulator = FieldSimulator.Compile(new Explosion(), new RungeKutta4(), Options with { Steps = 100, CheckpointEvery = every });
            var initial = new Tensor(40, 3);
            initial.Row(38)[2] = 0.5f; // x′ = x² explodes at t = 1/0.5 = 2
            initial.Row(39)[1] = 0.3f;
            var error = Assert.Throws<SimulationException>(() => simulator.Linearize(new(40, 0), initial, new(0)));
            Assert.Equal(("Explosion", "size[2]", 38), (error.System, error.State, error.Row));
            Assert.InRange(error.Time, 2.0, 3.0); // the steps overshoot the pole before they overflow
        }
    }

    [Fact]
    public void Shapes_are_checked()
    {
        var simulator = FieldSimulator.Compile(new FieldOscillators(3), new RungeKutta4(), Options);
        var (drive, initial, theta) = (new Tensor(2, 15), new Tensor(2, 6), new Tensor(9));
        Assert.Equal("Oscillators drive: expected shape [batch, 15], got [2, 5].", Assert.Throws<ShapeException>(() => simulator.Run(new(2, 5), initial, theta)).Message);
        Assert.Equal("Oscillators initial states: expected shape [2, 6], got [2, 2].", Assert.Throws<ShapeException>(() => simulator.Run(drive, new(2, 2), theta)).Message);
        Assert.Equal("Oscillators theta: expected shape [9], got [3].", Assert.Throws<ShapeException>(() => simulator.Run(drive, initial, new(3))).Message);
        var pullback = simulator.Linearize(drive, initial, theta).Pullback;
        Assert.Equal("Oscillators dy: expected shape [2, 30], got [2, 3].", Assert.Throws<ShapeException>(() => pullback(new(2, 3))).Message);
    }

    [Fact]
    public void An_implicit_integrator_is_refused() => Assert.Equal(
        "Plate: a step by Rosenbrock 2 cannot be traced. It is implicit and needs the Jacobian of the equations, which has N · N elements for fields."
        + " Use RungeKutta4 or VelocityVerlet.",
        Assert.Throws<EquationsException>(() => FieldSimulator.Compile(new FieldPlate(3), new Rosenbrock2(), Options)).Message);

    [Fact]
    public void Parameters_that_are_promised_to_be_0_are_refused() => Assert.Equal(
        "Plate ZeroParameters: expected none, because a field simulator keeps all terms; got 1.",
        Assert.Throws<ArgumentException>(() => FieldSimulator.Compile(new FieldPlate(3), new RungeKutta4(), Options with { ZeroParameters = [0] })).Message);

    [Fact]
    public void Velocity_Verlet_refuses_damping() => Assert.StartsWith(
        "Plate: an acceleration depends on the velocity 'v'.",
        Assert.Throws<EquationsException>(() => FieldSimulator.Compile(new FieldPlate(3), new VelocityVerlet(), Options)).Message);

    [Theory]
    [InlineData(Fault.FieldAsNumber, "Faulty: Output writes a field to output[0] ('y'), which is declared as a number. Write a Sum over the index, or declare it with FieldQuantity.Field.")]
    [InlineData(Fault.UnknownMatrix, "Faulty: Derivative cannot be traced. It multiplies by matrix 1, but has 1. Name each in Quantities.Matrices.")]
    [InlineData(Fault.TooFewConstants, "Faulty: Derivative cannot be traced. PerIndex: expected 4 values, one for each element of the index, got 1.")]
    [InlineData(Fault.ForgetsARate, "Faulty: Derivative does not write rate[0] ('x'). Write every element, 0.0 where nothing changes.")]
    public void Mistakes_in_equations_are_named(Fault fault, string message) => Assert.Equal(
        message, Assert.Throws<EquationsException>(() => FieldSimulator.Compile(new Faulty(fault), new RungeKutta4(), Options)).Message);

    [Fact]
    public void A_simulator_explains_itself()
    {
        var text = FieldSimulator.Compile(new FieldPlate(100), new RungeKutta4(), Options).Explain();
        Assert.Contains("Plate: fields of 100; 2 states, 1 drive, 2 parameters, 0 matrices, 1 output\n", text);
        Assert.Contains("forward step: 3 loops over the index", text);
        Assert.Contains("saved for the adjoint: the states and 4 values of each step (4 numbers)\n", text);
        Assert.Contains("memory for the adjoint: 4896 bytes a row, all states kept\n", text); // (5 + 1) (200 + 4) 4
    }

    [Fact]
    public void A_step_that_is_too_large_for_one_method_is_cut_between_loops()
    {
        if (!System.Runtime.Intrinsics.Vector128.IsHardwareAccelerated)
            Assert.Skip("no vectors on this machine");
        var text = FieldSimulator.Compile(new FieldPlate(3), new Substeps(new RungeKutta4(), Widest.Count), Options).Explain();
        Assert.Matches(@"evaluator: generated code, \d+ vectors at a time, \d+ lanes", text);
    }

    private static void Near(double[] expected, ReadOnlySpan<float> got)
    {
        Assert.Equal(expected.Length, got.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], got[i], 1e-6);
    }

    private static void Close(Tensor expected, Tensor got, double tolerance)
    {
        Assert.Equal(expected.ShapeText, got.ShapeText);
        var scale = expected.Values.ToArray().Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected.Values[i], got.Values[i], tolerance * scale);
    }

    public enum Fault { FieldAsNumber, UnknownMatrix, TooFewConstants, ForgetsARate }

    private sealed class Faulty(Fault fault) : IFieldEquations
    {
        public FieldQuantities Quantities { get; } = new("Faulty", 4) { States = ["x"], Matrices = ["M"], Outputs = [FieldQuantity.Number("y")] };

        public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IField<T>
        {
            if (fault != Fault.ForgetsARate)
                rate[0] = fault == Fault.UnknownMatrix ? T.MatMul(state[0], 1) : fault == Fault.TooFewConstants ? T.PerIndex([1.0]) : state[0];
        }

        public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IField<T> =>
            output[0] = fault == Fault.FieldAsNumber ? state[0] : T.Sum(state[0]);
    }

    private sealed class Explosion : IFieldEquations
    {
        public FieldQuantities Quantities { get; } = new("Explosion", 3) { States = ["size"], Outputs = [FieldQuantity.Field("size")] };

        public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IField<T> =>
            rate[0] = T.Square(state[0]);

        public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IField<T> => output[0] = state[0];
    }
}
