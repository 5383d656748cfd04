using Pat.Core.Dynamics;

namespace Pat.Core.Tests.Dynamics;

public sealed class KickAndPropagateTests
{
    private static readonly double[] Theta = [2.0, 5.0, 0.1, 0.0, 1.0, -0.7, 0.3];

    [Fact]
    public void The_linear_part_is_exact_for_any_time_step()
    {
        // q″ + 2 ζ ω q′ + ω² q = F u from q = 1, q′ = 0: around F u / ω², (cos ω_d t + γ/ω_d sin ω_d t) e^(−γt), γ = ζ ω.
        double[] theta = [2.0, 5.0, 0.1, 0.0, 1.0, -0.7, 0];
        foreach (var steps in new[] { 1, 7 })
        {
            var end = Integrate(new KickAndPropagate(), [1, 1, 0, 0], 0.5, theta, 3.0, steps);
            foreach (var (k, omega, zeta, force) in new[] { (0, 2.0, 0.1, 1.0), (1, 5.0, 0.0, -0.7) })
            {
                var (rest, gamma, damped) = (force * 0.5 / (omega * omega), zeta * omega, omega * Math.Sqrt(1 - zeta * zeta));
                var expected = rest + (1 - rest) * Math.Exp(-gamma * 3) * (Math.Cos(damped * 3) + gamma / damped * Math.Sin(damped * 3));
                Assert.Equal(expected, end[k], 1e-13);
            }
        }
    }

    // The slope of log error against log dt; the next term of a symmetric method is of order 4.
    [Fact]
    public void The_measured_order_is_the_declared_one()
    {
        var exact = Integrate(new RungeKutta4(), [0.4, -0.3, 0.5, 1], 0.5, Theta, 2.0, 4000);
        double ErrorWith(int steps) => Distance(exact, Integrate(new KickAndPropagate(), [0.4, -0.3, 0.5, 1], 0.5, Theta, 2.0, steps));
        Assert.Equal(new KickAndPropagate().Order, Math.Log2(ErrorWith(64) / ErrorWith(128)), 0.05);
    }

    [Fact]
    public void Without_damping_a_step_back_returns_to_the_start()
    {
        double[] theta = [2.0, 5.0, 0, 0, 1.0, -0.7, 0.3], start = [0.4, -0.3, 0.5, 1];
        var there = Integrate(new KickAndPropagate(), start, 0.5, theta, 0.3, 1);
        Assert.True(Distance(start, Integrate(new KickAndPropagate(), there, 0.5, theta, -0.3, 1)) < 1e-14);
    }

    [Fact]
    public void Within_a_step_of_several_substeps_neighbouring_kicks_share_their_sum()
    {
        int Operations(int substeps) => StepGraph.Trace(new TwoModes(), new Substeps(new KickAndPropagate(), substeps), 0.1).Graph.Count;
        Assert.Equal(Operations(3) - Operations(2), Operations(4) - Operations(3));
        var perStep = Operations(3) - Operations(2);
        // 4 products and 2 sums to propagate a mode, 2 of each for its force; half a kick twice is 2 more of each, the force 4, the common stretch 3.
        Assert.True(perStep <= 40, $"{perStep} new nodes for one more substep of two modes");
    }

    [Fact]
    public void Systems_without_modes_are_refused()
    {
        var message = Assert.Throws<EquationsException>(() => StepGraph.Trace(new Circuit(), new KickAndPropagate(), 0.1)).Message;
        Assert.Contains("Circuit: kick and propagate needs IModalEquations with a position and a velocity for each mode; use RungeKutta4 for other systems.", message);
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

    private static double[] Integrate(IIntegrator integrator, double[] start, double drive, double[] theta, double time, int steps)
    {
        Real[] Reals(double[] values) => Array.ConvertAll(values, value => new Real(value));
        var (x, u, p, next) = (Reals(start), Reals([drive]), Reals(theta), new Real[start.Length]);
        for (var step = 0; step < steps; step++)
        {
            integrator.Step<TwoModes, Real>(new(), time / steps, x, u, p, next);
            (x, next) = (next, x);
        }
        return Array.ConvertAll(x, value => value.Value);
    }

    // Two modes that harden each other: a_k = −β ω_k q_k (ω_0 q_0² + ω_1 q_1²). θ: frequencies, dampings, forces, β.
    private sealed class TwoModes : IModalEquations
    {
        public Quantities Quantities { get; } = new("Two modes", ["q0", "q1", "v0", "v1"], ["u"], ["w0", "w1", "z0", "z1", "f0", "f1", "beta"], ["q0"]);

        public void Modes<T>(ReadOnlySpan<T> theta, Span<T> frequency, Span<T> damping, Span<T> force) where T : unmanaged, IScalar<T>
        {
            theta[..2].CopyTo(frequency);
            theta[2..4].CopyTo(damping);
            theta[4..6].CopyTo(force);
        }

        public void Kick<T>(ReadOnlySpan<T> position, ReadOnlySpan<T> theta, double duration, Span<T> velocity) where T : unmanaged, IScalar<T>
        {
            var stretch = theta[0] * T.Square(position[0]) + theta[1] * T.Square(position[1]);
            for (var k = 0; k < 2; k++)
                velocity[k] -= duration * theta[6] * theta[k] * position[k] * stretch;
        }

        public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T> => output[0] = state[0];
    }
}
