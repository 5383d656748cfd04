using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pat.Core.Lanes;

/// <summary>
/// Transposes a square of V.Count rows and V.Count columns in registers: pieces of 4 numbers change places between vectors,
/// then numbers within squares of 4 x 4. Every row is read or written as one vector; rows in different cache lines stay in the cache that way.
/// </summary>
internal static unsafe class LaneTransposeBlock
{
    /// <summary>Whether this machine has the shuffles for the lane type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Has<V>() where V : unmanaged, ILane<V> =>
        (V.Count == 16 && Avx512F.IsSupported) || (V.Count == 8 && Avx.IsSupported) || (V.Count == 4 && Sse.IsSupported);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToLanes<V>(float* rows, nint stride, int rowsHere, float* lanes) where V : unmanaged, ILane<V>
    {
        if (V.Count == 16)
            ToLanes16(rows, stride, rowsHere, lanes);
        else if (V.Count == 8)
            ToLanes8(rows, stride, rowsHere, lanes);
        else
            Store(Squares(Row128(rows, stride, 0, rowsHere), Row128(rows, stride, 1, rowsHere), Row128(rows, stride, 2, rowsHere), Row128(rows, stride, 3, rowsHere)), lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToRows<V>(float* lanes, float* rows, nint stride, int rowsHere) where V : unmanaged, ILane<V>
    {
        if (V.Count == 16)
            ToRows16(lanes, rows, stride, rowsHere);
        else if (V.Count == 8)
            ToRows8(lanes, rows, stride, rowsHere);
        else
            ToRows4(lanes, rows, stride, rowsHere);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToLanes16(float* rows, nint stride, int rowsHere, float* lanes)
    {
        // Vector (q, i) holds columns 4q to 4q + 3 of the rows i, i + 4, i + 8 and i + 12.
        var (a0, b0, c0, d0) = Pieces(Row512(rows, stride, 0, rowsHere), Row512(rows, stride, 4, rowsHere), Row512(rows, stride, 8, rowsHere), Row512(rows, stride, 12, rowsHere));
        var (a1, b1, c1, d1) = Pieces(Row512(rows, stride, 1, rowsHere), Row512(rows, stride, 5, rowsHere), Row512(rows, stride, 9, rowsHere), Row512(rows, stride, 13, rowsHere));
        var (a2, b2, c2, d2) = Pieces(Row512(rows, stride, 2, rowsHere), Row512(rows, stride, 6, rowsHere), Row512(rows, stride, 10, rowsHere), Row512(rows, stride, 14, rowsHere));
        var (a3, b3, c3, d3) = Pieces(Row512(rows, stride, 3, rowsHere), Row512(rows, stride, 7, rowsHere), Row512(rows, stride, 11, rowsHere), Row512(rows, stride, 15, rowsHere));
        Store(Squares(a0, a1, a2, a3), lanes);
        Store(Squares(b0, b1, b2, b3), lanes + 64);
        Store(Squares(c0, c1, c2, c3), lanes + 128);
        Store(Squares(d0, d1, d2, d3), lanes + 192);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToRows16(float* lanes, float* rows, nint stride, int rowsHere)
    {
        var (a0, a1, a2, a3) = Squares512(lanes);
        var (b0, b1, b2, b3) = Squares512(lanes + 64);
        var (c0, c1, c2, c3) = Squares512(lanes + 128);
        var (d0, d1, d2, d3) = Squares512(lanes + 192);
        Store(Pieces(a0, b0, c0, d0), rows, stride, 0, rowsHere);
        Store(Pieces(a1, b1, c1, d1), rows, stride, 1, rowsHere);
        Store(Pieces(a2, b2, c2, d2), rows, stride, 2, rowsHere);
        Store(Pieces(a3, b3, c3, d3), rows, stride, 3, rowsHere);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToLanes8(float* rows, nint stride, int rowsHere, float* lanes)
    {
        var (a0, b0) = Pieces(Row256(rows, stride, 0, rowsHere), Row256(rows, stride, 4, rowsHere));
        var (a1, b1) = Pieces(Row256(rows, stride, 1, rowsHere), Row256(rows, stride, 5, rowsHere));
        var (a2, b2) = Pieces(Row256(rows, stride, 2, rowsHere), Row256(rows, stride, 6, rowsHere));
        var (a3, b3) = Pieces(Row256(rows, stride, 3, rowsHere), Row256(rows, stride, 7, rowsHere));
        Store(Squares(a0, a1, a2, a3), lanes);
        Store(Squares(b0, b1, b2, b3), lanes + 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToRows8(float* lanes, float* rows, nint stride, int rowsHere)
    {
        var (a0, a1, a2, a3) = Squares256(lanes);
        var (b0, b1, b2, b3) = Squares256(lanes + 32);
        Store(Pieces(a0, b0), rows, stride, 0, rowsHere);
        Store(Pieces(a1, b1), rows, stride, 1, rowsHere);
        Store(Pieces(a2, b2), rows, stride, 2, rowsHere);
        Store(Pieces(a3, b3), rows, stride, 3, rowsHere);
    }

    private static void ToRows4(float* lanes, float* rows, nint stride, int rowsHere)
    {
        var (a, b, c, d) = Squares(Vector128.Load(lanes), Vector128.Load(lanes + 4), Vector128.Load(lanes + 8), Vector128.Load(lanes + 12));
        Store(a, rows, stride, 0, rowsHere);
        Store(b, rows, stride, 1, rowsHere);
        Store(c, rows, stride, 2, rowsHere);
        Store(d, rows, stride, 3, rowsHere);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Row128(float* rows, nint stride, int row, int rowsHere) =>
        row < rowsHere ? Vector128.Load(rows + row * stride) : Vector128<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Row256(float* rows, nint stride, int row, int rowsHere) =>
        row < rowsHere ? Vector256.Load(rows + row * stride) : Vector256<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Row512(float* rows, nint stride, int row, int rowsHere) =>
        row < rowsHere ? Vector512.Load(rows + row * stride) : Vector512<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<float> v, float* rows, nint stride, int row, int rowsHere)
    {
        if (row < rowsHere)
            v.Store(rows + row * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store((Vector256<float> A, Vector256<float> B) v, float* rows, nint stride, int row, int rowsHere)
    {
        if (row < rowsHere)
            v.A.Store(rows + row * stride);
        if (row + 4 < rowsHere)
            v.B.Store(rows + (row + 4) * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store((Vector512<float> A, Vector512<float> B, Vector512<float> C, Vector512<float> D) v, float* rows, nint stride, int row, int rowsHere)
    {
        if (row < rowsHere)
            v.A.Store(rows + row * stride);
        if (row + 4 < rowsHere)
            v.B.Store(rows + (row + 4) * stride);
        if (row + 8 < rowsHere)
            v.C.Store(rows + (row + 8) * stride);
        if (row + 12 < rowsHere)
            v.D.Store(rows + (row + 12) * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store((Vector128<float> A, Vector128<float> B, Vector128<float> C, Vector128<float> D) v, float* lanes)
    {
        v.A.Store(lanes);
        v.B.Store(lanes + 4);
        v.C.Store(lanes + 8);
        v.D.Store(lanes + 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store((Vector256<float> A, Vector256<float> B, Vector256<float> C, Vector256<float> D) v, float* lanes)
    {
        v.A.Store(lanes);
        v.B.Store(lanes + 8);
        v.C.Store(lanes + 16);
        v.D.Store(lanes + 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store((Vector512<float> A, Vector512<float> B, Vector512<float> C, Vector512<float> D) v, float* lanes)
    {
        v.A.Store(lanes);
        v.B.Store(lanes + 16);
        v.C.Store(lanes + 32);
        v.D.Store(lanes + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float>, Vector256<float>, Vector256<float>, Vector256<float>) Squares256(float* lanes) =>
        Squares(Vector256.Load(lanes), Vector256.Load(lanes + 8), Vector256.Load(lanes + 16), Vector256.Load(lanes + 24));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float>, Vector512<float>, Vector512<float>, Vector512<float>) Squares512(float* lanes) =>
        Squares(Vector512.Load(lanes), Vector512.Load(lanes + 16), Vector512.Load(lanes + 32), Vector512.Load(lanes + 48));

    // Transposes the 4 x 4 numbers in each piece of 128 bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<float>, Vector128<float>, Vector128<float>, Vector128<float>) Squares(
        Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        var (ab, cd) = (Sse.UnpackLow(a, b), Sse.UnpackLow(c, d));
        var (abHigh, cdHigh) = (Sse.UnpackHigh(a, b), Sse.UnpackHigh(c, d));
        return (Sse.Shuffle(ab, cd, 0x44), Sse.Shuffle(ab, cd, 0xee), Sse.Shuffle(abHigh, cdHigh, 0x44), Sse.Shuffle(abHigh, cdHigh, 0xee));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float>, Vector256<float>, Vector256<float>, Vector256<float>) Squares(
        Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        var (ab, cd) = (Avx.UnpackLow(a, b), Avx.UnpackLow(c, d));
        var (abHigh, cdHigh) = (Avx.UnpackHigh(a, b), Avx.UnpackHigh(c, d));
        return (Avx.Shuffle(ab, cd, 0x44), Avx.Shuffle(ab, cd, 0xee), Avx.Shuffle(abHigh, cdHigh, 0x44), Avx.Shuffle(abHigh, cdHigh, 0xee));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float>, Vector512<float>, Vector512<float>, Vector512<float>) Squares(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        var (ab, cd) = (Avx512F.UnpackLow(a, b), Avx512F.UnpackLow(c, d));
        var (abHigh, cdHigh) = (Avx512F.UnpackHigh(a, b), Avx512F.UnpackHigh(c, d));
        return (Avx512F.Shuffle(ab, cd, 0x44), Avx512F.Shuffle(ab, cd, 0xee), Avx512F.Shuffle(abHigh, cdHigh, 0x44), Avx512F.Shuffle(abHigh, cdHigh, 0xee));
    }

    // Transposes the pieces of 128 bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float>, Vector256<float>) Pieces(Vector256<float> a, Vector256<float> b) =>
        (Avx.Permute2x128(a, b, 0x20), Avx.Permute2x128(a, b, 0x31));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float>, Vector512<float>, Vector512<float>, Vector512<float>) Pieces(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        var (ab, cd) = (Avx512F.Shuffle4x128(a, b, 0x44), Avx512F.Shuffle4x128(c, d, 0x44));
        var (abHigh, cdHigh) = (Avx512F.Shuffle4x128(a, b, 0xee), Avx512F.Shuffle4x128(c, d, 0xee));
        return (Avx512F.Shuffle4x128(ab, cd, 0x88), Avx512F.Shuffle4x128(ab, cd, 0xdd),
            Avx512F.Shuffle4x128(abHigh, cdHigh, 0x88), Avx512F.Shuffle4x128(abHigh, cdHigh, 0xdd));
    }
}
