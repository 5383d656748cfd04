using System.Runtime.CompilerServices;
using Pat.Core.Lanes;

namespace Pat.Core.Tensors;

/// <summary>
/// One pass of a transform of length n: butterflies of one radix r within blocks of length N. With m = N / r, butterfly p of a block
/// takes the numbers p + k m, transforms them over k, and multiplies result j by the twiddle factor e^(−2πi jp/N).
/// </summary>
internal sealed unsafe class FourierPass
{
    private readonly int radix;
    private readonly int blocks;
    private readonly int apart;             // m, the distance between the numbers of one butterfly
    private readonly float[] table;         // pinned; first the twiddle factors, then the roots
    private readonly float* twiddles;       // for each p, (re, im) of j = 1 .. r - 1
    private readonly float* roots;          // e^(−2πi j/r) for j = 0 .. r - 1, for radices without a butterfly of their own

    public FourierPass(int n, int block, int radix)
    {
        this.radix = radix;
        blocks = n / block;
        apart = block / radix;
        var count = 2 * (radix - 1) * apart;
        table = GC.AllocateUninitializedArray<float>(count + 2 * radix, pinned: true);
        twiddles = (float*)Unsafe.AsPointer(ref table[0]);
        roots = twiddles + count;
        var next = twiddles;
        for (var p = 0; p < apart; p++)
        {
            for (var j = 1; j < radix; j++, next += 2)
                (next[0], next[1]) = Root((long)j * p, block);
        }
        for (var j = 0; j < radix; j++)
            (roots[2 * j], roots[2 * j + 1]) = Root(j, radix);
    }

    /// <summary>From (re, im) to the same places of (toRe, toIm), which may be (re, im).</summary>
    public void Forward<V>(float* re, float* im, float* toRe, float* toIm, float* scratch) where V : unmanaged, ILane<V>
    {
        if (apart == 1)
            Run<V, NoTwiddle>(Sites(re, im, toRe, toIm, scratch));
        else
            Run<V, TwiddleAfter>(Sites(re, im, toRe, toIm, scratch));
    }

    /// <summary>The last pass (blocks of one butterfly): from (re, im) to the places of <paramref name="order"/> in (toRe, toIm), which lie elsewhere.</summary>
    public void ForwardInOrder<V>(float* re, float* im, float* toRe, float* toIm, int[] order, float* scratch) where V : unmanaged, ILane<V>
    {
        fixed (int* places = order)
        {
            var sites = Sites(re, im, toRe, toIm, scratch);
            sites.Places = places;
            Run<V, NoTwiddle>(sites);
        }
    }

    /// <summary>The transposed pass in place: first the twiddle factors, then the butterflies.</summary>
    public void Transposed<V>(float* re, float* im, float* scratch) where V : unmanaged, ILane<V>
    {
        if (apart == 1)
            Run<V, NoTwiddle>(Sites(re, im, re, im, scratch));
        else
            Run<V, TwiddleBefore>(Sites(re, im, re, im, scratch));
    }

    private FourierSites Sites(float* re, float* im, float* toRe, float* toIm, float* scratch) => new()
    {
        Re = re,
        Im = im,
        ToRe = toRe,
        ToIm = toIm,
        Blocks = blocks,
        Apart = apart,
        Radix = radix,
        Twiddles = twiddles,
        Roots = roots,
        Scratch = scratch,
    };

    private void Run<V, T>(in FourierSites sites) where V : unmanaged, ILane<V> where T : struct, ITwiddle
    {
        switch (radix)
        {
            case 2: Butterflies<V, T, Radix2>(sites); break;
            case 3: Butterflies<V, T, Radix3>(sites); break;
            case 4: Butterflies<V, T, Radix4>(sites); break;
            case 5: Butterflies<V, T, Radix5>(sites); break;
            case 8: Butterflies<V, T, Radix8>(sites); break;
            default: Butterflies<V, T, RadixPrime>(sites); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Butterflies<V, T, R>(in FourierSites s) where V : unmanaged, ILane<V> where T : struct, ITwiddle where R : struct, IButterfly
    {
        var stride = (nint)s.Apart * V.Count;
        var toStride = s.Places is null ? stride : (nint)s.Blocks * V.Count;
        for (var b = 0; b < s.Blocks; b++)
        {
            var from = (nint)b * s.Radix * s.Apart;
            var to = s.Places is null ? from : s.Places[from];
            var twiddles = s.Twiddles;
            for (var p = 0; p < s.Apart; p++, from++, to++)
            {
                R.Apply<V, T>(s.Re + from * V.Count, s.Im + from * V.Count, stride, s.ToRe + to * V.Count, s.ToIm + to * V.Count, toStride, twiddles, s);
                twiddles += 2 * (s.Radix - 1);
            }
        }
    }

    private static (float Re, float Im) Root(long j, int n)
    {
        var (sin, cos) = Math.SinCos(-2 * Math.PI * (j % n) / n);
        return ((float)cos, (float)sin);
    }
}
