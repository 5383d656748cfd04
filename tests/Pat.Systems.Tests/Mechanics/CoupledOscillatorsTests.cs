using Pat.Core.Autodiff;
using Pat.Core.Diagnostics;
using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Mechanics.CoupledOscillators;

namespace Pat.Systems.Tests.Mechanics;

[Trait("Category", "Law")]
public sealed class CoupledOscillatorsTests(ITestOutputHelper output)
{
    private static readonly Shot Quiet = new(Noise.FromSeed(1), Noise.FromSeed(2), 0, 0, 0);

    public static TheoryData<int, int, int> Sizes { get; } = new()
    {
        { 1, 1, 1 }, { 2, 3, 2 }, { 15, 1, 5 }, { 16, 2, 5 }, { 17, 18, 3 }, { 33, 5, 4 }, { 50, 35, 5 },
    };

    [Theory, MemberData(nameof(Sizes))]
    public void Values_are_those_of_the_textbook_integrator_in_double(int n, int batch, int steps)
    {
        var description = new CoupledOscillatorsDescription(n) { Steps = steps };
        var (x, theta) = Random(n, batch, seed: n);
        var extra = Draw(n * n, seed: 100 + n, 0.2f);
        var (q, p) = new CoupledOscillators(description, 0.1, extra).FinalState(x, theta);
        for (var row = 0; row < batch; row++)
        {
            var (q0, c, e) = (Doubles(x.Row(row)), Doubles(theta.Values[..(n * n)]), Doubles(theta.Values[(n * n)..]));
            var exact = OscillatorOracle.Run(q0, c, e, steps, description.TimeStep, 0.1, Doubles(extra));
            // Angles are below 4, velocities below 8: some dozen roundings of 6e-8 of that.
            Near(exact.Q, q.Row(row), 3e-6);
            Near(exact.P, p.Row(row), 1e-5);
        }
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Value_and_gradients_are_those_of_the_same_steps_on_the_tape(int n, int batch, int steps)
    {
        var description = new CoupledOscillatorsDescription(n) { Steps = steps };
        var (x, theta) = Random(n, batch, seed: 7 * n);
        var w = new Tensor(Draw(batch * n, seed: 3, 1), batch, n);
        var fused = new CoupledOscillators(description);
        var taped = new FunctionTwin(fused.Ports, (q0, t) => OnTape(q0, t, n, description));
        var ((y, pullback), (tapeY, tapePullback)) = (fused.Linearize(x, theta, Quiet), taped.Linearize(x, theta, Quiet));
        var ((dx, dTheta), (tapeDx, tapeDTheta)) = (pullback(w), tapePullback(w));

        // Both are float32 with errors of some roundings, 1e-6 of the largest value.
        Close(tapeY, y, 3e-6);
        Close(tapeDx, dx, 3e-6);
        Close(tapeDTheta, dTheta, 3e-6);
        Assert.Equal(fused.Run(x, theta, Quiet).Values.ToArray(), y.Values.ToArray());
    }

    [Fact]
    public void Gradients_of_model_and_device_match_central_differences()
    {
        foreach (var (n, batch) in new[] { (1, 2), (5, 1), (Widest.Count + 1, 3), (20, Widest.Count + 1) })
        {
            var (x, theta) = Random(n, batch, seed: 5);
            var description = new CoupledOscillatorsDescription(n);
            IDigitalTwin[] systems =
            [
                new CoupledOscillators(description),
                CoupledOscillators.Fabricate(description, new(), deviceSeed: 3),
                CoupledOscillatorsBench.Fabricate(description, new(), deviceSeed: 4).Device,
            ];
            foreach (var system in systems)
                GradientCheck.Require(GradientCheck.OfTwin(system.GetType().Name, system, x, theta, [Quiet], Noise.FromSeed(batch)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(19)]
    public void A_row_has_the_same_bits_in_every_batch(int n)
    {
        const int batch = 37; // more than two chunks
        var (x, theta) = Random(n, batch, seed: 9);
        var w = new Tensor(Draw(batch * n, seed: 10, 1), batch, n);
        var device = CoupledOscillators.Fabricate(new(n), new(), 1);
        var (y, pullback) = device.Linearize(x, theta, Quiet);
        var dx = pullback(w).Dx;
        foreach (var row in new[] { 0, 1, 15, 16, 31, 36 })
        {
            var (yAlone, pullbackAlone) = device.Linearize(new(x.Row(row), 1, n), theta, Quiet);
            Assert.Equal(yAlone.Values.ToArray(), y.Row(row).ToArray());
            Assert.Equal(pullbackAlone(new(w.Row(row), 1, n)).Dx.Values.ToArray(), dx.Row(row).ToArray());
        }
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        var (x, theta) = Random(40, 50, seed: 11);
        var w = new Tensor(Draw(50 * 40, seed: 12, 1), 50, 40);
        var twin = new CoupledOscillators(new(40));
        float[] All()
        {
            var (y, pullback) = twin.Linearize(x, theta, Quiet);
            var (dx, dTheta) = pullback(w);
            return [.. y.Values, .. dx.Values, .. dTheta.Values];
        }

        var several = All();
        float[] one = [];
        Workers.OnOneThread(() => one = All());
        Assert.Equal(one, several);
    }

    [Fact]
    public void The_integrator_is_of_fourth_order()
    {
        var (x, theta) = Random(6, 1, seed: 13);
        double Error(int steps)
        {
            var (q0, c, e) = (Doubles(x.Values), Doubles(theta.Values[..36]), Doubles(theta.Values[36..]));
            var exact = OscillatorOracle.Run(q0, c, e, 500, 4.0 / 500).Q;
            var (q, _) = new CoupledOscillators(new(6) { Steps = steps, TimeStep = 4.0 / steps }).FinalState(x, theta);
            return Math.Sqrt(exact.Zip(q.Values.ToArray(), (a, b) => (a - b) * (a - b)).Sum());
        }

        var (coarse, fine) = (Error(16), Error(32));
        output.WriteLine($"errors {coarse:G3} and {fine:G3}, order {Math.Log2(coarse / fine):F2}");
        Assert.InRange(Math.Log2(coarse / fine), 3.7, 4.5);
        Assert.True(fine > 1e-5, "The error should be far above the rounding of 1e-6.");
    }

    [Fact]
    public void The_energy_is_conserved_to_the_order_of_the_integrator()
    {
        // d/dt of ½ pᵀ (1 − Q)⁻¹ p − Σ cos q − qᵀ (1 − Q)⁻¹ e is zero for the exact motion. The largest departure on the way, at steps h and h/2.
        const int n = 6;
        var (x, theta) = Random(n, 1, seed: 14);
        double Drift(double h)
        {
            var start = Energy(x.Values, new float[n], theta, n);
            var worst = 0.0;
            for (var steps = 1; steps * h < 8.01; steps++)
            {
                var (q, p) = new CoupledOscillators(new(n) { Steps = steps, TimeStep = h }).FinalState(x, theta);
                worst = Math.Max(worst, Math.Abs(Energy(q.Values, p.Values, theta, n) - start));
            }
            return worst;
        }

        var (coarse, fine, usual) = (Drift(0.5), Drift(0.25), Drift(0.1));
        output.WriteLine($"energy departs by {coarse:G3} at h = 0.5, {fine:G3} at 0.25, {usual:G3} at 0.1; order {Math.Log2(coarse / fine):F2}");
        Assert.InRange(Math.Log2(coarse / fine), 3.5, 5.5); // 4 for its oscillation, 5 for its loss
        Assert.True(usual < 1e-4, $"departure {usual:G3}");
    }

    [Theory]
    [InlineData(100, 1.42)]
    [InlineData(1610, 5.68)]
    public void The_extra_coupling_of_a_device_has_the_spread_of_a_sum_of_random_couplings(int n, double publishedDiagonal)
    {
        var q = CoupledOscillators.Fabricate(new(n), new(), deviceSeed: 0).ExtraCoupling!;
        var (diagonal, rest) = (0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            var row = q.Row(i);
            diagonal += row[i] * (double)row[i] / n;
            for (var j = 0; j < i; j++)
                rest += row[j] * (double)row[j] / (n * (n - 1) / 2);
        }
        // Elements are 0.2 (a + b) / 2; a diagonal is 0.2 times one normal number and n − 1 such halves.
        var (sigmaRest, sigmaDiagonal) = (0.2 / Math.Sqrt(2), 0.2 * Math.Sqrt(1 + (n - 1) / 2.0));
        Assert.Equal(publishedDiagonal, sigmaDiagonal, 0.01);
        Assert.Equal(0.141, sigmaRest, 0.001);

        // A standard deviation from m numbers has a relative standard error of 1 / √(2 m); three of them are allowed.
        // Two diagonals share one of their n numbers, which hardly correlates them.
        Assert.Equal(1, Math.Sqrt(rest) / sigmaRest, 3 / Math.Sqrt(n * (n - 1.0)));
        Assert.Equal(1, Math.Sqrt(diagonal) / sigmaDiagonal, 3 / Math.Sqrt(2.0 * n));
    }

    [Fact]
    public void Without_gap_and_noise_the_bench_is_its_twin_and_other_seeds_are_other_devices()
    {
        var (x, theta) = Random(12, 4, seed: 15);
        var description = new CoupledOscillatorsDescription(12);
        float[] Of(CoupledOscillatorsGap gap, long seed) =>
            CoupledOscillatorsBench.Fabricate(description, gap, seed, noise: 0).Device.Run(x, theta, Quiet).Values.ToArray();

        Assert.Equal(new CoupledOscillators(description).Run(x, theta, Quiet).Values.ToArray(), Of(new CoupledOscillatorsGap().Scaled(0), 1));
        Assert.Equal(Of(new(), 1), Of(new(), 1));
        Assert.NotEqual(Of(new(), 1), Of(new(), 2));
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_what_was_expected()
    {
        var twin = new CoupledOscillators(new(4));
        var error = Assert.Throws<ShapeException>(() => twin.Run(new Tensor(2, 5), new Tensor(20), Quiet));
        Assert.Equal("CoupledOscillators x: expected shape [batch, 4], got [2, 5].", error.Message);
        error = Assert.Throws<ShapeException>(() => twin.Run(new Tensor(2, 4), new Tensor(16), Quiet));
        Assert.Equal("CoupledOscillators theta: expected shape [20] (4 x 4 couplings, then 4 drives), got [16].", error.Message);
        var refused = Assert.Throws<ArgumentException>(() => new CoupledOscillators(new(4) { TimeStep = 0 }));
        Assert.Equal("CoupledOscillators TimeStep: expected a positive number, got 0.", refused.Message);
    }

    // The equations of first order with the textbook's four stages, as operations.
    private static Var OnTape(Var q, Var theta, int n, CoupledOscillatorsDescription description)
    {
        var batch = q.Value.Rows;
        var tape = q.Tape;
        var row = Op.Reshape(theta, 1, theta.Value.Length);
        var c = Op.Reshape(Op.SliceColumns(row, 0, n * n), n, n);
        var e = Op.BroadcastRows(Op.Reshape(Op.SliceColumns(row, n * n, n), n), batch);
        var identity = new Tensor(n, n);
        for (var i = 0; i < n; i++)
            identity.Row(i)[i] = 1;
        var one = tape.Constant(identity);
        var s = (c + Op.MatMul(c, one, transposeA: true)) * 0.5f;
        var sums = Op.MatMul(s, tape.Constant(Ones(n, n)));
        var coupling = s * tape.Constant(OffDiagonal(n)) - sums * one;
        Var Acceleration(Var angle)
        {
            var sine = Op.Sin(angle);
            return e - sine + Op.MatMul(sine, coupling);
        }

        var h = (float)description.TimeStep;
        var p = q * 0f;
        for (var step = 0; step < description.Steps; step++)
        {
            var (v1, a1) = (p, Acceleration(q));
            var (v2, a2) = (p + a1 * (h / 2), Acceleration(q + v1 * (h / 2)));
            var (v3, a3) = (p + a2 * (h / 2), Acceleration(q + v2 * (h / 2)));
            var (v4, a4) = (p + a3 * h, Acceleration(q + v3 * h));
            q += (v1 + (v2 + v3) * 2f + v4) * (h / 6);
            p += (a1 + (a2 + a3) * 2f + a4) * (h / 6);
        }
        return q;
    }

    private static double Energy(ReadOnlySpan<float> q, ReadOnlySpan<float> p, Tensor theta, int n)
    {
        var coupling = OscillatorOracle.Coupling(Doubles(theta.Values[..(n * n)]), n);
        var a = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                a[i, j] = (i == j ? 1 : 0) - coupling[i, j];
        }
        var (velocity, drive) = (Solve(a, Doubles(p)), Solve(a, Doubles(theta.Values[(n * n)..])));
        var energy = 0.0;
        for (var i = 0; i < n; i++)
            energy += p[i] * velocity[i] / 2 - Math.Cos(q[i]) - q[i] * drive[i];
        return energy;
    }

    // Gauss-Jordan elimination with pivots.
    internal static double[] Solve(double[,] matrix, double[] b)
    {
        var (n, a, x) = (b.Length, (double[,])matrix.Clone(), (double[])b.Clone());
        for (var k = 0; k < n; k++)
        {
            var pivot = Enumerable.Range(k, n - k).MaxBy(i => Math.Abs(a[i, k]));
            for (var j = 0; j < n; j++)
                (a[k, j], a[pivot, j]) = (a[pivot, j], a[k, j]);
            (x[k], x[pivot]) = (x[pivot], x[k]);
            for (var i = 0; i < n; i++)
            {
                var factor = i == k ? 0 : a[i, k] / a[k, k];
                for (var j = 0; j < n; j++)
                    a[i, j] -= factor * a[k, j];
                x[i] -= factor * x[k];
            }
        }
        return [.. x.Select((value, i) => value / a[i, i])];
    }

    // Angles around ±1, couplings and drives as the training starts them but for twice the spread.
    private static (Tensor X, Tensor Theta) Random(int n, int batch, long seed) =>
        (new(Draw(batch * n, seed, 1), batch, n), new(Draw(n * n + n, seed + 1000, (float)(1.2 / Math.Sqrt(n))), n * n + n));

    private static float[] Draw(int count, long seed, float sigma)
    {
        var numbers = new float[count];
        Noise.FromSeed(seed).Normals(0, numbers);
        return Array.ConvertAll(numbers, value => sigma * value);
    }

    private static double[] Doubles(ReadOnlySpan<float> values) => Array.ConvertAll(values.ToArray(), value => (double)value);

    private static Tensor Ones(int rows, int columns)
    {
        var ones = new Tensor(rows, columns);
        ones.AsSpan().Fill(1);
        return ones;
    }

    private static Tensor OffDiagonal(int n)
    {
        var mask = Ones(n, n);
        for (var i = 0; i < n; i++)
            mask.Row(i)[i] = 0;
        return mask;
    }

    private static void Near(double[] expected, ReadOnlySpan<float> got, double tolerance)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], got[i], tolerance);
    }

    private static void Close(Tensor expected, Tensor got, double tolerance)
    {
        var scale = Math.Max(1, Doubles(expected.Values).Max(Math.Abs));
        Near(Doubles(expected.Values), got.Values, tolerance * scale);
    }
}
