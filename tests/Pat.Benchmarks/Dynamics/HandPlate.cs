using System.Runtime.CompilerServices;
using Pat.Core.Dynamics;
using Pat.Core.Lanes;
using Pat.Core.Tensors;
using static System.Runtime.Intrinsics.Vector512;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace Pat.Benchmarks.Dynamics;

/// <summary>
/// <see cref="BenchPlate"/> by hand: Runge-Kutta 4 in loops over the modes, everything that depends on parameters only taken out, states kept for
/// an adjoint that was derived on paper.
/// </summary>
internal sealed unsafe class HandPlate : IHandWritten
{
    private const int Steps = 400, M = BenchPlate.Modes;
    private const float Dt = 0.05f;

    public string Name => "plate of 16 modes";

    public int Rows => 128;

    public Simulator Simulator { get; } = Simulator.Compile(new BenchPlate(), new RungeKutta4(), new() { TimeStep = Dt, Steps = Steps });

    public Tensor Theta { get; } = new(BenchPlate.Theta, 2 * M);

    public void Run(Tensor drive, Tensor y)
    {
        using var memory = Workspace.Rent(16 * (2 * Steps + 24 * M));
        for (var row = 0; row < Rows; row += 16)
            Forward(drive, y, row, memory.Pointer, null);
    }

    public void Gradient(Tensor drive, Tensor dy, Tensor y, Tensor dDrive, Tensor dTheta)
    {
        using var memory = Workspace.Rent(16 * (3 * Steps + 24 * M));
        using var trajectory = Workspace.Rent(Rows * Steps * 2 * M);
        for (var row = 0; row < Rows; row += 16)
            Forward(drive, y, row, memory.Pointer, (V*)(trajectory.Pointer + row * Steps * 2 * M));
        double* dSquare = stackalloc double[M], dDamping = stackalloc double[M];
        new Span<double>(dSquare, M).Clear();
        new Span<double>(dDamping, M).Clear();
        for (var row = 0; row < Rows; row += 16)
            Backward(drive, dy, dDrive, row, memory.Pointer, (V*)(trajectory.Pointer + row * Steps * 2 * M), dSquare, dDamping);
        for (var m = 0; m < M; m++) // of ω² and 2 ζ ω
        {
            double frequency = Theta.Values[m], damping = Theta.Values[M + m];
            dTheta.AsSpan()[m] = (float)(2 * frequency * dSquare[m] + 2 * damping * dDamping[m]);
            dTheta.AsSpan()[M + m] = (float)(2 * frequency * dDamping[m]);
        }
    }

