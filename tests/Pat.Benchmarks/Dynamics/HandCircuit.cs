using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Pat.Core.Dynamics;
using Pat.Core.Lanes;
using Pat.Core.Tensors;
using static System.Runtime.Intrinsics.Vector512;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace Pat.Benchmarks.Dynamics;

/// <summary>
/// <see cref="BenchCircuit"/> by hand: Runge-Kutta 4, two vectors of rows interleaved, divisions taken out, the hyperbolic tangents of the
/// forward run kept for an adjoint that was derived on paper.
/// </summary>
internal sealed unsafe class HandCircuit : IHandWritten
{
    private const int Steps = 500, Kept = 7; // states i, v, z and the tangents of four stages
    private const float Dt = 0.05f;

    public string Name => "circuit";

    public int Rows => 256;

    public Simulator Simulator { get; } = Simulator.Compile(new BenchCircuit(), new RungeKutta4(), new() { TimeStep = Dt, Steps = Steps });

    public Tensor Theta { get; } = new(BenchCircuit.Theta, 6);

    public void Run(Tensor drive, Tensor y)
    {
        using var memory = Workspace.Rent(4 * 16 * Steps);
        for (var row = 0; row < Rows; row += 32)
            Forward(drive, y, row, memory.Pointer, null);
    }

