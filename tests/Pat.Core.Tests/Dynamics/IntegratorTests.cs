using Pat.Core.Dynamics;

namespace Pat.Core.Tests.Dynamics;

public sealed class IntegratorTests
{
    public static TheoryData<string> Names => new("Runge-Kutta 4", "velocity Verlet", "Rosenbrock 2");

    // The slope of log error against log dt, on x″ = −x with closed form cos t. The slope of the next term would be an order higher,
    // and adds (dt ratio)·O(dt) to the slope: below 0.1 at these steps.
    [Theory, MemberData(nameof(Names))]
    public void The_measured_order_is_the_declared_one_for_an_oscillator(string name)
    {
        var integrator = Named(name);
        double ErrorWith(int steps) => Math.Abs(Integrate(new Spring(), integrator, [1, 0], [0], [], 2.0, steps)[0] - Math.Cos(2.0));
        Assert.Equal(integrator.Order, Math.Log2(ErrorWith(64) / ErrorWith(128)), 0.1);
    }

    // x′ = −x² + u: from 0.5 with u = 1, x = tanh(t + artanh 0.5).
    [Theory, InlineData("Runge-Kutta 4"), InlineData("Rosenbrock 2")]
    public void The_measured_order_is_the_declared_one_for_a_nonlinear_decay(string name)
    {
        var integrator = Named(name);
        double ErrorWith(int steps) => Math.Abs(Integrate(new Riccati(), integrator, [0.5], [1], [], 1.0, steps)[0] - Math.Tanh(1.0 + Math.Atanh(0.5)));
        Assert.Equal(integrator.Order, Math.Log2(ErrorWith(128) / ErrorWith(256)), 0.1);
    }

    [Fact]
    public void The_Rosenbrock_method_damps_what_is_much_faster_than_its_step()
    {
        // λ dt = 1e4. The stability function falls as 1/(λ dt), with a factor of order (1 − 2γ)/γ² = 5.
        var x = Integrate(new Decay(), new Rosenbrock2(), [1], [], [1e4], 1.0, 1);
        Assert.True(Math.Abs(x[0]) < 1e-3, $"got {x[0]}");
    }

    [Fact]
    public void Verlet_keeps_the_energy_of_a_pendulum()
    {
        // The energy oscillates at second order in dt and does not drift: (ω dt)²/8 bounds the first, for amplitudes up to 1.
        var (pendulum, start) = (new Pendulum(), new double[] { 1, 0.3 });
        double Energy(double[] x) => 0.5 * x[1] * x[1] + 4 * (1 - Math.Cos(x[0])) + 0.125 * Math.Pow(x[0], 4);
        var end = Integrate(pendulum, new VelocityVerlet(), start, [0], [2, 0.5], 500, 10_000);
        Assert.Equal(Energy(start), Energy(end), 0.0125 * Energy(start));
    }

    [Fact]
    public void Verlet_refuses_what_it_cannot_integrate()
    {
        var message = Assert.Throws<EquationsException>(() => StepGraph.Trace(new Plate(2), new VelocityVerlet(), 0.1)).Message;
        Assert.StartsWith("Plate: an acceleration depends on the velocity 'v0'.", message);
        message = Assert.Throws<EquationsException>(() => StepGraph.Trace(new Circuit(), new VelocityVerlet(), 0.1)).Message;
        Assert.StartsWith("Circuit: expected an even number of states, got 3.", message);
        message = Assert.Throws<EquationsException>(() => StepGraph.Trace(new EveryFunction(), new VelocityVerlet(), 0.1)).Message;
        Assert.StartsWith("Every function: expected 'b' as the rate of 'a', got something else.", message);
    }

    internal static IIntegrator Named(string name) => name switch
    {
        "Runge-Kutta 4" => new RungeKutta4(),
        "velocity Verlet" => new VelocityVerlet(),
        _ => new Rosenbrock2(),
    };

    private static double[] Integrate<TSystem>(TSystem system, IIntegrator integrator, double[] start, double[] drive, double[] theta, double time, int steps)
        where TSystem : IEquationsOfMotion
    {
        var (x, u, p) = (Reals(start), Reals(drive), Reals(theta));
        var next = new Real[x.Length];
        for (var step = 0; step < steps; step++)
        {
            integrator.Step<TSystem, Real>(system, time / steps, x, u, p, next);
            (x, next) = (next, x);
        }
        return Array.ConvertAll(x, value => value.Value);
    }

    private static Real[] Reals(double[] values) => Array.ConvertAll(values, value => new Real(value));

    private sealed class Spring : IEquationsOfMotion
    {
        public Quantities Quantities { get; } = new("Spring", ["x", "v"], ["force"], [], ["x"]);

        public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T>
        {
            rate[0] = state[1];
            rate[1] = drive[0] - state[0];
        }

        public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T> => output[0] = state[0];
    }

    private sealed class Riccati : IEquationsOfMotion
    {
        public Quantities Quantities { get; } = new("Riccati", ["x"], ["u"], [], ["x"]);

        public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T> =>
            rate[0] = drive[0] - T.Square(state[0]);

        public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T> => output[0] = state[0];
    }

    private sealed class Decay : IEquationsOfMotion
    {
        public Quantities Quantities { get; } = new("Decay", ["x"], [], ["rate"], ["x"]);

        public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T> =>
            rate[0] = -theta[0] * state[0];

        public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T> => output[0] = state[0];
    }
}
