using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Pat.Core.Lanes;

namespace Pat.Core.Tensors;

/// <summary>
/// Copies columns of op(B) side by side into a panel, so that a tile reads whole vectors one after the other.
/// Where a panel has more columns than are left, the rest holds any numbers of B: a tile computes them and nobody reads them.
/// </summary>
internal static unsafe class MatrixPanels
{
    /// <summary>Copies neighbouring columns. Rows are <paramref name="bRow"/> apart; nothing is read from <paramref name="end"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<V>(float* b, nint bRow, float* end, int depth, float* panel, int width) where V : unmanaged, ILane<V>
    {
        for (var k = 0; k < depth; k++, b += bRow)
        {
            for (var j = 0; j < width; j += V.Count, panel += V.Count)
            {
                if (b + j + V.Count <= end)
                    V.Store(V.Load(b + j), panel);
                else
                    CopyUpTo(end, b + j, panel, V.Count);
            }
        }
    }

    /// <summary>Copies columns that lie as rows, <paramref name="bColumn"/> apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyTransposed(float* b, nint bColumn, int depth, int columns, float* panel, int width)
    {
        var j = 0;
        if (Avx.IsSupported)
        {
            for (; j + 8 <= width; j += 8)
                Copy8Transposed(b, bColumn, depth, j, columns - 1, panel + j, width);
        }
        for (; j < width; j++)
        {
            var column = b + Math.Min(j, columns - 1) * bColumn;
            for (var k = 0; k < depth; k++)
                panel[k * width + j] = column[k];
        }
    }

    // Four k of eight columns at a time: two blocks of 4 x 4, columns 0 to 3 in the lower halves and 4 to 7 in the upper.
    // Columns after the last are read as the last.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy8Transposed(float* b, nint bColumn, int depth, int first, int last, float* panel, nint width)
    {
        float* Column(int j) => b + Math.Min(first + j, last) * bColumn;
        float* b0 = Column(0), b1 = Column(1), b2 = Column(2), b3 = Column(3), b4 = Column(4), b5 = Column(5), b6 = Column(6), b7 = Column(7);
        nint k = 0;
        for (; k + 4 <= depth; k += 4, panel += 4 * width)
        {
            Vector256<float> x0 = Halves(b0 + k, b4 + k), x1 = Halves(b1 + k, b5 + k), x2 = Halves(b2 + k, b6 + k), x3 = Halves(b3 + k, b7 + k);
            Vector256<float> low01 = Avx.UnpackLow(x0, x1), low23 = Avx.UnpackLow(x2, x3);
            Vector256<float> high01 = Avx.UnpackHigh(x0, x1), high23 = Avx.UnpackHigh(x2, x3);
            Avx.Shuffle(low01, low23, 0b_01_00_01_00).Store(panel);
            Avx.Shuffle(low01, low23, 0b_11_10_11_10).Store(panel + width);
            Avx.Shuffle(high01, high23, 0b_01_00_01_00).Store(panel + 2 * width);
            Avx.Shuffle(high01, high23, 0b_11_10_11_10).Store(panel + 3 * width);
        }
        for (; k < depth; k++, panel += width)
        {
            for (var j = 0; j < 8; j++)
                panel[j] = Column(j)[k];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(float* lower, float* upper) => Vector256.Create(Vector128.Load(lower), Vector128.Load(upper));

    private static void CopyUpTo(float* end, float* source, float* destination, int count)
    {
        for (var i = 0; i < count; i++)
            destination[i] = source + i < end ? source[i] : 0;
    }
}
