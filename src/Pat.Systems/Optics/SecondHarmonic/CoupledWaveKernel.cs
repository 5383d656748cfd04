using System.Runtime.CompilerServices;
using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Systems.Optics.SecondHarmonic;

/// <summary>
/// Pulse shaper, crystal and spectrometer for one vector of rows (a lane is a row). The crystal is the pair of coupled-wave equations
/// in the time frame of the fundamental, ζ = z / L, with a the fundamental and a2 = i q b the second harmonic,
///     ∂a/∂ζ = −q² a* b,   ∂b/∂ζ = a²,
/// and their dispersion as phases in the frequency domain (R. W. Boyd, Nonlinear Optics, 4th ed., Academic Press 2020, section 2.7).
/// Split steps of Strang's form, half, full, ..., full, half, with the midpoint rule for the equations above: second order in the step.
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

    // One step of the midpoint rule at each time: (1) mb = b + h/2 a²  (2) ma = a − h/2 q² a* b  (3) b += h ma²  (4) a −= h q² ma* mb.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix<V>(CoupledWaveConstants c, float* a, float* b) where V : unmanaged, ILane<V>
    {
        var n = c.Samples * V.Count;
        var h = 1f / c.Steps;
        var (half, full, twice) = (V.Of(h / 2), V.Of(h), V.Of(2 * h));
        var (halfQ, fullQ) = (V.Of(h / 2 * c.CouplingSquared), V.Of(h * c.CouplingSquared));
        for (var i = 0; i < n; i += V.Count)
        {
            V ar = V.Load(a + i), ai = V.Load(a + n + i), br = V.Load(b + i), bi = V.Load(b + n + i);
            var mbr = V.MultiplyAdd(half, ar * ar - ai * ai, br);                              // (1)
            var mbi = V.MultiplyAdd(full, ar * ai, bi);
            var mar = V.NegatedMultiplyAdd(halfQ, ar * br + ai * bi, ar);                      // (2)
            var mai = V.NegatedMultiplyAdd(halfQ, ar * bi - ai * br, ai);
            V.Store(V.MultiplyAdd(full, mar * mar - mai * mai, br), b + i);                    // (3)
            V.Store(V.MultiplyAdd(twice, mar * mai, bi), b + n + i);
            V.Store(V.NegatedMultiplyAdd(fullQ, mar * mbr + mai * mbi, ar), a + i);            // (4)
            V.Store(V.NegatedMultiplyAdd(fullQ, mar * mbi - mai * mbr, ai), a + n + i);
        }
    }

    // The lines of Mix, transposed. For w = z² : dz = 2 z* dw. For w = z* m : dz = dw* m, dm = z dw.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MixBackward<V>(CoupledWaveConstants c, float* a, float* b, float* da, float* db) where V : unmanaged, ILane<V>
    {
        var n = c.Samples * V.Count;
        var h = 1f / c.Steps;
        var (half, full, twice) = (V.Of(h / 2), V.Of(h), V.Of(2 * h));
        var (halfQ, fullQ) = (V.Of(h / 2 * c.CouplingSquared), V.Of(h * c.CouplingSquared));
        for (var i = 0; i < n; i += V.Count)
        {
            V ar = V.Load(a + i), ai = V.Load(a + n + i), br = V.Load(b + i), bi = V.Load(b + n + i);
            var mbr = V.MultiplyAdd(half, ar * ar - ai * ai, br);
            var mbi = V.MultiplyAdd(full, ar * ai, bi);
            var mar = V.NegatedMultiplyAdd(halfQ, ar * br + ai * bi, ar);
            var mai = V.NegatedMultiplyAdd(halfQ, ar * bi - ai * br, ai);
            V dar = V.Load(da + i), dai = V.Load(da + n + i), dbr = V.Load(db + i), dbi = V.Load(db + n + i);
            var dmar = twice * (mar * dbr + mai * dbi) - fullQ * (dar * mbr + dai * mbi);      // (3), (4): ma
            var dmai = twice * (mar * dbi - mai * dbr) - fullQ * (dar * mbi - dai * mbr);
            var dmbr = -(fullQ * (dar * mar - dai * mai));                                     // (4): mb
            var dmbi = -(fullQ * (dar * mai + dai * mar));
            dar += dmar - halfQ * (dmar * br + dmai * bi) + full * (ar * dmbr + ai * dmbi);    // (2), (1): a
            dai += dmai - halfQ * (dmar * bi - dmai * br) + full * (ar * dmbi - ai * dmbr);
            dbr += dmbr - halfQ * (dmar * ar - dmai * ai);                                     // (2), (1): b
            dbi += dmbi - halfQ * (dmar * ai + dmai * ar);
            V.Store(dar, da + i);
            V.Store(dai, da + n + i);
            V.Store(dbr, db + i);
            V.Store(dbi, db + n + i);
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
