using System.Runtime.CompilerServices;
using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Systems.Mechanics.CoupledOscillators;

/// <summary>
/// The motion q̈ = e + sin(k q) M of some rows of the batch, from rest, by the classical Runge-Kutta method, and its adjoint.
/// </summary>
/// <remarks>
/// The acceleration depends on q alone, so with a_j the acceleration at stage j the four stages of a step of length h are
///     q1 = q,  q2 = q + h/2 p,  q3 = q + h/2 p + h²/4 a1,  q4 = q + h p + h²/2 a2,
///     q ← q + h p + h²/6 (a1 + a2 + a3),  p ← p + h/6 (a1 + 2 a2 + 2 a3 + a4)
/// (Nyström's form; Hairer, Nørsett, Wanner, Solving Ordinary Differential Equations I, 2nd ed., 1993, section II.14). Stages 1 and 2 need
/// no acceleration of the same step, stages 3 and 4 only those of 1 and 2: each pair is one matrix product.
/// All rows are padded with zeros, whose sines and accelerations are zero.
/// </remarks>
internal readonly unsafe struct OscillatorBlock(OscillatorConstants constants, int rows, float* matrix, float* drive)
{
    private readonly OscillatorConstants constants = constants;
    private readonly float* matrix = matrix;
    private readonly float* drive = drive;
    private readonly int rows = rows;
    private readonly int count = rows * constants.Padded;

    /// <summary>Where the rows of a pair of stages begin in the history of this block.</summary>
    private nint Place(int pair) => pair == 0 ? 0 : (2 * (nint)pair - 1) * count;

    /// <summary>Moves the angles to the end.</summary>
    /// <param name="q">Angles; overwritten.</param>
    /// <param name="p">Angular velocities; begin at zero and are overwritten.</param>
    /// <param name="sines">Receives the sines of all stages; if there are no cosines, of the last pair only (room for two stages).</param>
    /// <param name="cosines">Receives k cos(k q) of all stages; null if nobody asks for the adjoint.</param>
    /// <param name="lastVelocity">Whether the last velocity is wanted; not together with cosines.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Forward<V>(float* q, float* p, float* sines, float* cosines, bool lastVelocity) where V : unmanaged, ILane<V>
    {
        using var workspace = Workspace.Rent(4 * count);
        var x12 = workspace.Pointer; // accelerations without the drive
        var x34 = x12 + 2 * count;
        var keep = cosines != null;
        for (var step = 0; step < constants.Steps; step++)
        {
            var (first, last) = (step == 0, step == constants.Steps - 1 && !lastVelocity);
            var (place12, place34) = keep ? (Place(2 * step), Place(2 * step + 1)) : (0, 0);
            var x2 = first ? x12 : x12 + count;
            Stages12<V>(q, p, sines + place12, keep ? cosines + place12 : null, first);
            Multiply(sines + place12, first ? 1 : 2, x12);
            Stages34<V>(q, p, x12, x2, sines + place34, keep ? cosines + place34 : null, last);
            Multiply(sines + place34, last ? 1 : 2, x34);
            Advance<V>(q, p, x12, x2, x34, last);
        }
    }

    /// <summary>The lines of <see cref="Forward"/>, transposed, in reverse order. M is symmetric.</summary>
    /// <param name="dq">Gradient with respect to the last angles; becomes that with respect to the first.</param>
    /// <param name="dp">Zeros; overwritten.</param>
    /// <param name="cosines">As left by the forward pass.</param>
    /// <param name="accelerations">Receives the gradients with respect to the accelerations of all stages, in the places of their sines.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Backward<V>(float* dq, float* dp, float* cosines, float* accelerations) where V : unmanaged, ILane<V>
    {
        using var workspace = Workspace.Rent(4 * count);
        var x12 = workspace.Pointer; // gradients with respect to the sines
        var x34 = x12 + 2 * count;
        for (var step = constants.Steps - 1; step >= 0; step--)
        {
            var (first, last) = (step == 0, step == constants.Steps - 1);
            var (place12, place34) = (Place(2 * step), Place(2 * step + 1));
            Stages34Backward<V>(dq, dp, accelerations + place34, last);
            Multiply(accelerations + place34, last ? 1 : 2, x34);
            Stages12Backward<V>(dq, dp, x34, cosines + place34, accelerations + place12, first, last);
            Multiply(accelerations + place12, first ? 1 : 2, x12);
            AdvanceBackward<V>(dq, dp, x12, x34, cosines + place12, first);
        }
    }

    // x = s M for one or two stages; the padding of s meets no row of M.
    private void Multiply(float* s, int stages, float* x)
    {
        var (n, padded) = (constants.N, constants.Padded);
        BlockedProduct.OfThread.Multiply(new(s, stages * rows, padded, false), new(matrix, n, padded, false), x, accumulate: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Stages12<V>(float* q, float* p, float* s, float* c, bool first) where V : unmanaged, ILane<V>
    {
        var (k, half) = (V.Of(constants.AngleFactor), V.Of(constants.HalfH));
        for (var i = 0; i < count; i += V.Count)
        {
            Sine(k, V.Load(q + i), s, c, i);
            if (!first)
                Sine(k, V.MultiplyAdd(half, V.Load(p + i), V.Load(q + i)), s, c, i + count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Stages34<V>(float* q, float* p, float* x1, float* x2, float* s, float* c, bool last) where V : unmanaged, ILane<V>
    {
        var k = V.Of(constants.AngleFactor);
        V h = V.Of(constants.H), half = V.Of(constants.HalfH), quarter2 = V.Of(constants.QuarterH2), half2 = V.Of(constants.HalfH2);
        for (var row = 0; row < count; row += constants.Padded)
        {
            for (var j = 0; j < constants.Padded; j += V.Count)
            {
                var i = row + j;
                V q1 = V.Load(q + i), p1 = V.Load(p + i), e = V.Load(drive + j);
                Sine(k, V.MultiplyAdd(quarter2, e + V.Load(x1 + i), V.MultiplyAdd(half, p1, q1)), s, c, i);
                if (!last)
                    Sine(k, V.MultiplyAdd(half2, e + V.Load(x2 + i), V.MultiplyAdd(h, p1, q1)), s, c, i + count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sine<V>(V k, V q, float* s, float* c, int i) where V : unmanaged, ILane<V>
    {
        var (sin, cos) = LaneMath.SinCos(k * q);
        V.Store(sin, s + i);
        if (c != null)
            V.Store(k * cos, c + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Advance<V>(float* q, float* p, float* x1, float* x2, float* x34, bool last) where V : unmanaged, ILane<V>
    {
        V h = V.Of(constants.H), sixth = V.Of(constants.SixthH), sixth2 = V.Of(constants.SixthH2);
        var x4 = x34 + count;
        for (var row = 0; row < count; row += constants.Padded)
        {
            for (var j = 0; j < constants.Padded; j += V.Count)
            {
                var i = row + j;
                V e = V.Load(drive + j), p1 = V.Load(p + i);
                V a1 = e + V.Load(x1 + i), a2 = e + V.Load(x2 + i), a3 = e + V.Load(x34 + i);
                var middle = a2 + a3;
                V.Store(V.MultiplyAdd(sixth2, a1 + middle, V.MultiplyAdd(h, p1, V.Load(q + i))), q + i);
                if (!last)
                    V.Store(V.MultiplyAdd(sixth, a1 + (e + V.Load(x4 + i)) + (middle + middle), p1), p + i);
            }
        }
    }

    // da3 = h²/6 dq + h/3 dp, da4 = h/6 dp; in the last step dp is zero and stage 4 was left out.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Stages34Backward<V>(float* dq, float* dp, float* da, bool last) where V : unmanaged, ILane<V>
    {
        V third = V.Of(constants.ThirdH), sixth = V.Of(constants.SixthH), sixth2 = V.Of(constants.SixthH2);
        for (var i = 0; i < count; i += V.Count)
        {
            var d = V.Load(dp + i);
            V.Store(V.MultiplyAdd(third, d, sixth2 * V.Load(dq + i)), da + i);
            if (!last)
                V.Store(sixth * d, da + i + count);
        }
    }

    // dq3 and dq4 from x34, in place; da1 = h²/6 dq + h/6 dp + h²/4 dq3, da2 = h²/6 dq + h/3 dp + h²/2 dq4.
    // In the first step stages 1 and 2 are one, whose gradient is the sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Stages12Backward<V>(float* dq, float* dp, float* x34, float* c34, float* da, bool first, bool last) where V : unmanaged, ILane<V>
    {
        V third = V.Of(constants.ThirdH), sixth = V.Of(constants.SixthH), sixth2 = V.Of(constants.SixthH2);
        V half2 = V.Of(constants.HalfH2), quarter2 = V.Of(constants.QuarterH2);
        for (var i = 0; i < count; i += V.Count)
        {
            V d = V.Load(dp + i), share = sixth2 * V.Load(dq + i);
            var d3 = V.Load(c34 + i) * V.Load(x34 + i);
            var d4 = last ? V.Of(0) : V.Load(c34 + i + count) * V.Load(x34 + i + count);
            V.Store(d3, x34 + i);
            V.Store(d4, x34 + i + count);
            var da1 = V.MultiplyAdd(quarter2, d3, V.MultiplyAdd(sixth, d, share));
            var da2 = V.MultiplyAdd(half2, d4, V.MultiplyAdd(third, d, share));
            V.Store(first ? da1 + da2 : da1, da + i);
            if (!first)
                V.Store(da2, da + i + count);
        }
    }

    // dp += h dq + h/2 (dq2 + dq3) + h dq4, dq += dq1 + dq2 + dq3 + dq4; before the first step nobody asks for dp.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AdvanceBackward<V>(float* dq, float* dp, float* x12, float* d34, float* c12, bool first) where V : unmanaged, ILane<V>
    {
        V h = V.Of(constants.H), half = V.Of(constants.HalfH);
        for (var i = 0; i < count; i += V.Count)
        {
            V d = V.Load(dq + i), d3 = V.Load(d34 + i), d4 = V.Load(d34 + i + count);
            var d1 = V.Load(c12 + i) * V.Load(x12 + i);
            var d2 = first ? V.Of(0) : V.Load(c12 + i + count) * V.Load(x12 + i + count);
            var middle = d2 + d3;
            V.Store(V.MultiplyAdd(h, d + d4, V.MultiplyAdd(half, middle, V.Load(dp + i))), dp + i);
            V.Store(d + (d1 + middle + d4), dq + i);
        }
    }
}
