using Pat.Core.Dynamics;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Mechanics.CoupledOscillators;

namespace Pat.Systems.Tests.Mechanics;

/// <summary>
/// The energy of the oscillators over many steps: ½ pᵀ (1 − Q)⁻¹ p − Σ cos q − qᵀ (1 − Q)⁻¹ e, which their motion q̈ = e − (1 − Q) sin q conserves.
/// </summary>
[Trait("Category", "Law")]
public sealed class CoupledOscillatorsEnergyTests(ITestOutputHelper output)
{
    private const int N = 4; // angles stay in their wells: drives that carried one over its top would speed it up without end

    [Fact]
    public void Over_ten_thousand_steps_it_does_not_drift_and_oscillates_at_second_order()
    {
        var (equations, start) = (new Equations(Draw(N * N, 1, 0.2), Draw(N, 2, 0.1)), Draw(N, 3, 0.5));
        double[] InDouble(double h, int steps) => equations.Energies(Simulator.Compile(equations, new VelocityVerlet(), Options(h, steps)).InDouble().Run([], [.. start, .. new double[N]], []));
        double[] InSingle(double h, int steps)
        {
            var initial = new Tensor([.. start.Select(value => (float)value), .. new float[N]], 1, 2 * N);
            var states = Simulator.Compile(equations, new VelocityVerlet(), Options(h, steps)).Run(new(1, 0), initial, new(0));
            return equations.Energies(Array.ConvertAll(states.Values.ToArray(), value => (double)value));
        }

        // In parts of the energy above that of rest, about half the square of the angles.
        var scale = start.Sum(q => q * q) / 2;
        double Drift(double[] energy) => Math.Abs(energy[^1000..].Average() - energy[..1000].Average()) / scale;
        double Swing(double[] energy) => (energy.Max() - energy.Min()) / scale;
        var (drift, driftInSingle) = (Drift(InDouble(0.1, 10_000)), Drift(InSingle(0.1, 10_000)));
        var (coarse, fine) = (Swing(InDouble(0.1, 500)), Swing(InDouble(0.05, 1000)));
        output.WriteLine($"drift {drift:E1} in double, {driftInSingle:E1} in float32; swing {coarse:E2} and {fine:E2}, order {Math.Log2(coarse / fine):F2}");
        Assert.True(drift < 1e-4, $"drift {drift:E2} in double");
        Assert.True(driftInSingle < 5e-4, $"drift {driftInSingle:E2} in float32");
        Assert.Equal(2, Math.Log2(coarse / fine), 0.2);
    }

    [Fact]
    public void The_equations_of_this_test_are_those_of_the_system()
    {
        var (c, e, start) = (Draw(N * N, 1, 0.2), Draw(N, 2, 0.1), Draw(N, 3, 0.5));
        var states = Simulator.Compile(new Equations(c, e), new RungeKutta4(), Options(0.1, 50)).InDouble().Run([], [.. start, .. new double[N]], []);
        var system = new CoupledOscillators(new(N) { Steps = 50 });
        var theta = new Tensor(Array.ConvertAll<double, float>([.. c, .. e], value => (float)value), N * N + N);
        var y = system.Run(new(Array.ConvertAll(start, value => (float)value), 1, N), theta, default);
        for (var i = 0; i < N; i++)
            Assert.Equal(states[^(2 * N - i)], y.Values[i], 2e-5); // 50 steps of some roundings of 6e-8 of angles around 1
    }

    private static SimulatorOptions Options(double h, int steps) => new() { TimeStep = h, Steps = steps };

    private static double[] Draw(int count, long seed, double sigma)
    {
        var numbers = new float[count];
        Noise.FromSeed(seed).Normals(0, numbers);
        return Array.ConvertAll(numbers, value => sigma * value);
    }

    private sealed class Equations(double[] c, double[] e) : IEquationsOfMotion
    {
        private readonly double[,] q = OscillatorOracle.Coupling(c, N);

        public Quantities Quantities { get; } = new("oscillators", [.. Quantities.Numbered("q", N), .. Quantities.Numbered("p", N)], [], [],
            [.. Quantities.Numbered("q", N), .. Quantities.Numbered("p", N)]);

        public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T>
        {
            for (var i = 0; i < N; i++)
            {
                rate[i] = state[N + i];
                rate[N + i] = e[i] - T.Sin(state[i]);
                for (var j = 0; j < N; j++)
                    rate[N + i] += T.Sin(state[j]) * q[j, i];
            }
        }

        public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T> => state.CopyTo(output);

        public double[] Energies(double[] states)
        {
            var a = new double[N, N];
            for (var i = 0; i < N; i++)
            {
                for (var j = 0; j < N; j++)
                    a[i, j] = (i == j ? 1 : 0) - q[i, j];
            }
            return [.. states.Chunk(2 * N).Select(state =>
            {
                var (velocity, pull) = (CoupledOscillatorsTests.Solve(a, state[N..]), CoupledOscillatorsTests.Solve(a, e));
                return Enumerable.Range(0, N).Sum(i => state[N + i] * velocity[i] / 2 - Math.Cos(state[i]) - state[i] * pull[i]);
            })];
        }
    }
}