    private void Coefficients(V* coil, V* damping, V* square, V* microphone)
    {
        for (var m = 0; m < M; m++)
        {
            double frequency = Theta.Values[m];
            (coil[m], microphone[m]) = (Create((float)BenchPlate.Coil(m)), Create((float)BenchPlate.Microphone(m)));
            (damping[m], square[m]) = (Create((float)(2 * frequency * Theta.Values[M + m])), Create((float)(frequency * frequency)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Forward(Tensor drive, Tensor y, int row, float* memory, V* kept)
    {
        float* u = memory, output = u + 16 * Steps;
        var coil = (V*)(output + 16 * Steps);
        V* damping = coil + M, square = damping + M, microphone = square + M, q = microphone + M, v = q + M, qs = v + M, vs = qs + M, sumQ = vs + M, sumV = sumQ + M;
        Coefficients(coil, damping, square, microphone);
        LaneTranspose.RowsToLanes<Lane512>(drive.Values[(row * Steps)..], Steps, 16, Steps, u);
        for (var m = 0; m < 2 * M; m++)
            q[m] = default;
        V hardening = Create((float)BenchPlate.Hardening), half = Create(Dt / 2), whole = Create(Dt), sixth = Create(Dt / 6), third = Create(Dt / 3);
        for (var t = 0; t < Steps; t++)
        {
            if (kept != null)
            {
                for (var m = 0; m < 2 * M; m++)
                    kept[m] = q[m];
                kept += 2 * M;
            }
            var force = Load(u + 16 * t);
            var s = hardening * Squares(q);
            for (var m = 0; m < M; m++)
            {
                V speed = v[m], rate = FusedMultiplyAdd(coil[m], force, -FusedMultiplyAdd(damping[m], speed, (square[m] + s) * q[m]));
                (qs[m], vs[m]) = (FusedMultiplyAdd(half, speed, q[m]), FusedMultiplyAdd(half, rate, speed));
                (sumQ[m], sumV[m]) = (FusedMultiplyAdd(sixth, speed, q[m]), FusedMultiplyAdd(sixth, rate, speed));
            }
            Stage(coil, damping, square, force, hardening * Squares(qs), half, third, q, v, qs, vs, sumQ, sumV);
            Stage(coil, damping, square, force, hardening * Squares(qs), whole, third, q, v, qs, vs, sumQ, sumV);
            s = hardening * Squares(qs);
            V sum = default;
            for (var m = 0; m < M; m++)
            {
                V speed = vs[m], rate = FusedMultiplyAdd(coil[m], force, -FusedMultiplyAdd(damping[m], speed, (square[m] + s) * qs[m]));
                var next = FusedMultiplyAdd(sixth, speed, sumQ[m]);
                (q[m], v[m]) = (next, FusedMultiplyAdd(sixth, rate, sumV[m]));
                sum = FusedMultiplyAdd(microphone[m], next, sum);
            }
            sum.Store(output + 16 * t);
        }
        LaneTranspose.LanesToRows<Lane512>(output, y.AsSpan()[(row * Steps)..], Steps, 16, Steps);
    }

    // A stage in the middle: its rates to the next stage's state and to the sums of the step.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Stage(V* coil, V* damping, V* square, V force, V s, V dt, V weight, V* q, V* v, V* qs, V* vs, V* sumQ, V* sumV)
    {
        for (var m = 0; m < M; m++)
        {
            V speed = vs[m], rate = FusedMultiplyAdd(coil[m], force, -FusedMultiplyAdd(damping[m], speed, (square[m] + s) * qs[m]));
            (qs[m], vs[m]) = (FusedMultiplyAdd(dt, speed, q[m]), FusedMultiplyAdd(dt, rate, v[m]));
            (sumQ[m], sumV[m]) = (FusedMultiplyAdd(weight, speed, sumQ[m]), FusedMultiplyAdd(weight, rate, sumV[m]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Squares(V* q)
    {
        V a = default, b = default;
        for (var m = 0; m < M; m += 2)
            (a, b) = (FusedMultiplyAdd(q[m], q[m], a), FusedMultiplyAdd(q[m + 1], q[m + 1], b));
        return a + b;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Backward(Tensor drive, Tensor dy, Tensor dDrive, int row, float* memory, V* kept, double* dSquare, double* dDamping)
    {
        float* u = memory, g = u + 16 * Steps, output = g + 16 * Steps;
        var coil = (V*)(output + 16 * Steps);
        V* damping = coil + M, square = damping + M, microphone = square + M, x2 = microphone + M, x3 = x2 + 2 * M, x4 = x3 + 2 * M;
        V* dq = x4 + 2 * M, dv = dq + M, a = dv + M, b = a + M, sumSquare = b + M, sumDamping = sumSquare + M, totalQ = sumDamping + M, totalV = totalQ + M;
        Coefficients(coil, damping, square, microphone);
        LaneTranspose.RowsToLanes<Lane512>(drive.Values[(row * Steps)..], Steps, 16, Steps, u);
        LaneTranspose.RowsToLanes<Lane512>(dy.Values[(row * Steps)..], Steps, 16, Steps, g);
        for (var m = 0; m < M; m++)
            (dq[m], dv[m], sumSquare[m], sumDamping[m]) = (default, default, default, default);
        V hardening = Create((float)BenchPlate.Hardening), half = Create(Dt / 2), whole = Create(Dt), sixth = Create(Dt / 6), third = Create(Dt / 3);
        for (var t = Steps - 1; t >= 0; t--)
        {
            V force = Load(u + 16 * t), gradient = Load(g + 16 * t), s1, s2, s3, s4, du = default;
            var x1 = kept + 2 * M * t;
            State(coil, damping, square, force, s1 = hardening * Squares(x1), half, x1, x1, x2);
            State(coil, damping, square, force, s2 = hardening * Squares(x2), half, x1, x2, x3);
            State(coil, damping, square, force, s3 = hardening * Squares(x3), whole, x1, x3, x4);
            s4 = hardening * Squares(x4);
            for (var m = 0; m < M; m++)
            {
                dq[m] = FusedMultiplyAdd(microphone[m], gradient, dq[m]);
                (totalQ[m], totalV[m]) = (dq[m], dv[m]);
                (a[m], b[m]) = (sixth * dq[m], sixth * dv[m]);
            }
            RatesAdjoint(coil, damping, square, s4, x4, a, b, whole, third, dq, dv, totalQ, totalV, sumSquare, sumDamping, ref du);
            RatesAdjoint(coil, damping, square, s3, x3, a, b, half, third, dq, dv, totalQ, totalV, sumSquare, sumDamping, ref du);
            RatesAdjoint(coil, damping, square, s2, x2, a, b, half, sixth, dq, dv, totalQ, totalV, sumSquare, sumDamping, ref du);
            RatesAdjoint(coil, damping, square, s1, x1, a, b, half, sixth, dq, dv, totalQ, totalV, sumSquare, sumDamping, ref du);
            for (var m = 0; m < M; m++)
                (dq[m], dv[m]) = (totalQ[m], totalV[m]);
            du.Store(output + 16 * t);
        }
        LaneTranspose.LanesToRows<Lane512>(output, dDrive.AsSpan()[(row * Steps)..], Steps, 16, Steps);
        for (var m = 0; m < M; m++)
        {
            dSquare[m] -= Sum(sumSquare[m]);
            dDamping[m] -= Sum(sumDamping[m]);
        }
    }

    // The state of the next stage: start + dt · rates at the stage.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void State(V* coil, V* damping, V* square, V force, V s, V dt, V* start, V* stage, V* next)
    {
        for (var m = 0; m < M; m++)
        {
            V speed = stage[M + m], rate = FusedMultiplyAdd(coil[m], force, -FusedMultiplyAdd(damping[m], speed, (square[m] + s) * stage[m]));
            (next[m], next[M + m]) = (FusedMultiplyAdd(dt, speed, start[m]), FusedMultiplyAdd(dt, rate, start[M + m]));
        }
    }

    // Gradients (a, b) of the rates at stage x: adds those of the state to the totals and the others to their sums; leaves in (a, b) the gradients
    // of the rates of the stage before, weight · (dq, dv) + dt · (those of the state).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RatesAdjoint(
        V* coil, V* damping, V* square, V s, V* x, V* a, V* b, V dt, V weight, V* dq, V* dv, V* totalQ, V* totalV, V* sumSquare, V* sumDamping, ref V du)
    {
        V products = default;
        for (var m = 0; m < M; m++)
        {
            products = FusedMultiplyAdd(b[m], x[m], products);
            du = FusedMultiplyAdd(coil[m], b[m], du);
        }
        products *= Create((float)(-2 * BenchPlate.Hardening));
        for (var m = 0; m < M; m++)
        {
            sumSquare[m] = FusedMultiplyAdd(b[m], x[m], sumSquare[m]);
            sumDamping[m] = FusedMultiplyAdd(b[m], x[M + m], sumDamping[m]);
            V gq = FusedMultiplyAdd(products, x[m], -((square[m] + s) * b[m])), gv = FusedMultiplyAdd(-damping[m], b[m], a[m]);
            (totalQ[m], totalV[m]) = (totalQ[m] + gq, totalV[m] + gv);
            (a[m], b[m]) = (FusedMultiplyAdd(dt, gq, weight * dq[m]), FusedMultiplyAdd(dt, gv, weight * dv[m]));
        }
    }
}
