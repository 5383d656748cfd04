using System.Runtime.CompilerServices;
using Pat.Core.Lanes;

namespace Pat.Core.Tensors;

/// <summary>Where the twiddle factors act: on the numbers that enter a butterfly, on its results, or not at all.</summary>
internal unsafe interface ITwiddle
{
    /// <summary>Reads number j of a butterfly.</summary>
    static abstract LaneComplex<V> Load<V>(float* re, float* im, float* twiddles, int j) where V : unmanaged, ILane<V>;

    /// <summary>Writes result j of a butterfly.</summary>
    static abstract void Store<V>(LaneComplex<V> x, float* re, float* im, float* twiddles, int j) where V : unmanaged, ILane<V>;

    /// <summary>x times factor j, j at least 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static LaneComplex<V> Twist<V>(LaneComplex<V> x, float* twiddles, int j) where V : unmanaged, ILane<V> =>
        x.Times(V.Of(twiddles[2 * j - 2]), V.Of(twiddles[2 * j - 1]));
}

/// <summary>No twiddle factors: all are one.</summary>
internal readonly unsafe struct NoTwiddle : ITwiddle
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneComplex<V> Load<V>(float* re, float* im, float* twiddles, int j) where V : unmanaged, ILane<V> =>
        LaneComplex<V>.Load(re, im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V>(LaneComplex<V> x, float* re, float* im, float* twiddles, int j) where V : unmanaged, ILane<V> =>
        x.Store(re, im);
}

/// <summary>Twiddle factors on the results: decimation in frequency.</summary>
internal readonly unsafe struct TwiddleAfter : ITwiddle
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneComplex<V> Load<V>(float* re, float* im, float* twiddles, int j) where V : unmanaged, ILane<V> =>
        LaneComplex<V>.Load(re, im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V>(LaneComplex<V> x, float* re, float* im, float* twiddles, int j) where V : unmanaged, ILane<V> =>
        (j == 0 ? x : ITwiddle.Twist(x, twiddles, j)).Store(re, im);
}

/// <summary>Twiddle factors on what enters: decimation in time.</summary>
internal readonly unsafe struct TwiddleBefore : ITwiddle
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneComplex<V> Load<V>(float* re, float* im, float* twiddles, int j) where V : unmanaged, ILane<V> =>
        j == 0 ? LaneComplex<V>.Load(re, im) : ITwiddle.Twist(LaneComplex<V>.Load(re, im), twiddles, j);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V>(LaneComplex<V> x, float* re, float* im, float* twiddles, int j) where V : unmanaged, ILane<V> =>
        x.Store(re, im);
}
