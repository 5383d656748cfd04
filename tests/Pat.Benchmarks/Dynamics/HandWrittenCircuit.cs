using System.Runtime.CompilerServices;
using Pat.Core.Lanes;

namespace Pat.Benchmarks.Dynamics;

/// <summary>
/// The circuit as one would write it by hand for lanes: Runge-Kutta 4 from zero states, two vectors of rows side by side, divisions taken out of the loop.
/// Rows and steps are multiples of two vectors.
/// </summary>
internal readonly unsafe struct HandWrittenCircuit(float* drive, float* y, int rows, int steps, float dt, float[] theta) : ILaneKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>() where V : unmanaged, ILane<V>
    {
        var n = V.Count;
        float* u0 = stackalloc float[n * n], u1 = stackalloc float[n * n], y0 = stackalloc float[n * n], y1 = stackalloc float[n * n];
        for (var row = 0; row < rows; row += 2 * n)
        {
            V i0 = V.Of(0), v0 = V.Of(0), z0 = V.Of(0), i1 = V.Of(0), v1 = V.Of(0), z1 = V.Of(0);
            for (var step = 0; step < steps; step += n)
            {
                var columns = Math.Min(n, steps - step);
                float* at0 = drive + (nint)row * steps + step, at1 = at0 + (nint)n * steps;
                LaneTranspose.RowsToLanes<V>(new(at0, (n - 1) * steps + columns), steps, n, columns, u0);
                LaneTranspose.RowsToLanes<V>(new(at1, (n - 1) * steps + columns), steps, n, columns, u1);
                for (var c = 0; c < columns; c++)
                {
                    Step(V.Load(u0 + c * n), ref i0, ref v0, ref z0);
                    Step(V.Load(u1 + c * n), ref i1, ref v1, ref z1);
                    V.Store(v0, y0 + c * n);
                    V.Store(v1, y1 + c * n);
                }
                float* to0 = y + (nint)row * steps + step, to1 = to0 + (nint)n * steps;
                LaneTranspose.LanesToRows<V>(y0, new(to0, (n - 1) * steps + columns), steps, n, columns);
                LaneTranspose.LanesToRows<V>(y1, new(to1, (n - 1) * steps + columns), steps, n, columns);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Step<V>(V u, ref V i, ref V v, ref V z) where V : unmanaged, ILane<V>
    {
        var (half, full, sixth) = (V.Of(dt / 2), V.Of(dt), V.Of(dt / 6));
        Rates(u, i, v, z, out var i1, out var v1, out var z1);
        Rates(u, V.MultiplyAdd(half, i1, i), V.MultiplyAdd(half, v1, v), V.MultiplyAdd(half, z1, z), out var i2, out var v2, out var z2);
        Rates(u, V.MultiplyAdd(half, i2, i), V.MultiplyAdd(half, v2, v), V.MultiplyAdd(half, z2, z), out var i3, out var v3, out var z3);
        Rates(u, V.MultiplyAdd(full, i3, i), V.MultiplyAdd(full, v3, v), V.MultiplyAdd(full, z3, z), out var i4, out var v4, out var z4);
        i = V.MultiplyAdd(sixth, V.MultiplyAdd(V.Of(2), i2 + i3, i1) + i4, i);
        v = V.MultiplyAdd(sixth, V.MultiplyAdd(V.Of(2), v2 + v3, v1) + v4, v);
        z = V.MultiplyAdd(sixth, V.MultiplyAdd(V.Of(2), z2 + z3, z1) + z4, z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Rates<V>(V u, V i, V v, V z, out V di, out V dv, out V dz) where V : unmanaged, ILane<V>
    {
        var branch = V.Of(theta[3]) * LaneMath.Tanh(V.Of(theta[4]) * V.NegatedMultiplyAdd(V.Of(0.5f), z, v));
        di = (V.NegatedMultiplyAdd(V.Of(theta[0]), i, u) - v) * V.Of(1 / theta[1]);
        dv = (i - branch) * V.Of(1 / theta[2]);
        dz = V.MultiplyAdd(branch, v, -z) * V.Of(1 / theta[5]);
    }
}
