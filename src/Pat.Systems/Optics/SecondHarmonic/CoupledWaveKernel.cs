using System.Runtime.CompilerServices;
using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Systems.Optics.SecondHarmonic;

/// <summary>
/// Pulse shaper, crystal and spectrometer for one vector of rows (a lane is a row). The crystal is the pair of coupled-wave equations
/// in the time frame of the fundamental, ζ = z / L, with a the fundamental and a2 = i q b the second harmonic,
///     ∂a/∂ζ = −q² a* b,   ∂b/∂ζ = a²,
/// and their dispersion as phases in the frequency domain (Armstrong, Bloembergen, Ducuing, Pershan, Phys. Rev. 127, 1918, 1962, doi 10.1103/PhysRev.127.1918).
/// Split steps of Strang's form, half, full, ..., full, half: second order in the step.
/// </summary>
/// <remarks>
/// A field of n samples is n vectors of real parts followed by n of imaginary parts; spectra lie in the order of the plan's scrambled
/// transforms. <c>history</c> keeps, for each step, the fields a and b in the time domain before the nonlinear part: what the backward pass needs.
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
    /// <param name="spectrum">Receives the spectrum of the second harmonic, [2 Samples] vectors; also used as working memory.</param>
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
        plan.InverseScrambled<V>(a, a + n, scratch);
        V.Store(Energy<V>(c, a, b), energies);
        for (var step = 0; step < c.Steps; step++)
        {
            if (step > 0)
            {
                Propagate<V>(plan, c.FundamentalRe, c.FundamentalIm, 1, a, scratch);
                Propagate<V>(plan, c.HarmonicRe, c.HarmonicIm, 1, b, scratch);
            }
            Mix<V>(c, a, b, history == null ? null : history + (long)step * 4 * n);
        }
        V.Store(Energy<V>(c, a, b), energies + V.Count);
        plan.ForwardScrambled<V>(b, b + n, scratch); // the last half step only turns phases, which the spectrometer does not see
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
        plan.InverseScrambled<V>(db, db + n, scratch); // the adjoint of the forward transform
        for (var step = c.Steps - 1; step >= 0; step--)
        {
            MixBackward<V>(c, history + (long)step * 4 * n, da, db);
            if (step > 0)
            {
                Propagate<V>(plan, c.HarmonicRe, c.HarmonicIm, -1, db, scratch);
                Propagate<V>(plan, c.FundamentalRe, c.FundamentalIm, -1, da, scratch);
            }
        }
        plan.ForwardScrambled<V>(da, da + n, scratch); // the adjoint of the inverse transform
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
            var at = Place(c, m - c.Channels / 2) * V.Count;
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
            var at = Place(c, m - c.Channels / 2) * V.Count;
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

    // Where a line, counted from the centre, stands in a spectrum.
    private static int Place(CoupledWaveConstants c, int line) => c.Places[line < 0 ? line + c.Samples : line];

    // One step of the classical Runge-Kutta method at each time. The midpoint rule would do for the order of the split step, but trained
    // programs concentrate the light, and then it violates Manley-Rowe by more than 1e-3 (docs/decisions.md).
    // Keeps the fields before the step, unless kept is null.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix<V>(CoupledWaveConstants c, float* a, float* b, float* kept) where V : unmanaged, ILane<V>
    {
        var n = c.Samples * V.Count;
        var h = 1f / c.Steps;
        var (half, full, third, sixth) = (V.Of(h / 2), V.Of(h), V.Of(h / 3), V.Of(h / 6));
        var q = V.Of(-c.CouplingSquared);
        for (var i = 0; i < n; i += V.Count)
        {
            var z = Waves<V>.Load(a, b, i, n);
            if (kept != null)
                z.Store(kept, kept + 2 * n, i, n);
            var k1 = z.Rate(q);
            var k2 = z.Plus(half, k1).Rate(q);
            var k3 = z.Plus(half, k2).Rate(q);
            var middle = k2 + k3;
            var k4 = z.Plus(full, k3).Rate(q);
            z.Plus(third, middle).Plus(sixth, k1 + k4).Store(a, b, i, n);
        }
    }

    // The lines of Mix, transposed: s_j is the gradient with respect to the state at which k was taken the jth time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MixBackward<V>(CoupledWaveConstants c, float* kept, float* da, float* db) where V : unmanaged, ILane<V>
    {
        var n = c.Samples * V.Count;
        var h = 1f / c.Steps;
        var (half, full, third, sixth) = (V.Of(h / 2), V.Of(h), V.Of(h / 3), V.Of(h / 6));
        var q = V.Of(-c.CouplingSquared);
        for (var i = 0; i < n; i += V.Count)
        {
            var z1 = Waves<V>.Load(kept, kept + 2 * n, i, n);
            var z2 = z1.Plus(half, z1.Rate(q));
            var z3 = z1.Plus(half, z2.Rate(q));
            var z4 = z1.Plus(full, z3.Rate(q));
            var dz = Waves<V>.Load(da, db, i, n);
            var (dThird, dSixth) = (dz.Times(third), dz.Times(sixth));
            var s = z4.RateBackward(q, dSixth);
            dz += s;
            s = z3.RateBackward(q, dThird.Plus(full, s));
            dz += s;
            s = z2.RateBackward(q, dThird.Plus(half, s));
            dz += s;
            s = z1.RateBackward(q, dSixth.Plus(half, s));
            (dz + s).Store(da, db, i, n);
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

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Waves<V> Times(V factor) => new(factor * ar, factor * ai, factor * br, factor * bi);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Waves<V> operator +(Waves<V> z, Waves<V> w) => new(z.ar + w.ar, z.ai + w.ai, z.br + w.br, z.bi + w.bi);

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

    // Takes a field in time through a linear step: its spectrum is multiplied by phases (sign 1) or their conjugates (sign -1, the adjoint).
    private static void Propagate<V>(FourierPlan plan, float[] re, float[] im, float sign, float* field, float* scratch)
        where V : unmanaged, ILane<V>
    {
        plan.ForwardScrambled<V>(field, field + plan.Length * V.Count, scratch);
        Turn<V>(re, im, sign, field);
        plan.InverseScrambled<V>(field, field + plan.Length * V.Count, scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Turn<V>(float[] re, float[] im, float sign, float* field) where V : unmanaged, ILane<V>
    {
        var n = re.Length * V.Count;
        for (var k = 0; k < re.Length; k++)
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
            foreach (var (at, share) in (ReadOnlySpan<(int, float)>)[(Place(c, line) * V.Count, 1 - c.Leak), (Place(c, line - 1) * V.Count, c.Leak)])
            {
                V.Store(dPower * V.Of(share) * V.Load(b + at), db + at);
                V.Store(dPower * V.Of(share) * V.Load(b + n + at), db + n + at);
            }
        }
    }

    private static V Power<V>(CoupledWaveConstants c, float* b, int line) where V : unmanaged, ILane<V>
    {
        var at = Place(c, line) * V.Count;
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
