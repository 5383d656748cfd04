using System.Runtime.CompilerServices;

namespace Pat.Core.Lanes;

/// <summary>Elementary functions on lanes: the same formula at every width, so that an element has the same bits wherever it lies.</summary>
/// <remarks>NaN in gives NaN out. Errors are in units of the last place of the float32 result.</remarks>
public static class LaneMath
{
    private const float Log2E = 1.44269504f;
    private const float Ln2High = 0.693359375f;       // 9 bits: n * Ln2High is exact for |n| < 2^15
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>
    /// e^x; infinity above 88.72, gradually to 0 below −87.33. Error below 2 ulp of a normal result. Polynomial of S. Moshier, Cephes expf.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x) where V : unmanaged, ILane<V>
    {
        // Beyond these limits the result has rounded to 0 and to infinity; a NaN passes both comparisons.
        x = V.WhereLess(x, V.Of(-104f), V.Of(-104f), x);
        x = V.WhereLess(V.Of(89f), x, V.Of(89f), x);
        var n = V.Round(x * V.Of(Log2E));
        var r = V.NegatedMultiplyAdd(n, V.Of(Ln2High), x);
        r = V.NegatedMultiplyAdd(n, V.Of(Ln2Low), r);
        var p = V.Of(1.9875691500e-4f);
        p = V.MultiplyAdd(p, r, V.Of(1.3981999507e-3f));
        p = V.MultiplyAdd(p, r, V.Of(8.3334519073e-3f));
        p = V.MultiplyAdd(p, r, V.Of(4.1665795894e-2f));
        p = V.MultiplyAdd(p, r, V.Of(1.6666665459e-1f));
        p = V.MultiplyAdd(p, r, V.Of(5.0000001201e-1f));
        p = V.MultiplyAdd(p, r * r, r) + V.Of(1f);
        return V.ScaleByPowerOfTwo(p, n);
    }

    /// <summary>Natural logarithm; −infinity at 0, NaN below, infinity at infinity. Error below 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V x) where V : unmanaged, ILane<V>
    {
        var smallestNormal = V.Of(1.17549435e-38f);
        var (m, e) = V.SplitExponent(V.WhereLess(x, smallestNormal, x * V.Of(8388608f), x));
        e = V.WhereLess(x, smallestNormal, e - V.Of(23f), e);
        var y = LogOfSplit(m - V.Of(1f), e);
        y = V.WhereLess(x, V.Of(float.PositiveInfinity), y, x);                  // infinity and NaN stay what they are
        y = V.WhereLess(x, V.Of(float.Epsilon), V.Of(float.NegativeInfinity), y);
        return V.WhereLess(x, V.Of(0f), V.Of(float.NaN), y);
    }

    /// <summary>log(1 + r) + e · log 2 for r in [√½ − 1, √2 − 1] and whole e. Polynomial of S. Moshier, Cephes logf.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V LogOfSplit<V>(V r, V e) where V : unmanaged, ILane<V>
    {
        var z = r * r;
        var p = V.Of(7.0376836292e-2f);
        p = V.MultiplyAdd(p, r, V.Of(-1.1514610310e-1f));
        p = V.MultiplyAdd(p, r, V.Of(1.1676998740e-1f));
        p = V.MultiplyAdd(p, r, V.Of(-1.2420140846e-1f));
        p = V.MultiplyAdd(p, r, V.Of(1.4249322787e-1f));
        p = V.MultiplyAdd(p, r, V.Of(-1.6668057665e-1f));
        p = V.MultiplyAdd(p, r, V.Of(2.0000714765e-1f));
        p = V.MultiplyAdd(p, r, V.Of(-2.4999993993e-1f));
        p = V.MultiplyAdd(p, r, V.Of(3.3333331174e-1f));
        p = p * r * z;
        p = V.MultiplyAdd(e, V.Of(Ln2Low), p);
        p = V.NegatedMultiplyAdd(V.Of(0.5f), z, p);
        return V.MultiplyAdd(e, V.Of(Ln2High), r + p);
    }

    /// <summary>sin x, x in radians. Error below 2 ulp for |x| up to 1000, below 2e-7 up to 10^6; NaN beyond, where a float32 phase means nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sin<V>(V x) where V : unmanaged, ILane<V> => SinCos(x).Sin;

    /// <summary>cos x, x in radians. Error below 2 ulp for |x| up to 1000, below 2e-7 up to 10^6; NaN beyond, where a float32 phase means nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cos<V>(V x) where V : unmanaged, ILane<V> => SinCos(x).Cos;

