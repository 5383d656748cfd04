using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Pat.Core.Lanes;

namespace Pat.Core.Tensors;

/// <summary>Copies columns of op(B) side by side, so that a tile reads them one vector after the other.</summary>
internal static unsafe class MatrixPanels
{
    /// <summary>Copies <paramref name="columns"/> columns of rows that are <paramref name="bRow"/> apart; fills up with zeros to <paramref name="width"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<V>(float* b, nint bRow, int depth, int columns, float* panel, int width) where V : unmanaged, ILane<V>
    {
        for (var k = 0; k < depth; k++, b += bRow, panel += width)
        {
            var j = 0;
            for (; j + V.Count <= columns; j += V.Count)
                V.Store(V.Load(b + j), panel + j);
            for (; j < columns; j++)
                panel[j] = b[j];
            for (; j < width; j++)
                panel[j] = 0;
        }
    }

    /// <summary>The same where column j lies as a row, <paramref name="bColumn"/> after the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyTransposed(float* b, nint bColumn, int depth, int columns, float* panel, int width)
    {
        var j = 0;
        for (; j + 4 <= columns; j += 4)
            Copy4Transposed(b + j * bColumn, bColumn, depth, panel + j, width);
        for (; j < width; j++)
        {
            for (var k = 0; k < depth; k++)
                panel[k * width + j] = j < columns ? b[j * bColumn + k] : 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy4Transposed(float* b, nint bColumn, int depth, float* panel, nint width)
    {
        float* b0 = b, b1 = b + bColumn, b2 = b + 2 * bColumn, b3 = b + 3 * bColumn;
        var k = 0;
        if (Sse.IsSupported)
        {
            for (; k + 4 <= depth; k += 4, panel += 4 * width)
            {
                Vector128<float> x0 = Vector128.Load(b0 + k), x1 = Vector128.Load(b1 + k), x2 = Vector128.Load(b2 + k), x3 = Vector128.Load(b3 + k);
                Vector128<float> low01 = Sse.UnpackLow(x0, x1), low23 = Sse.UnpackLow(x2, x3);
                Vector128<float> high01 = Sse.UnpackHigh(x0, x1), high23 = Sse.UnpackHigh(x2, x3);
                Sse.MoveLowToHigh(low01, low23).Store(panel);
                Sse.MoveHighToLow(low23, low01).Store(panel + width);
                Sse.MoveLowToHigh(high01, high23).Store(panel + 2 * width);
                Sse.MoveHighToLow(high23, high01).Store(panel + 3 * width);
            }
        }
        for (; k < depth; k++, panel += width)
        {
            panel[0] = b0[k];
            panel[1] = b1[k];
            panel[2] = b2[k];
            panel[3] = b3[k];
        }
    }
}
