using System.Numerics;
using Pat.Core.Dynamics;
using Pat.Core.Tensors;

namespace Pat.Core.Tests.Dynamics;

public sealed class StepStabilityTests
{
    public static TheoryData<string> Names => IntegratorTests.Names;

    // Frequency 10; the limits are 2√2 and 2 (largest |z| on the imaginary axis); the hardening drives the growing swing to infinity.
    [Theory, InlineData("Runge-Kutta 4", 2.8284), InlineData("velocity Verlet", 2.0)]
    public void A_step_that_is_too_large_is_named_with_the_largest_that_is_not(string name, double limit)
    {
        var error = Fails(IntegratorTests.Named(name), timeStep: 0.41);
        Assert.Equal(limit / 10, error.LargestStableStep!.Value, 1e-3 * limit / 10);
        Assert.Contains("The time step is too large. At the start, ω dt = 4.1 for the fastest oscillation, where ", error.Message);
        Assert.Contains(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"choose a time step below {limit / 10:G3} (it is 0.41)"), error.Message);
    }

    [Fact]
    public void Substeps_allow_larger_steps() => Assert.Equal(0.4, Fails(new Substeps(new VelocityVerlet(), 2), timeStep: 0.9).LargestStableStep!.Value, 1e-3);

    [Fact]
    public void A_decay_that_is_too_fast_is_named()
    {
        var (text, largest) = StepStability.Of(new RungeKutta4(), 0.1, new double[,] { { -50 } })!.Value;
        Assert.Equal(2.7853 / 50, largest, 1e-4);
        Assert.StartsWith("At the start, λ dt = 5 for the fastest decay, where Runge-Kutta 4 multiplies an error by ", text);
        Assert.Null(StepStability.Of(new Rosenbrock2(), 0.1, new double[,] { { -50 } })); // stable for every decay
        Assert.Null(StepStability.Of(new RungeKutta4(), 0.1, new double[,] { { 50 } }));  // the equations grow themselves
    }

    // A spring that pushes outwards: the equations explode, however small the step.
    [Fact]
    public void The_step_is_not_blamed_where_it_is_stable()
    {
        var simulator = Simulator.Compile(new Pendulum(), new RungeKutta4(), new() { TimeStep = 0.05, Steps = 100 });
        var error = Assert.Throws<SimulationException>(() => simulator.Run(new(1, 100), new Tensor([3, 0], 1, 2), new Tensor([1, -1], 2)));
        Assert.Null(error.LargestStableStep);
        Assert.Contains("Usual causes", error.Message);
    }

    // x′ = λ x as two real states, one step of the method against what it declares.
    [Theory, MemberData(nameof(Names))]
    public void The_declared_amplification_is_that_of_a_step(string name)
    {
        foreach (var z in name == "velocity Verlet" ? [new(0, 0.7), new(0, 2.3)] : new Complex[] { new(-0.5, 0.7), new(0, 3.1), new(-3, 0) })
        {
            var integrator = IntegratorTests.Named(name);
            var (a, b) = (Column(integrator, z, 1, 0), Column(integrator, z, 0, 1)); // the matrix of the step
            Complex half = (a[0] + b[1]) / 2, root = Complex.Sqrt(half * half - (a[0] * b[1] - a[1] * b[0]));
            Assert.Equal(Math.Max((half + root).Magnitude, (half - root).Magnitude), integrator.Amplification(z)!.Value, 1e-12);
        }
    }

    private static double[] Column(IIntegrator integrator, Complex z, double x, double y)
    {
        var next = new Real[2];
        if (integrator.NeedsForcesOfPosition)
            integrator.Step<Oscillation, Real>(new(z.Imaginary), 1, [new(x), new(y)], [], [], next);
        else
            integrator.Step<Rotation, Real>(new(z), 1, [new(x), new(y)], [], [], next);
        return [next[0].Value, next[1].Value];
    }

    private static SimulationException Fails(IIntegrator integrator, double timeStep)
    {
        var simulator = Simulator.Compile(new Pendulum(), integrator, new() { TimeStep = timeStep, Steps = 4000 });
        return Assert.Throws<SimulationException>(() => simulator.Run(new(1, 4000), new Tensor([0.01f, 0], 1, 2), new Tensor([10, 100], 2)));
    }

    private sealed class Rotation(Complex lambda) : IEquationsOfMotion
    {
        public Quantities Quantities { get; } = new("Rotation", ["x", "y"], [], [], ["x"]);

        public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T>
        {
            rate[0] = lambda.Real * state[0] - lambda.Imaginary * state[1];
            rate[1] = lambda.Imaginary * state[0] + lambda.Real * state[1];
        }

        public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T> => output[0] = state[0];
    }

    private sealed class Oscillation(double frequency) : IEquationsOfMotion
    {
        public Quantities Quantities { get; } = new("Oscillation", ["q", "v"], [], [], ["q"]);

        public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T>
        {
            rate[0] = state[1];
            rate[1] = -frequency * frequency * state[0];
        }

        public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T> => output[0] = state[0];
    }
}
