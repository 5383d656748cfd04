using System.Runtime.CompilerServices;
using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Systems.Optics.SecondHarmonic;

/// <summary>
/// Pulse shaper, crystal and spectrometer for one vector of rows (a lane is a row). The crystal is the pair of coupled-wave equations
/// in the time frame of the fundamental, ζ = z / L, with a the fundamental and a2 = i q b the second harmonic,
///     ∂a/∂ζ = −q² a* b,   ∂b/∂ζ = a²,
/// and their dispersion as phases in the frequency domain (R. W. Boyd, Nonlinear Optics, 4th ed., Academic Press 2020, section 2.7).
/// Split steps of Strang's form, half, full, ..., full, half: second order in the step.
/// </summary>
/// <remarks>
/// A field of n samples is n vectors of real parts followed by n of imaginary parts. <c>history</c> keeps, for each step, the fields
/// a and b in the time domain before the nonlinear part: what the backward pass needs.
/// </remarks>
internal static unsafe class CoupledWaveKernel
{
    /// <summary>Vectors that the history of one vector of rows takes.</summary>
    public static int HistoryVectors(CoupledWaveConstants c) => c.Steps * 4 * c.Samples;

    /// <summary>Runs the apparatus.</summary>
    /// <param name="c">The apparatus.</param>
    /// <param name="u">Shaper setting of each channel in [0, 1], [Channels] vectors.</param>
    /// <param name="jitter">Relative field of the pulse of each row, one vector.</param>
    /// <param name="y">Receives the outputs, [Channels / 2] vectors.</param>
    /// <param name="energies">Receives Σ|a|² before the crystal and Σ(|a|² + q²|b|²) after it, two vectors (Manley-Rowe: equal).</param>
    /// <param name="history">Receives the history, or null.</param>
    /// <param name="spectrum">Receives the field of the second harmonic at all frequencies, [2 Samples] vectors; also used as working memory.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<V>(CoupledWaveConstants c, float* u, float* jitter, float* y, float* energies, float* history, float* spectrum)
        where V : unmanaged, ILane<V>
    {
        var plan = FourierPlan.Of(c.Samples);
        var n = c.Samples * V.Count;
        using var fields = Workspace.Rent(2 * n + plan.ScratchLanes * V.Count);
        var a = fields.Pointer;
        var b = spectrum;
        var scratch = a + 2 * n;
        Shape<V>(c, u, V.Load(jitter), a);
        new Span<float>(b, 2 * n).Clear();
        for (var step = 0; step < c.Steps; step++)
        {
            plan.Inverse<V>(a, a + n, scratch);
            if (step > 0)
                plan.Inverse<V>(b, b + n, scratch);
            if (step == 0)
                V.Store(Energy<V>(c, a, b), energies);
            if (history != null)
            {
                new ReadOnlySpan<float>(a, 2 * n).CopyTo(new Span<float>(history + (long)step * 4 * n, 2 * n));
                new ReadOnlySpan<float>(b, 2 * n).CopyTo(new Span<float>(history + ((long)step * 4 + 2) * n, 2 * n));
            }
            Mix<V>(c, a, b);
            if (step == c.Steps - 1)
                V.Store(Energy<V>(c, a, b), energies + V.Count);
            plan.Forward<V>(b, b + n, scratch);
            if (step == c.Steps - 1)
                break; // the last half step only turns the phase of the harmonic, which the spectrometer does not see
            plan.Forward<V>(a, a + n, scratch);
            Propagate<V>(c.Samples, c.FundamentalRe, c.FundamentalIm, 1, a);
            Propagate<V>(c.Samples, c.HarmonicRe, c.HarmonicIm, 1, b);
        }
        Read<V>(c, b, y);
    }

