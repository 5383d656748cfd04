using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pat.Core.Lanes;

/// <summary>
/// Moves rows of a batch into lanes and back. In lanes, number c of the row in lane r lies at c · V.Count + r.
/// </summary>
public static unsafe class LaneTranspose
{
    /// <summary>Copies up to V.Count rows into lanes; the lanes that have no row become zero.</summary>
    /// <param name="rows">The rows: number c of row r is rows[r · rowStride + c].</param>
    /// <param name="rowStride">Distance from one row to the next, at least <paramref name="columns"/>.</param>
    /// <param name="rowsHere">How many rows there are, 0 to V.Count.</param>
    /// <param name="columns">How many numbers of each row are copied.</param>
    /// <param name="lanes">Overwritten: columns · V.Count numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RowsToLanes<V>(ReadOnlySpan<float> rows, int rowStride, int rowsHere, int columns, float* lanes)
        where V : unmanaged, ILane<V>
    {
        Check<V>(rows.Length, rowStride, rowsHere, columns);
        fixed (float* first = rows)
        {
            var c = 0;
            if (HasQuads<V>())
            {
                for (; c <= columns - 4; c += 4)
                    QuadToLanes<V>(first + c, rowStride, rowsHere, lanes + (nint)c * V.Count);
            }
            for (; c < columns; c++)
            {
                for (var r = 0; r < V.Count; r++)
                    lanes[(nint)c * V.Count + r] = r < rowsHere ? first[(nint)r * rowStride + c] : 0f;
            }
        }
    }

    /// <summary>Copies lanes into up to V.Count rows; the lanes that have no row are dropped.</summary>
    /// <param name="lanes">columns · V.Count numbers.</param>
    /// <param name="rows">Overwritten: number c of row r is rows[r · rowStride + c].</param>
    /// <param name="rowStride">Distance from one row to the next, at least <paramref name="columns"/>.</param>
    /// <param name="rowsHere">How many rows there are, 0 to V.Count.</param>
    /// <param name="columns">How many numbers of each row are copied.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LanesToRows<V>(float* lanes, Span<float> rows, int rowStride, int rowsHere, int columns)
        where V : unmanaged, ILane<V>
    {
        Check<V>(rows.Length, rowStride, rowsHere, columns);
        fixed (float* first = rows)
        {
            var c = 0;
            if (HasQuads<V>())
            {
                for (; c <= columns - 4; c += 4)
                    LanesToQuad<V>(lanes + (nint)c * V.Count, first + c, rowStride, rowsHere);
            }
            for (; c < columns; c++)
            {
                for (var r = 0; r < rowsHere; r++)
                    first[(nint)r * rowStride + c] = lanes[(nint)c * V.Count + r];
            }
        }
    }