    public void Gradient(Tensor drive, Tensor dy, Tensor y, Tensor dDrive, Tensor dTheta)
    {
        using var memory = Workspace.Rent(6 * 16 * Steps);
        using var trajectory = Workspace.Rent(Rows * Steps * Kept);
        for (var row = 0; row < Rows; row += 32)
            Forward(drive, y, row, memory.Pointer, trajectory.Pointer + row * Steps * Kept);
        var sums = stackalloc double[6];
        new Span<double>(sums, 6).Clear();
        for (var row = 0; row < Rows; row += 32)
            Backward(drive, dy, dDrive, row, memory.Pointer, trajectory.Pointer + row * Steps * Kept, sums);
        for (var k = 0; k < 6; k++) // 1, 2 and 5 are gradients of reciprocals
            dTheta.AsSpan()[k] = (float)(k is 1 or 2 or 5 ? -sums[k] / ((double)Theta.Values[k] * Theta.Values[k]) : sums[k]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Forward(Tensor drive, Tensor y, int row, float* memory, float* kept)
    {
        var c = new Constants(Theta);
        float* u0 = memory, u1 = u0 + 16 * Steps, y0 = u1 + 16 * Steps, y1 = y0 + 16 * Steps;
        LaneTranspose.RowsToLanes<Lane512>(drive.Values[(row * Steps)..], Steps, 16, Steps, u0);
        LaneTranspose.RowsToLanes<Lane512>(drive.Values[((row + 16) * Steps)..], Steps, 16, Steps, u1);
        V i0 = default, v0 = default, z0 = default, i1 = default, v1 = default, z1 = default;
        for (var t = 0; t < Steps; t++)
        {
            if (kept == null)
            {
                Step(in c, ref i0, ref v0, ref z0, Load(u0 + 16 * t), out _, out _, out _, out _);
                Step(in c, ref i1, ref v1, ref z1, Load(u1 + 16 * t), out _, out _, out _, out _);
            }
            else
            {
                Keep(kept, i0, v0, z0);
                Step(in c, ref i0, ref v0, ref z0, Load(u0 + 16 * t), out var a, out var b, out var d, out var e);
                Keep(kept + 48, a, b, d, e);
                kept += 16 * Kept;
                Keep(kept, i1, v1, z1);
                Step(in c, ref i1, ref v1, ref z1, Load(u1 + 16 * t), out a, out b, out d, out e);
                Keep(kept + 48, a, b, d, e);
                kept += 16 * Kept;
            }
            v0.Store(y0 + 16 * t);
            v1.Store(y1 + 16 * t);
        }
        LaneTranspose.LanesToRows<Lane512>(y0, y.AsSpan()[(row * Steps)..], Steps, 16, Steps);
        LaneTranspose.LanesToRows<Lane512>(y1, y.AsSpan()[((row + 16) * Steps)..], Steps, 16, Steps);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Backward(Tensor drive, Tensor dy, Tensor dDrive, int row, float* memory, float* kept, double* sums)
    {
        var c = new Constants(Theta);
        float* u0 = memory, u1 = u0 + 16 * Steps, g0 = u1 + 16 * Steps, g1 = g0 + 16 * Steps, d0 = g1 + 16 * Steps, d1 = d0 + 16 * Steps;
        LaneTranspose.RowsToLanes<Lane512>(drive.Values[(row * Steps)..], Steps, 16, Steps, u0);
        LaneTranspose.RowsToLanes<Lane512>(drive.Values[((row + 16) * Steps)..], Steps, 16, Steps, u1);
        LaneTranspose.RowsToLanes<Lane512>(dy.Values[(row * Steps)..], Steps, 16, Steps, g0);
        LaneTranspose.RowsToLanes<Lane512>(dy.Values[((row + 16) * Steps)..], Steps, 16, Steps, g1);
        V i0 = default, v0 = default, z0 = default, i1 = default, v1 = default, z1 = default;
        var theta = stackalloc V[12];
        for (var k = 0; k < 12; k++)
            theta[k] = default;
        for (var t = Steps - 1; t >= 0; t--)
        {
            StepAdjoint(in c, kept + 32 * Kept * t, Load(u0 + 16 * t), Load(g0 + 16 * t), ref i0, ref v0, ref z0, theta).Store(d0 + 16 * t);
            StepAdjoint(in c, kept + 32 * Kept * t + 16 * Kept, Load(u1 + 16 * t), Load(g1 + 16 * t), ref i1, ref v1, ref z1, theta + 6).Store(d1 + 16 * t);
        }
        LaneTranspose.LanesToRows<Lane512>(d0, dDrive.AsSpan()[(row * Steps)..], Steps, 16, Steps);
        LaneTranspose.LanesToRows<Lane512>(d1, dDrive.AsSpan()[((row + 16) * Steps)..], Steps, 16, Steps);
        for (var k = 0; k < 6; k++)
            sums[k] += Sum(theta[k] + theta[k + 6]);
    }

    private readonly struct Constants(Tensor theta)
    {
        public readonly V R = Create(theta.Values[0]), InverseL = Create(1 / theta.Values[1]), InverseC = Create(1 / theta.Values[2]);
        public readonly V Saturation = Create(theta.Values[3]), Gain = Create(theta.Values[4]), InverseTau = Create(1 / theta.Values[5]);
        public readonly V HalfDt = Create(Dt / 2), WholeDt = Create(Dt), SixthDt = Create(Dt / 6);
    }

    private static V Half => Create(0.5f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Fma(V a, V b, V c) => FusedMultiplyAdd(a, b, c);

    // The rational form of LaneMath, on plain vectors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Tanh(V x)
    {
        x = MaxNative(MinNative(x, Create(9.02f)), Create(-9.02f));
        var s = x * x;
        var p = Fma(Fma(Fma(Fma(Create(5.07648323e-8f), s, Create(3.15897742e-5f)), s, Create(4.00854368e-3f)), s, Create(1.37853906e-1f)), s, V.One);
        var q = Fma(Fma(Fma(Fma(Fma(Create(7.37493511e-10f), s, Create(1.6175361e-6f)), s, Create(4.20747238e-4f)), s, Create(2.77376305e-2f)), s, Create(4.71187234e-1f)), s, V.One);
        return x * p / q;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(float* to, V a, V b, V c)
    {
        a.Store(to);
        b.Store(to + 16);
        c.Store(to + 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(float* to, V a, V b, V c, V d)
    {
        Keep(to, a, b, c);
        d.Store(to + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rates(in Constants c, V i, V v, V z, V u, V tangent, out V di, out V dv, out V dz)
    {
        var branch = c.Saturation * tangent;
        di = (Fma(-c.R, i, u) - v) * c.InverseL;
        dv = (i - branch) * c.InverseC;
        dz = Fma(branch, v, -z) * c.InverseTau;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V TangentAt(in Constants c, V v, V z) => Tanh(c.Gain * Fma(-Half, z, v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(in Constants c, ref V i, ref V v, ref V z, V u, out V t1, out V t2, out V t3, out V t4)
    {
        t1 = TangentAt(in c, v, z);
        Rates(in c, i, v, z, u, t1, out var i1, out var v1, out var z1);
        V vs = Fma(c.HalfDt, v1, v), zs = Fma(c.HalfDt, z1, z);
        t2 = TangentAt(in c, vs, zs);
        Rates(in c, Fma(c.HalfDt, i1, i), vs, zs, u, t2, out var i2, out var v2, out var z2);
        (vs, zs) = (Fma(c.HalfDt, v2, v), Fma(c.HalfDt, z2, z));
        t3 = TangentAt(in c, vs, zs);
        Rates(in c, Fma(c.HalfDt, i2, i), vs, zs, u, t3, out var i3, out var v3, out var z3);
        (vs, zs) = (Fma(c.WholeDt, v3, v), Fma(c.WholeDt, z3, z));
        t4 = TangentAt(in c, vs, zs);
        Rates(in c, Fma(c.WholeDt, i3, i), vs, zs, u, t4, out var i4, out var v4, out var z4);
        i = Fma(c.SixthDt, Fma(Create(2f), i2 + i3, i1 + i4), i);
        v = Fma(c.SixthDt, Fma(Create(2f), v2 + v3, v1 + v4), v);
        z = Fma(c.SixthDt, Fma(Create(2f), z2 + z3, z1 + z4), z);
    }

    // Gradients (a, b, d) of the rates at (i, v, z) to those of the states; adds to those of the drive and of R, 1/L, 1/C, saturation, gain, 1/tau.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RatesAdjoint(in Constants c, V i, V v, V z, V u, V tangent, ref V a, ref V b, ref V d, ref V du, V* theta)
    {
        V la = a * c.InverseL, lb = b * c.InverseC, ld = d * c.InverseTau, branch = c.Saturation * tangent;
        var dBranch = Fma(ld, v, -lb);
        var dArgument = dBranch * c.Saturation * Fma(-tangent, tangent, V.One);
        var scaled = dArgument * c.Gain;
        theta[0] = Fma(-la, i, theta[0]);
        theta[1] = Fma(a, Fma(-c.R, i, u) - v, theta[1]);
        theta[2] = Fma(b, i - branch, theta[2]);
        theta[3] = Fma(dBranch, tangent, theta[3]);
        theta[4] = Fma(dArgument, Fma(-Half, z, v), theta[4]);
        theta[5] = Fma(d, Fma(branch, v, -z), theta[5]);
        du += la;
        a = Fma(-c.R, la, lb);
        b = Fma(ld, branch, scaled) - la;
        d = Fma(-Half, scaled, -ld);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V StepAdjoint(in Constants c, float* kept, V u, V dy, ref V di, ref V dv, ref V dz, V* theta)
    {
        V i1 = Load(kept), v1 = Load(kept + 16), z1 = Load(kept + 32), t1 = Load(kept + 48), t2 = Load(kept + 64), t3 = Load(kept + 80), t4 = Load(kept + 96);
        Rates(in c, i1, v1, z1, u, t1, out var a, out var b, out var d);
        V i2 = Fma(c.HalfDt, a, i1), v2 = Fma(c.HalfDt, b, v1), z2 = Fma(c.HalfDt, d, z1);
        Rates(in c, i2, v2, z2, u, t2, out a, out b, out d);
        V i3 = Fma(c.HalfDt, a, i1), v3 = Fma(c.HalfDt, b, v1), z3 = Fma(c.HalfDt, d, z1);
        Rates(in c, i3, v3, z3, u, t3, out a, out b, out d);
        V i4 = Fma(c.WholeDt, a, i1), v4 = Fma(c.WholeDt, b, v1), z4 = Fma(c.WholeDt, d, z1);
        dv += dy;
        V du = default, i6 = c.SixthDt * di, v6 = c.SixthDt * dv, z6 = c.SixthDt * dz, iThird = i6 + i6, vThird = v6 + v6, zThird = z6 + z6;
        (a, b, d) = (i6, v6, z6);
        RatesAdjoint(in c, i4, v4, z4, u, t4, ref a, ref b, ref d, ref du, theta);
        (di, dv, dz) = (di + a, dv + b, dz + d);
        (a, b, d) = (Fma(c.WholeDt, a, iThird), Fma(c.WholeDt, b, vThird), Fma(c.WholeDt, d, zThird));
        RatesAdjoint(in c, i3, v3, z3, u, t3, ref a, ref b, ref d, ref du, theta);
        (di, dv, dz) = (di + a, dv + b, dz + d);
        (a, b, d) = (Fma(c.HalfDt, a, iThird), Fma(c.HalfDt, b, vThird), Fma(c.HalfDt, d, zThird));
        RatesAdjoint(in c, i2, v2, z2, u, t2, ref a, ref b, ref d, ref du, theta);
        (di, dv, dz) = (di + a, dv + b, dz + d);
        (a, b, d) = (Fma(c.HalfDt, a, i6), Fma(c.HalfDt, b, v6), Fma(c.HalfDt, d, z6));
        RatesAdjoint(in c, i1, v1, z1, u, t1, ref a, ref b, ref d, ref du, theta);
        (di, dv, dz) = (di + a, dv + b, dz + d);
        return du;
    }
}
