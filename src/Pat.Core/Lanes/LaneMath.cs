using System.Runtime.CompilerServices;

namespace Pat.Core.Lanes;

/// <summary>Elementary functions on lanes, the same polynomial at every width.</summary>
public static class LaneMath
{
    private const float Log2E = 1.44269504f;
    private const float Ln2High = 0.693359375f;       // 9 bits: n * Ln2High is exact for |n| < 2^15
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>e^x for x in [−87.3, 88.7]; clamped outside. Error below 2 ulp. Polynomial of S. Moshier, Cephes expf.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x) where V : unmanaged, ILane<V>
    {
        x = V.Max(V.Of(-87.33654f), V.Min(V.Of(88.37626f), x));
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

    /// <summary>Natural logarithm of positive normal x. Error below 2 ulp. Polynomial of S. Moshier, Cephes logf.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V x) where V : unmanaged, ILane<V>
    {
        var (m, e) = V.SplitExponent(x);
        var r = m - V.Of(1f);
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
}