    /// <summary>The lines of <see cref="Forward"/>, transposed, in reverse order.</summary>
    /// <param name="c">The apparatus.</param>
    /// <param name="jitter">As in the forward pass.</param>
    /// <param name="history">As left by the forward pass.</param>
    /// <param name="spectrum">As left by the forward pass.</param>
    /// <param name="dy">Gradient with respect to the outputs, [Channels / 2] vectors.</param>
    /// <param name="du">Receives the gradient with respect to the settings, [Channels] vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<V>(CoupledWaveConstants c, float* jitter, float* history, float* spectrum, float* dy, float* du)
        where V : unmanaged, ILane<V>
    {
        var plan = FourierPlan.Of(c.Samples);
        var n = c.Samples * V.Count;
        using var fields = Workspace.Rent(4 * n + plan.ScratchLanes * V.Count);
        var da = fields.Pointer;
        var db = da + 2 * n;
        var scratch = da + 4 * n;
        ReadBackward<V>(c, spectrum, dy, db);
        new Span<float>(da, 2 * n).Clear();
        for (var step = c.Steps - 1; step >= 0; step--)
        {
            if (step < c.Steps - 1)
            {
                Propagate<V>(c.Samples, c.FundamentalRe, c.FundamentalIm, -1, da);
                Propagate<V>(c.Samples, c.HarmonicRe, c.HarmonicIm, -1, db);
                plan.Inverse<V>(da, da + n, scratch); // the adjoint of the forward transform
            }
            plan.Inverse<V>(db, db + n, scratch);
            MixBackward<V>(c, history + (long)step * 4 * n, history + ((long)step * 4 + 2) * n, da, db);
            plan.Forward<V>(da, da + n, scratch);     // the adjoint of the inverse transform
            if (step > 0)
                plan.Forward<V>(db, db + n, scratch);
        }
        ShapeBackward<V>(c, V.Load(jitter), da, du);
    }

    // Settings -> signed amplitudes, with crosstalk -> field on the frequency grid, half a step into the crystal.
    private static void Shape<V>(CoupledWaveConstants c, float* u, V jitter, float* a) where V : unmanaged, ILane<V>
    {
        var n = c.Samples * V.Count;
        new Span<float>(a, 2 * n).Clear();
        var (own, next) = (V.Of(1 - 2 * c.Crosstalk), V.Of(c.Crosstalk));
        for (var m = 0; m < c.Channels; m++)
        {
            var amplitude = own * Signed<V>(c, u, m) + next * (Signed<V>(c, u, m - 1) + Signed<V>(c, u, m + 1));
            amplitude *= jitter;
            var at = Grid(c, m - c.Channels / 2) * V.Count;
            V.Store(amplitude * V.Of(c.FieldRe[m]), a + at);
            V.Store(amplitude * V.Of(c.FieldIm[m]), a + n + at);
        }
    }

    private static void ShapeBackward<V>(CoupledWaveConstants c, V jitter, float* da, float* du) where V : unmanaged, ILane<V>
    {
        var n = c.Samples * V.Count;
        using var workspace = Workspace.Rent(c.Channels * V.Count);
        var dAmplitude = workspace.Pointer;
        for (var m = 0; m < c.Channels; m++)
        {
            var at = Grid(c, m - c.Channels / 2) * V.Count;
            var d = V.Load(da + at) * V.Of(c.FieldRe[m]) + V.Load(da + n + at) * V.Of(c.FieldIm[m]);
            V.Store(d * jitter, dAmplitude + m * V.Count);
        }
        var (own, next) = (V.Of(2 * (1 - 2 * c.Crosstalk)), V.Of(2 * c.Crosstalk));
        for (var m = 0; m < c.Channels; m++)
        {
            var neighbours = m == 0 ? V.Of(0) : V.Load(dAmplitude + (m - 1) * V.Count);
            if (m < c.Channels - 1)
                neighbours += V.Load(dAmplitude + (m + 1) * V.Count);
            V.Store(own * V.Load(dAmplitude + m * V.Count) + next * neighbours, du + m * V.Count);
        }
    }

