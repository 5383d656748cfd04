using System.Runtime.CompilerServices;
using Pat.Core.Lanes;

namespace Pat.Core.Tensors;

/// <summary>
/// The innermost loops of the matrix product: one tile of C, held in registers, over one block of the depth.
/// </summary>
/// <remarks>
/// Every element is a chain of fused multiply-adds in the order of the depth, starting from zero, so its bits depend neither on the
/// tile that computes it nor on the width of the lanes. 8 x 3 vectors fill 32 registers, 4 x 3 vectors fill 16.
/// </remarks>
internal static unsafe class MatrixProductKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile8x3<V>(in MatrixTile t) where V : unmanaged, ILane<V>
    {
        float* a0 = t.Row(0), a1 = t.Row(1), a2 = t.Row(2), a3 = t.Row(3), a4 = t.Row(4), a5 = t.Row(5), a6 = t.Row(6), a7 = t.Row(7);
        V c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default;
        V c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
        V c40 = default, c41 = default, c42 = default, c50 = default, c51 = default, c52 = default;
        V c60 = default, c61 = default, c62 = default, c70 = default, c71 = default, c72 = default;
        var b = t.B;
        var step = t.AStep;
        var end = t.Depth * step;
        var bStep = t.BStep;
        for (nint k = 0; k != end; k += step, b += bStep)
        {
            V b0 = V.Load(b), b1 = V.Load(b + V.Count), b2 = V.Load(b + 2 * V.Count);
            var x = V.Of(a0[k]);
            c00 = V.MultiplyAdd(x, b0, c00); c01 = V.MultiplyAdd(x, b1, c01); c02 = V.MultiplyAdd(x, b2, c02);
            x = V.Of(a1[k]);
            c10 = V.MultiplyAdd(x, b0, c10); c11 = V.MultiplyAdd(x, b1, c11); c12 = V.MultiplyAdd(x, b2, c12);
            x = V.Of(a2[k]);
            c20 = V.MultiplyAdd(x, b0, c20); c21 = V.MultiplyAdd(x, b1, c21); c22 = V.MultiplyAdd(x, b2, c22);
            x = V.Of(a3[k]);
            c30 = V.MultiplyAdd(x, b0, c30); c31 = V.MultiplyAdd(x, b1, c31); c32 = V.MultiplyAdd(x, b2, c32);
            x = V.Of(a4[k]);
            c40 = V.MultiplyAdd(x, b0, c40); c41 = V.MultiplyAdd(x, b1, c41); c42 = V.MultiplyAdd(x, b2, c42);
            x = V.Of(a5[k]);
            c50 = V.MultiplyAdd(x, b0, c50); c51 = V.MultiplyAdd(x, b1, c51); c52 = V.MultiplyAdd(x, b2, c52);
            x = V.Of(a6[k]);
            c60 = V.MultiplyAdd(x, b0, c60); c61 = V.MultiplyAdd(x, b1, c61); c62 = V.MultiplyAdd(x, b2, c62);
            x = V.Of(a7[k]);
            c70 = V.MultiplyAdd(x, b0, c70); c71 = V.MultiplyAdd(x, b1, c71); c72 = V.MultiplyAdd(x, b2, c72);
        }
        t.Put(0, c00, c01, c02);
        t.Put(1, c10, c11, c12);
        t.Put(2, c20, c21, c22);
        t.Put(3, c30, c31, c32);
        t.Put(4, c40, c41, c42);
        t.Put(5, c50, c51, c52);
        t.Put(6, c60, c61, c62);
        t.Put(7, c70, c71, c72);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile4x3<V>(in MatrixTile t) where V : unmanaged, ILane<V>
    {
        float* a0 = t.Row(0), a1 = t.Row(1), a2 = t.Row(2), a3 = t.Row(3);
        V c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default;
        V c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
        var b = t.B;
        var step = t.AStep;
        var end = t.Depth * step;
        var bStep = t.BStep;
        for (nint k = 0; k != end; k += step, b += bStep)
        {
            V b0 = V.Load(b), b1 = V.Load(b + V.Count), b2 = V.Load(b + 2 * V.Count);
            var x = V.Of(a0[k]);
            c00 = V.MultiplyAdd(x, b0, c00); c01 = V.MultiplyAdd(x, b1, c01); c02 = V.MultiplyAdd(x, b2, c02);
            x = V.Of(a1[k]);
            c10 = V.MultiplyAdd(x, b0, c10); c11 = V.MultiplyAdd(x, b1, c11); c12 = V.MultiplyAdd(x, b2, c12);
            x = V.Of(a2[k]);
            c20 = V.MultiplyAdd(x, b0, c20); c21 = V.MultiplyAdd(x, b1, c21); c22 = V.MultiplyAdd(x, b2, c22);
            x = V.Of(a3[k]);
            c30 = V.MultiplyAdd(x, b0, c30); c31 = V.MultiplyAdd(x, b1, c31); c32 = V.MultiplyAdd(x, b2, c32);
        }
        t.Put(0, c00, c01, c02);
        t.Put(1, c10, c11, c12);
        t.Put(2, c20, c21, c22);
        t.Put(3, c30, c31, c32);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile8x1<V>(in MatrixTile t) where V : unmanaged, ILane<V>
    {
        float* a0 = t.Row(0), a1 = t.Row(1), a2 = t.Row(2), a3 = t.Row(3), a4 = t.Row(4), a5 = t.Row(5), a6 = t.Row(6), a7 = t.Row(7);
        V c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        var b = t.B;
        var step = t.AStep;
        var end = t.Depth * step;
        var bStep = t.BStep;
        for (nint k = 0; k != end; k += step, b += bStep)
        {
            var b0 = V.Load(b);
            c0 = V.MultiplyAdd(V.Of(a0[k]), b0, c0);
            c1 = V.MultiplyAdd(V.Of(a1[k]), b0, c1);
            c2 = V.MultiplyAdd(V.Of(a2[k]), b0, c2);
            c3 = V.MultiplyAdd(V.Of(a3[k]), b0, c3);
            c4 = V.MultiplyAdd(V.Of(a4[k]), b0, c4);
            c5 = V.MultiplyAdd(V.Of(a5[k]), b0, c5);
            c6 = V.MultiplyAdd(V.Of(a6[k]), b0, c6);
            c7 = V.MultiplyAdd(V.Of(a7[k]), b0, c7);
        }
        t.Put(0, c0);
        t.Put(1, c1);
        t.Put(2, c2);
        t.Put(3, c3);
        t.Put(4, c4);
        t.Put(5, c5);
        t.Put(6, c6);
        t.Put(7, c7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile4x1<V>(in MatrixTile t) where V : unmanaged, ILane<V>
    {
        float* a0 = t.Row(0), a1 = t.Row(1), a2 = t.Row(2), a3 = t.Row(3);
        V c0 = default, c1 = default, c2 = default, c3 = default;
        var b = t.B;
        var step = t.AStep;
        var end = t.Depth * step;
        var bStep = t.BStep;
        for (nint k = 0; k != end; k += step, b += bStep)
        {
            var b0 = V.Load(b);
            c0 = V.MultiplyAdd(V.Of(a0[k]), b0, c0);
            c1 = V.MultiplyAdd(V.Of(a1[k]), b0, c1);
            c2 = V.MultiplyAdd(V.Of(a2[k]), b0, c2);
            c3 = V.MultiplyAdd(V.Of(a3[k]), b0, c3);
        }
        t.Put(0, c0);
        t.Put(1, c1);
        t.Put(2, c2);
        t.Put(3, c3);
    }
}