    private static void Check<V>(int length, int rowStride, int rowsHere, int columns) where V : unmanaged, ILane<V>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowsHere);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rowsHere, V.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowStride, columns);
        if (rowsHere > 0 && (long)(rowsHere - 1) * rowStride + columns > length)
            throw new ArgumentException($"LaneTranspose: {rowsHere} rows of {columns} at stride {rowStride} do not fit in {length} numbers.");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasQuads<V>() where V : unmanaged, ILane<V> =>
        (V.Count == 16 && Avx512F.IsSupported) || (V.Count == 8 && Avx.IsSupported) || (V.Count == 4 && Sse.IsSupported);

    // Four columns at a time. Vector i holds rows i, i + 4, i + 8, ... in its blocks of 128 bits, so that transposing 4 x 4 within
    // the blocks puts all rows of one column side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void QuadToLanes<V>(float* rows, nint stride, int rowsHere, float* lanes) where V : unmanaged, ILane<V>
    {
        if (V.Count == 16)
        {
            var (a, b, c, d) = Transpose(Gather512(rows, stride, 0, rowsHere), Gather512(rows, stride, 1, rowsHere),
                Gather512(rows, stride, 2, rowsHere), Gather512(rows, stride, 3, rowsHere));
            a.Store(lanes);
            b.Store(lanes + 16);
            c.Store(lanes + 32);
            d.Store(lanes + 48);
        }
        else if (V.Count == 8)
        {
            var (a, b, c, d) = Transpose(Gather256(rows, stride, 0, rowsHere), Gather256(rows, stride, 1, rowsHere),
                Gather256(rows, stride, 2, rowsHere), Gather256(rows, stride, 3, rowsHere));
            a.Store(lanes);
            b.Store(lanes + 8);
            c.Store(lanes + 16);
            d.Store(lanes + 24);
        }
        else
        {
            var (a, b, c, d) = Transpose(Quad(rows, stride, 0, rowsHere), Quad(rows, stride, 1, rowsHere),
                Quad(rows, stride, 2, rowsHere), Quad(rows, stride, 3, rowsHere));
            a.Store(lanes);
            b.Store(lanes + 4);
            c.Store(lanes + 8);
            d.Store(lanes + 12);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LanesToQuad<V>(float* lanes, float* rows, nint stride, int rowsHere) where V : unmanaged, ILane<V>
    {
        if (V.Count == 16)
        {
            var (a, b, c, d) = Transpose(Vector512.Load(lanes), Vector512.Load(lanes + 16), Vector512.Load(lanes + 32), Vector512.Load(lanes + 48));
            Scatter(a, rows, stride, 0, rowsHere);
            Scatter(b, rows, stride, 1, rowsHere);
            Scatter(c, rows, stride, 2, rowsHere);
            Scatter(d, rows, stride, 3, rowsHere);
        }
        else if (V.Count == 8)
        {
            var (a, b, c, d) = Transpose(Vector256.Load(lanes), Vector256.Load(lanes + 8), Vector256.Load(lanes + 16), Vector256.Load(lanes + 24));
            Scatter(a, rows, stride, 0, rowsHere);
            Scatter(b, rows, stride, 1, rowsHere);
            Scatter(c, rows, stride, 2, rowsHere);
            Scatter(d, rows, stride, 3, rowsHere);
        }
        else
        {
            var (a, b, c, d) = Transpose(Vector128.Load(lanes), Vector128.Load(lanes + 4), Vector128.Load(lanes + 8), Vector128.Load(lanes + 12));
            Scatter(a, rows, stride, 0, rowsHere);
            Scatter(b, rows, stride, 1, rowsHere);
            Scatter(c, rows, stride, 2, rowsHere);
            Scatter(d, rows, stride, 3, rowsHere);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Quad(float* rows, nint stride, int row, int rowsHere) =>
        row < rowsHere ? Vector128.Load(rows + row * stride) : Vector128<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Gather256(float* rows, nint stride, int row, int rowsHere) =>
        Vector256.Create(Quad(rows, stride, row, rowsHere), Quad(rows, stride, row + 4, rowsHere));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Gather512(float* rows, nint stride, int row, int rowsHere) =>
        Vector512.Create(Gather256(rows, stride, row, rowsHere), Gather256(rows, stride, row + 8, rowsHere));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scatter(Vector128<float> v, float* rows, nint stride, int row, int rowsHere)
    {
        if (row < rowsHere)
            v.Store(rows + row * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scatter(Vector256<float> v, float* rows, nint stride, int row, int rowsHere)
    {
        Scatter(v.GetLower(), rows, stride, row, rowsHere);
        Scatter(v.GetUpper(), rows, stride, row + 4, rowsHere);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scatter(Vector512<float> v, float* rows, nint stride, int row, int rowsHere)
    {
        Scatter(v.GetLower(), rows, stride, row, rowsHere);
        Scatter(v.GetUpper(), rows, stride, row + 8, rowsHere);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<float>, Vector128<float>, Vector128<float>, Vector128<float>) Transpose(
        Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        var (ab, cd) = (Sse.UnpackLow(a, b), Sse.UnpackLow(c, d));
        var (abHigh, cdHigh) = (Sse.UnpackHigh(a, b), Sse.UnpackHigh(c, d));
        return (Sse.MoveLowToHigh(ab, cd), Sse.MoveHighToLow(cd, ab), Sse.MoveLowToHigh(abHigh, cdHigh), Sse.MoveHighToLow(cdHigh, abHigh));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float>, Vector256<float>, Vector256<float>, Vector256<float>) Transpose(
        Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        var (ab, cd) = (Avx.UnpackLow(a, b), Avx.UnpackLow(c, d));
        var (abHigh, cdHigh) = (Avx.UnpackHigh(a, b), Avx.UnpackHigh(c, d));
        return (Avx.Shuffle(ab, cd, 0x44), Avx.Shuffle(ab, cd, 0xee), Avx.Shuffle(abHigh, cdHigh, 0x44), Avx.Shuffle(abHigh, cdHigh, 0xee));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float>, Vector512<float>, Vector512<float>, Vector512<float>) Transpose(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        var (ab, cd) = (Avx512F.UnpackLow(a, b), Avx512F.UnpackLow(c, d));
        var (abHigh, cdHigh) = (Avx512F.UnpackHigh(a, b), Avx512F.UnpackHigh(c, d));
        return (Avx512F.Shuffle(ab, cd, 0x44), Avx512F.Shuffle(ab, cd, 0xee), Avx512F.Shuffle(abHigh, cdHigh, 0x44), Avx512F.Shuffle(abHigh, cdHigh, 0xee));
    }
}