    // The amplitude of a channel; none beyond the first and last.
    private static V Signed<V>(CoupledWaveConstants c, float* u, int m) where V : unmanaged, ILane<V> =>
        m < 0 || m >= c.Channels ? V.Of(0) : V.MultiplyAdd(V.Of(2), V.Load(u + m * V.Count), V.Of(-1));

    private static int Grid(CoupledWaveConstants c, int line) => line < 0 ? line + c.Samples : line;

    // One step of the classical Runge-Kutta method at each time. The midpoint rule would do for the order of the split step, but trained
    // programs concentrate the light, and then it violates Manley-Rowe by more than 1e-3 (docs/decisions.md).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix<V>(CoupledWaveConstants c, float* a, float* b) where V : unmanaged, ILane<V>
    {
        var n = c.Samples * V.Count;
        var h = 1f / c.Steps;
        var (half, full, third, sixth) = (V.Of(h / 2), V.Of(h), V.Of(h / 3), V.Of(h / 6));
        var q = V.Of(-c.CouplingSquared);
        for (var i = 0; i < n; i += V.Count)
        {
            var z = Waves<V>.Load(a, b, i, n);
            var k1 = z.Rate(q);
            var k2 = z.Plus(half, k1).Rate(q);
            var k3 = z.Plus(half, k2).Rate(q);
            var k4 = z.Plus(full, k3).Rate(q);
            z.Plus(sixth, k1).Plus(third, k2).Plus(third, k3).Plus(sixth, k4).Store(a, b, i, n);
        }
    }

    // The lines of Mix, transposed: s_j is the gradient with respect to the state at which k_j was taken.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MixBackward<V>(CoupledWaveConstants c, float* a, float* b, float* da, float* db) where V : unmanaged, ILane<V>
    {
        var n = c.Samples * V.Count;
        var h = 1f / c.Steps;
        var (half, full, third, sixth) = (V.Of(h / 2), V.Of(h), V.Of(h / 3), V.Of(h / 6));
        var (q, zero) = (V.Of(-c.CouplingSquared), default(Waves<V>));
        for (var i = 0; i < n; i += V.Count)
        {
            var z1 = Waves<V>.Load(a, b, i, n);
            var z2 = z1.Plus(half, z1.Rate(q));
            var z3 = z1.Plus(half, z2.Rate(q));
            var z4 = z1.Plus(full, z3.Rate(q));
            var dz = Waves<V>.Load(da, db, i, n);
            var s4 = z4.RateBackward(q, zero.Plus(sixth, dz));
            var s3 = z3.RateBackward(q, zero.Plus(third, dz).Plus(full, s4));
            var s2 = z2.RateBackward(q, zero.Plus(third, dz).Plus(half, s3));
            var s1 = z1.RateBackward(q, zero.Plus(sixth, dz).Plus(half, s2));
            var one = V.Of(1);
            dz.Plus(one, s1).Plus(one, s2).Plus(one, s3).Plus(one, s4).Store(da, db, i, n);
        }
    }