    /// <summary>The bits of <see cref="Sin"/> and <see cref="Cos"/> for the price of about one of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V Sin, V Cos) SinCos<V>(V x) where V : unmanaged, ILane<V>
    {
        // Cody and Waite: x − n π/2 with π/2 in three floats; the first difference is exact.
        x = V.WhereLess(V.Abs(x), V.Of(1.000001e6f), x, V.Of(float.NaN));
        var n = V.Round(x * V.Of(0.636619772f));
        var r = V.NegatedMultiplyAdd(n, V.Of(1.57079637f), x);
        r = V.NegatedMultiplyAdd(n, V.Of(-4.37113883e-8f), r);
        r = V.NegatedMultiplyAdd(n, V.Of(-1.71512451e-15f), r);
        return SinCosOfSplit(r, n);
    }

    /// <summary>sin 2πu and cos 2πu, u in turns, |u| up to 2^20. The reduction is exact, the error below 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V Sin, V Cos) SinCosTurns<V>(V u) where V : unmanaged, ILane<V>
    {
        var quarters = u * V.Of(4f);
        var n = V.Round(quarters);
        var f = quarters - n;
        return SinCosOfSplit(V.MultiplyAdd(f, V.Of(1.57079637f), f * V.Of(-4.37113883e-8f)), n);
    }

    // Sine and cosine of r + n π/2 for r in [−π/4, π/4]; minimax polynomials, relative error below 4e-9.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V Sin, V Cos) SinCosOfSplit<V>(V r, V n) where V : unmanaged, ILane<V>
    {
        var z = r * r;
        var s = V.Of(-1.95182889e-4f);
        s = V.MultiplyAdd(s, z, V.Of(8.33218917e-3f));
        s = V.MultiplyAdd(s, z, V.Of(-1.66666552e-1f));
        s = V.MultiplyAdd(s, z * r, r);
        var c = V.Of(2.44325638e-5f);
        c = V.MultiplyAdd(c, z, V.Of(-1.38873106e-3f));
        c = V.MultiplyAdd(c, z, V.Of(4.16666456e-2f));
        c = V.MultiplyAdd(c, z, V.Of(-0.5f));
        c = V.MultiplyAdd(c, z, V.Of(1f));

        var half = V.Round(V.MultiplyAdd(n, V.Of(0.5f), V.Of(-0.25f))); // n / 2 rounded down
        var odd = n - half - half;
        var sin = V.WhereLess(V.Of(0.5f), odd, c, s);
        var cos = V.WhereLess(V.Of(0.5f), odd, s, c);
        return (V.NegateWhereOdd(sin, half), V.NegateWhereOdd(cos, half + odd));
    }

    /// <summary>tanh x. Error below 5 ulp (3e-7) everywhere, also near 0; never outside [−1, 1].</summary>
    /// <remarks>x P(x²) / Q(x²), degrees 4 and 5, minimax for the relative error on [0, 9.02], beyond which float32 is 1;
    /// the last bits of the coefficients were chosen by search for the smallest error in float32.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x) where V : unmanaged, ILane<V>
    {
        x = V.WhereLess(V.Of(9.02f), x, V.Of(9.02f), x);
        x = V.WhereLess(x, V.Of(-9.02f), V.Of(-9.02f), x);
        var z = x * x;
        var p = V.Of(5.07648323e-8f);
        p = V.MultiplyAdd(p, z, V.Of(3.15897742e-5f));
        p = V.MultiplyAdd(p, z, V.Of(4.00854368e-3f));
        p = V.MultiplyAdd(p, z, V.Of(1.37853906e-1f));
        p = V.MultiplyAdd(p, z, V.Of(1f));
        var q = V.Of(7.37493511e-10f);
        q = V.MultiplyAdd(q, z, V.Of(1.6175361e-6f));
        q = V.MultiplyAdd(q, z, V.Of(4.20747238e-4f));
        q = V.MultiplyAdd(q, z, V.Of(2.77376305e-2f));
        q = V.MultiplyAdd(q, z, V.Of(4.71187234e-1f));
        q = V.MultiplyAdd(q, z, V.Of(1f));
        var y = x * p / q;
        y = V.WhereLess(V.Of(1f), y, V.Of(1f), y);
        return V.WhereLess(y, V.Of(-1f), V.Of(-1f), y);
    }

    /// <summary>The logistic function 1 / (1 + e^−x). Error below 3 ulp of a normal result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x) where V : unmanaged, ILane<V> => V.Of(1f) / (V.Of(1f) + Exp(-x));

    /// <summary>log(1 + e^x), whose derivative is <see cref="Sigmoid"/>; e^x far below 0 and x far above. Error below 2 ulp of a normal result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Softplus<V>(V x) where V : unmanaged, ILane<V>
    {
        // max(x, 0) + log(1 + t); 1 + t is never formed, it would lose a small t: it is (1 + r) 2^e.
        var t = Exp(-V.Abs(x));
        var isSmall = V.Of(0.41421356f);
        var r = V.WhereLess(t, isSmall, t, (t - V.Of(1f)) * V.Of(0.5f));
        var e = V.WhereLess(t, isSmall, V.Of(0f), V.Of(1f));
        return V.WhereLess(x, V.Of(0f), V.Of(0f), x) + LogOfSplit(r, e);
    }
}
