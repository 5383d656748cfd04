using System.Runtime.CompilerServices;
using Pat.Core.Lanes;

namespace Pat.Core.Tensors;

/// <summary>A discrete Fourier transform of a few numbers, forward and without normalisation.</summary>
internal unsafe interface IButterfly
{
    /// <summary>Transforms the numbers at distance <paramref name="stride"/> from re, im to those at distance <paramref name="toStride"/> from toRe, toIm; all are read before one is written.</summary>
    static abstract void Apply<V, T>(float* re, float* im, nint stride, float* toRe, float* toIm, nint toStride, float* twiddles, in FourierSites sites)
        where V : unmanaged, ILane<V> where T : struct, ITwiddle;
}

internal readonly unsafe struct Radix2 : IButterfly
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<V, T>(float* re, float* im, nint stride, float* toRe, float* toIm, nint toStride, float* twiddles, in FourierSites sites)
        where V : unmanaged, ILane<V> where T : struct, ITwiddle
    {
        var a = T.Load<V>(re, im, twiddles, 0);
        var b = T.Load<V>(re + stride, im + stride, twiddles, 1);
        T.Store(a + b, toRe, toIm, twiddles, 0);
        T.Store(a - b, toRe + toStride, toIm + toStride, twiddles, 1);
    }
}

internal readonly unsafe struct Radix3 : IButterfly
{
    private const float Sin60 = 0.866025404f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<V, T>(float* re, float* im, nint stride, float* toRe, float* toIm, nint toStride, float* twiddles, in FourierSites sites)
        where V : unmanaged, ILane<V> where T : struct, ITwiddle
    {
        var a = T.Load<V>(re, im, twiddles, 0);
        var b = T.Load<V>(re + stride, im + stride, twiddles, 1);
        var c = T.Load<V>(re + 2 * stride, im + 2 * stride, twiddles, 2);
        var sum = b + c;
        var middle = sum.TimesPlus(V.Of(-0.5f), a);
        var side = (b - c).Times(V.Of(Sin60));
        T.Store(a + sum, toRe, toIm, twiddles, 0);
        T.Store(LaneComplex<V>.MinusI(middle, side), toRe + toStride, toIm + toStride, twiddles, 1);
        T.Store(LaneComplex<V>.PlusI(middle, side), toRe + 2 * toStride, toIm + 2 * toStride, twiddles, 2);
    }
}

internal readonly unsafe struct Radix4 : IButterfly
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<V, T>(float* re, float* im, nint stride, float* toRe, float* toIm, nint toStride, float* twiddles, in FourierSites sites)
        where V : unmanaged, ILane<V> where T : struct, ITwiddle
    {
        var a = T.Load<V>(re, im, twiddles, 0);
        var b = T.Load<V>(re + stride, im + stride, twiddles, 1);
        var c = T.Load<V>(re + 2 * stride, im + 2 * stride, twiddles, 2);
        var d = T.Load<V>(re + 3 * stride, im + 3 * stride, twiddles, 3);
        Transform(ref a, ref b, ref c, ref d);
        T.Store(a, toRe, toIm, twiddles, 0);
        T.Store(b, toRe + toStride, toIm + toStride, twiddles, 1);
        T.Store(c, toRe + 2 * toStride, toIm + 2 * toStride, twiddles, 2);
        T.Store(d, toRe + 3 * toStride, toIm + 3 * toStride, twiddles, 3);
    }

    /// <summary>Replaces a, b, c, d by results 0, 1, 2, 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transform<V>(ref LaneComplex<V> a, ref LaneComplex<V> b, ref LaneComplex<V> c, ref LaneComplex<V> d)
        where V : unmanaged, ILane<V>
    {
        var (even, odd) = (a + c, b + d);
        var (evenSide, oddSide) = (a - c, b - d);
        a = even + odd;
        b = LaneComplex<V>.MinusI(evenSide, oddSide);
        c = even - odd;
        d = LaneComplex<V>.PlusI(evenSide, oddSide);
    }
}

internal readonly unsafe struct Radix5 : IButterfly
{
    private const float Cos72 = 0.309016994f, Cos144 = -0.809016994f, Sin72 = 0.951056516f, Sin144 = 0.587785252f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<V, T>(float* re, float* im, nint stride, float* toRe, float* toIm, nint toStride, float* twiddles, in FourierSites sites)
        where V : unmanaged, ILane<V> where T : struct, ITwiddle
    {
        var a = T.Load<V>(re, im, twiddles, 0);
        var b = T.Load<V>(re + stride, im + stride, twiddles, 1);
        var c = T.Load<V>(re + 2 * stride, im + 2 * stride, twiddles, 2);
        var d = T.Load<V>(re + 3 * stride, im + 3 * stride, twiddles, 3);
        var e = T.Load<V>(re + 4 * stride, im + 4 * stride, twiddles, 4);
        var (outer, inner) = (b + e, c + d);
        var (outerSide, innerSide) = (b - e, c - d);
        var middle1 = inner.TimesPlus(V.Of(Cos144), outer.TimesPlus(V.Of(Cos72), a));
        var middle2 = inner.TimesPlus(V.Of(Cos72), outer.TimesPlus(V.Of(Cos144), a));
        var side1 = innerSide.TimesPlus(V.Of(Sin144), outerSide.Times(V.Of(Sin72)));
        var side2 = innerSide.TimesPlus(V.Of(-Sin72), outerSide.Times(V.Of(Sin144)));
        T.Store(a + outer + inner, toRe, toIm, twiddles, 0);
        T.Store(LaneComplex<V>.MinusI(middle1, side1), toRe + toStride, toIm + toStride, twiddles, 1);
        T.Store(LaneComplex<V>.MinusI(middle2, side2), toRe + 2 * toStride, toIm + 2 * toStride, twiddles, 2);
        T.Store(LaneComplex<V>.PlusI(middle2, side2), toRe + 3 * toStride, toIm + 3 * toStride, twiddles, 3);
        T.Store(LaneComplex<V>.PlusI(middle1, side1), toRe + 4 * toStride, toIm + 4 * toStride, twiddles, 4);
    }
}