    // Fundamental a and second harmonic b at one time.
    private readonly struct Waves<V>(V ar, V ai, V br, V bi) where V : unmanaged, ILane<V>
    {
        private readonly V ar = ar, ai = ai, br = br, bi = bi;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Waves<V> Load(float* a, float* b, int i, int n) => new(V.Load(a + i), V.Load(a + n + i), V.Load(b + i), V.Load(b + n + i));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(float* a, float* b, int i, int n)
        {
            V.Store(ar, a + i);
            V.Store(ai, a + n + i);
            V.Store(br, b + i);
            V.Store(bi, b + n + i);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Waves<V> Plus(V factor, Waves<V> w) => new(
            V.MultiplyAdd(factor, w.ar, ar), V.MultiplyAdd(factor, w.ai, ai), V.MultiplyAdd(factor, w.br, br), V.MultiplyAdd(factor, w.bi, bi));

        // (q a* b, a²), with q the negative square of the coupling.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Waves<V> Rate(V q) => new(
            q * V.MultiplyAdd(ar, br, ai * bi),
            q * V.NegatedMultiplyAdd(ai, br, ar * bi),
            V.NegatedMultiplyAdd(ai, ai, ar * ar),
            (ar + ar) * ai);

        // For w = z² : dz = 2 z* dw. For w = z* m : dz = dw* m, dm = z dw.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Waves<V> RateBackward(V q, Waves<V> d)
        {
            var (tr, ti) = (ar + ar, ai + ai);
            var (qr, qi) = (q * d.ar, q * d.ai);
            return new(
                V.MultiplyAdd(tr, d.br, ti * d.bi) + V.MultiplyAdd(qr, br, qi * bi),
                V.NegatedMultiplyAdd(ti, d.br, tr * d.bi) + V.NegatedMultiplyAdd(qi, br, qr * bi),
                V.NegatedMultiplyAdd(ai, qi, ar * qr),
                V.MultiplyAdd(ai, qr, ar * qi));
        }
    }

    // Multiplies a spectrum by the phases of a step (sign 1) or their conjugates (sign -1).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Propagate<V>(int samples, float[] re, float[] im, float sign, float* field) where V : unmanaged, ILane<V>
    {
        var n = samples * V.Count;
        for (var k = 0; k < samples; k++)
        {
            var i = k * V.Count;
            V fr = V.Load(field + i), fi = V.Load(field + n + i), pr = V.Of(re[k]), pi = V.Of(sign * im[k]);
            V.Store(V.NegatedMultiplyAdd(fi, pi, fr * pr), field + i);
            V.Store(V.MultiplyAdd(fi, pr, fr * pi), field + n + i);
        }
    }

    // Power of every second line, with what leaks from the line before it.
    private static void Read<V>(CoupledWaveConstants c, float* b, float* y) where V : unmanaged, ILane<V>
    {
        var (own, leak) = (V.Of(c.OutputScale * (1 - c.Leak)), V.Of(c.OutputScale * c.Leak));
        for (var i = 0; i < c.Channels / 2; i++)
        {
            var line = 2 * i + 1 - c.Channels / 2;
            V.Store(own * Power<V>(c, b, line) + leak * Power<V>(c, b, line - 1), y + i * V.Count);
        }
    }

    private static void ReadBackward<V>(CoupledWaveConstants c, float* b, float* dy, float* db) where V : unmanaged, ILane<V>
    {
        var n = c.Samples * V.Count;
        new Span<float>(db, 2 * n).Clear();
        for (var i = 0; i < c.Channels / 2; i++)
        {
            var line = 2 * i + 1 - c.Channels / 2;
            var dPower = V.Of(2 * c.OutputScale) * V.Load(dy + i * V.Count);
            foreach (var (at, share) in (ReadOnlySpan<(int, float)>)[(Grid(c, line) * V.Count, 1 - c.Leak), (Grid(c, line - 1) * V.Count, c.Leak)])
            {
                V.Store(dPower * V.Of(share) * V.Load(b + at), db + at);
                V.Store(dPower * V.Of(share) * V.Load(b + n + at), db + n + at);
            }
        }
    }

    private static V Power<V>(CoupledWaveConstants c, float* b, int line) where V : unmanaged, ILane<V>
    {
        var at = Grid(c, line) * V.Count;
        V re = V.Load(b + at), im = V.Load(b + c.Samples * V.Count + at);
        return re * re + im * im;
    }

    private static V Energy<V>(CoupledWaveConstants c, float* a, float* b) where V : unmanaged, ILane<V>
    {
        var n = c.Samples * V.Count;
        var (sum, q) = (V.Of(0), V.Of(c.CouplingSquared));
        for (var i = 0; i < 2 * n; i += V.Count)
        {
            V x = V.Load(a + i), z = V.Load(b + i);
            sum += V.MultiplyAdd(q, z * z, x * x);
        }
        return sum;
    }
}
