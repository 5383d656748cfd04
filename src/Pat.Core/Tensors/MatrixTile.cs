using System.Runtime.CompilerServices;
using Pat.Core.Lanes;

namespace Pat.Core.Tensors;

/// <summary>Where a tile of the matrix product reads and writes. Distances are in floats.</summary>
internal unsafe struct MatrixTile
{
    /// <summary>First element of op(A); <see cref="ARow"/> to the next row, <see cref="AStep"/> to the next k.</summary>
    public float* A;
    public nint ARow, AStep;

    /// <summary>How many rows op(A) has here. A tile with more rows computes the last one again.</summary>
    public int Rows;

    /// <summary>First element of op(B), whose columns are neighbours; <see cref="BStep"/> to the next k.</summary>
    public float* B;
    public nint BStep;

    /// <summary>How many k are summed.</summary>
    public int Depth;

    /// <summary>First element of C, which is added to or overwritten; <see cref="CRow"/> to the next row.</summary>
    public float* C;
    public nint CRow;
    public bool Add;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float* Row(int row) => A + Math.Min(row, Rows - 1) * ARow;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Put<V>(int row, V v) where V : unmanaged, ILane<V>
    {
        var c = C + row * CRow;
        V.Store(Add ? V.Load(c) + v : v, c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Put<V>(int row, V v0, V v1, V v2) where V : unmanaged, ILane<V>
    {
        var c = C + row * CRow;
        if (Add)
        {
            v0 = V.Load(c) + v0;
            v1 = V.Load(c + V.Count) + v1;
            v2 = V.Load(c + 2 * V.Count) + v2;
        }
        V.Store(v0, c);
        V.Store(v1, c + V.Count);
        V.Store(v2, c + 2 * V.Count);
    }
}