internal readonly unsafe struct Radix8 : IButterfly
{
    private const float Sin45 = 0.707106781f;

    // 8 = 2 x 4: sums and differences of numbers half a turn apart, then a transform of four of each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<V, T>(float* re, float* im, nint stride, float* toRe, float* toIm, nint toStride, float* twiddles, in FourierSites sites)
        where V : unmanaged, ILane<V> where T : struct, ITwiddle
    {
        var a0 = T.Load<V>(re, im, twiddles, 0);
        var a1 = T.Load<V>(re + stride, im + stride, twiddles, 1);
        var a2 = T.Load<V>(re + 2 * stride, im + 2 * stride, twiddles, 2);
        var a3 = T.Load<V>(re + 3 * stride, im + 3 * stride, twiddles, 3);
        Half<V, T>(ref a0, out var b0, re + 4 * stride, im + 4 * stride, twiddles, 4);
        Half<V, T>(ref a1, out var b1, re + 5 * stride, im + 5 * stride, twiddles, 5);
        Half<V, T>(ref a2, out var b2, re + 6 * stride, im + 6 * stride, twiddles, 6);
        Half<V, T>(ref a3, out var b3, re + 7 * stride, im + 7 * stride, twiddles, 7);
        Radix4.Transform(ref a0, ref a1, ref a2, ref a3);
        T.Store(a0, toRe, toIm, twiddles, 0);
        T.Store(a1, toRe + 2 * toStride, toIm + 2 * toStride, twiddles, 2);
        T.Store(a2, toRe + 4 * toStride, toIm + 4 * toStride, twiddles, 4);
        T.Store(a3, toRe + 6 * toStride, toIm + 6 * toStride, twiddles, 6);
        // The four differences, turned by 0, 45, 90 and 135 degrees; the lengths of the second and the fourth come in at the end.
        var even = LaneComplex<V>.MinusI(b0, b2);
        var evenSide = LaneComplex<V>.PlusI(b0, b2);
        var (plus1, minus1) = (b1.Re + b1.Im, b1.Im - b1.Re);
        var (plus3, minus3) = (b3.Re + b3.Im, b3.Im - b3.Re);
        var odd = new LaneComplex<V>(plus1 + minus3, minus1 - plus3);
        var oddSide = new LaneComplex<V>(plus1 - minus3, minus1 + plus3);
        var length = V.Of(Sin45);
        T.Store(odd.TimesPlus(length, even), toRe + toStride, toIm + toStride, twiddles, 1);
        T.Store(odd.TimesMinusFrom(length, even), toRe + 5 * toStride, toIm + 5 * toStride, twiddles, 5);
        T.Store(oddSide.TimesMinusIFrom(length, evenSide), toRe + 3 * toStride, toIm + 3 * toStride, twiddles, 3);
        T.Store(oddSide.TimesPlusI(length, evenSide), toRe + 7 * toStride, toIm + 7 * toStride, twiddles, 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Half<V, T>(ref LaneComplex<V> a, out LaneComplex<V> b, float* re, float* im, float* twiddles, int j)
        where V : unmanaged, ILane<V> where T : struct, ITwiddle
    {
        var other = T.Load<V>(re, im, twiddles, j);
        b = a - other;
        a += other;
    }
}

/// <summary>Any odd radix, in the time of its square. Numbers k and r − k have conjugate roots, so their sums and differences are transformed.</summary>
internal readonly unsafe struct RadixPrime : IButterfly
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<V, T>(float* re, float* im, nint stride, float* toRe, float* toIm, nint toStride, float* twiddles, in FourierSites sites)
        where V : unmanaged, ILane<V> where T : struct, ITwiddle
    {
        var r = sites.Radix;
        var sumRe = sites.Scratch;
        var sumIm = sumRe + (nint)r * V.Count;
        var first = T.Load<V>(re, im, twiddles, 0);
        var total = first;
        for (var k = 1; k <= r / 2; k++)
        {
            var a = T.Load<V>(re + k * stride, im + k * stride, twiddles, k);
            var b = T.Load<V>(re + (r - k) * stride, im + (r - k) * stride, twiddles, r - k);
            total += a + b;
            (a + b).Store(sumRe + k * V.Count, sumIm + k * V.Count);
            (a - b).Store(sumRe + (r - k) * V.Count, sumIm + (r - k) * V.Count);
        }
        T.Store(total, toRe, toIm, twiddles, 0);
        for (var j = 1; j <= r / 2; j++)
        {
            var (middle, side) = (first, default(LaneComplex<V>));
            var turn = 0;
            for (var k = 1; k <= r / 2; k++)
            {
                turn += j;
                if (turn >= r)
                    turn -= r;
                middle = LaneComplex<V>.Load(sumRe + k * V.Count, sumIm + k * V.Count).TimesPlus(V.Of(sites.Roots[2 * turn]), middle);
                side = LaneComplex<V>.Load(sumRe + (r - k) * V.Count, sumIm + (r - k) * V.Count).TimesPlus(V.Of(sites.Roots[2 * turn + 1]), side);
            }
            T.Store(LaneComplex<V>.PlusI(middle, side), toRe + j * toStride, toIm + j * toStride, twiddles, j);
            T.Store(LaneComplex<V>.MinusI(middle, side), toRe + (r - j) * toStride, toIm + (r - j) * toStride, twiddles, r - j);
        }
    }
}
