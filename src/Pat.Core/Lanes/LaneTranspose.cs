using System.Runtime.CompilerServices;

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
            if (columns >= V.Count && LaneTransposeBlock.Has<V>())
            {
                for (var c = 0; c < columns; c += V.Count)
                {
                    var left = Math.Min(c, columns - V.Count); // the last block may lie over the one before and write the same numbers again
                    LaneTransposeBlock.ToLanes<V>(first + left, rowStride, rowsHere, lanes + (nint)left * V.Count);
                }
                return;
            }
            for (var c = 0; c < columns; c++)
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
            if (columns >= V.Count && LaneTransposeBlock.Has<V>())
            {
                for (var c = 0; c < columns; c += V.Count)
                {
                    var left = Math.Min(c, columns - V.Count);
                    LaneTransposeBlock.ToRows<V>(lanes + (nint)left * V.Count, first + left, rowStride, rowsHere);
                }
                return;
            }
            for (var c = 0; c < columns; c++)
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
}
