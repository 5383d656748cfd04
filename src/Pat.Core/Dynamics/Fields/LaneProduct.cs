using System.Runtime.CompilerServices;
using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Core.Dynamics.Fields;

/// <summary>
/// The product of the fields of a block of rows with a matrix, where a row is a lane: element i of all rows lies at i · block.
/// </summary>
/// <remarks>
/// Every element is a chain of fused multiply-adds over the index, in order and from zero, so its bits do not depend on the rows beside it
/// nor on the width of the lanes.
/// </remarks>
internal static unsafe class LaneProduct
{
    private const int Height = 8;

    /// <summary>y_i = Σ_j x_j m_ji, or Σ_j x_j m_ij.</summary>
    /// <param name="x">n · block numbers.</param>
    /// <param name="m">n rows of n numbers.</param>
    /// <param name="y">Overwritten: n · block numbers, other memory than x.</param>
    /// <param name="n">Length of the index.</param>
    /// <param name="block">Rows, whole vectors.</param>
    /// <param name="transposed">Whether to multiply by the transpose.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<V>(float* x, float* m, float* y, int n, int block, bool transposed) where V : unmanaged, ILane<V>
    {
        if (n < Height)
        {
            MultiplyFew<V>(x, m, y, n, block, transposed);
            return;
        }
        MatrixTile tile = default;
        (tile.ARow, tile.AStep) = transposed ? ((nint)n, (nint)1) : (1, n);
        (tile.Rows, tile.Depth, tile.BStep, tile.CRow) = (Height, n, block, block);
        int width;
        for (var lane = 0; lane < block; lane += width)
        {
            var vectors = (block - lane) / V.Count;
            width = V.Count * (vectors >= 3 && vectors != 4 ? 3 : vectors >= 2 ? 2 : 1);
            tile.B = x + lane;
            for (var i = 0; i < n; i += Height)
            {
                var first = Math.Min(i, n - Height); // the last tile may lie over the one before and write the same numbers again
                tile.A = m + first * tile.ARow;
                tile.C = y + (nint)first * block + lane;
                if (width == 3 * V.Count)
                    MatrixProductKernel.Tile8x3<V>(tile);
                else if (width == 2 * V.Count)
                    Tile8x2<V>(tile);
                else
                    MatrixProductKernel.Tile8x1<V>(tile);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyFew<V>(float* x, float* m, float* y, int n, int block, bool transposed) where V : unmanaged, ILane<V>
    {
        for (var lane = 0; lane < block; lane += V.Count)
        {
            for (var i = 0; i < n; i++)
            {
                V sum = default;
                for (var j = 0; j < n; j++)
                    sum = V.MultiplyAdd(V.Of(transposed ? m[i * n + j] : m[j * n + i]), V.Load(x + j * block + lane), sum);
                V.Store(sum, y + i * block + lane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile8x2<V>(in MatrixTile t) where V : unmanaged, ILane<V>
    {
        float* a0 = t.Row(0), a1 = t.Row(1), a2 = t.Row(2), a3 = t.Row(3), a4 = t.Row(4), a5 = t.Row(5), a6 = t.Row(6), a7 = t.Row(7);
        V c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        V c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
        var b = t.B;
        var step = t.AStep;
        var end = t.Depth * step;
        var bStep = t.BStep;
        for (nint k = 0; k != end; k += step, b += bStep)
        {
            V b0 = V.Load(b), b1 = V.Load(b + V.Count);
            var x = V.Of(a0[k]);
            c00 = V.MultiplyAdd(x, b0, c00); c01 = V.MultiplyAdd(x, b1, c01);
            x = V.Of(a1[k]);
            c10 = V.MultiplyAdd(x, b0, c10); c11 = V.MultiplyAdd(x, b1, c11);
            x = V.Of(a2[k]);
            c20 = V.MultiplyAdd(x, b0, c20); c21 = V.MultiplyAdd(x, b1, c21);
            x = V.Of(a3[k]);
            c30 = V.MultiplyAdd(x, b0, c30); c31 = V.MultiplyAdd(x, b1, c31);
            x = V.Of(a4[k]);
            c40 = V.MultiplyAdd(x, b0, c40); c41 = V.MultiplyAdd(x, b1, c41);
            x = V.Of(a5[k]);
            c50 = V.MultiplyAdd(x, b0, c50); c51 = V.MultiplyAdd(x, b1, c51);
            x = V.Of(a6[k]);
            c60 = V.MultiplyAdd(x, b0, c60); c61 = V.MultiplyAdd(x, b1, c61);
            x = V.Of(a7[k]);
            c70 = V.MultiplyAdd(x, b0, c70); c71 = V.MultiplyAdd(x, b1, c71);
        }
        Put(t, 0, c00, c01);
        Put(t, 1, c10, c11);
        Put(t, 2, c20, c21);
        Put(t, 3, c30, c31);
        Put(t, 4, c40, c41);
        Put(t, 5, c50, c51);
        Put(t, 6, c60, c61);
        Put(t, 7, c70, c71);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<V>(in MatrixTile t, int row, V v0, V v1) where V : unmanaged, ILane<V>
    {
        V.Store(v0, t.C + row * t.CRow);
        V.Store(v1, t.C + row * t.CRow + V.Count);
    }
}
