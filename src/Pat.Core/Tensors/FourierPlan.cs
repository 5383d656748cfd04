using System.Collections.Concurrent;
using Pat.Core.Lanes;

namespace Pat.Core.Tensors;

/// <summary>
/// The discrete Fourier transform of one length over lanes: V.Count complex signals side by side. Number j of the signals is the vector
/// at re + j · V.Count with its imaginary parts at im + j · V.Count. Nothing is divided by the length, in either direction:
/// forward X_k = Σ_j x_j e^(−2πi jk/n), inverse x_j = Σ_k X_k e^(+2πi jk/n), so that Inverse(Forward(x)) = n x.
/// </summary>
/// <remarks>
/// Regarded as real-linear maps of (re, im), Inverse is the adjoint of Forward and Forward that of Inverse; the same holds for the
/// scrambled pair. Any length works: factors 2, 3 and 5 have butterflies of their own, another prime factor p costs O(n p) operations.
/// The relative error (root mean square) is below 1e-7 log2 n. Mixed-radix decimation in frequency: W. M. Gentleman, G. Sande,
/// Fast Fourier transforms for fun and profit, AFIPS Fall Joint Computer Conference 1966, 563, doi 10.1145/1464291.1464352.
/// </remarks>
public sealed class FourierPlan
{
    private static readonly ConcurrentDictionary<int, FourierPlan> plans = new();

    private readonly FourierPass[] passes;
    private readonly int[] order;
    private readonly int[] places;
    private readonly int largestPrime;

    private FourierPlan(int n)
    {
        Length = n;
        var radices = FourierFactors.Of(n);
        passes = new FourierPass[radices.Count];
        var block = n;
        for (var i = 0; i < passes.Length; i++)
        {
            passes[i] = new FourierPass(n, block, radices[i]);
            block /= radices[i];
        }
        order = FourierFactors.ScrambledOrder(n, radices);
        places = new int[n];
        for (var place = 0; place < n; place++)
            places[order[place]] = place;
        largestPrime = FourierFactors.LargestOtherPrime(radices);
    }

    /// <summary>The plan for signals of <paramref name="n"/> complex numbers, n at least 1. Plans are kept and shared by all threads.</summary>
    public static FourierPlan Of(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        return plans.GetOrAdd(n, static length => new FourierPlan(length));
    }

    /// <summary>How many complex numbers a signal has.</summary>
    public int Length { get; }

    /// <summary>How many vectors of scratch memory the transforms need: scratch holds ScratchLanes · V.Count numbers.</summary>
    public int ScratchLanes => 2 * (Length + largestPrime);

    /// <summary>Where the scrambled transforms keep what: number j of a scrambled spectrum belongs to frequency ScrambledOrder[j].</summary>
    public ReadOnlySpan<int> ScrambledOrder => order;

    /// <summary>The inverse of that permutation: frequency k of a scrambled spectrum lies at place ScrambledPlaces[k].</summary>
    public ReadOnlySpan<int> ScrambledPlaces => places;

    /// <summary>Forward transform in place, not normalised.</summary>
    /// <param name="re">Real parts, Length vectors; read and overwritten. 64-byte alignment is fastest, here and below.</param>
    /// <param name="im">Imaginary parts, Length vectors; read and overwritten.</param>
    /// <param name="scratch">Overwritten: <see cref="ScratchLanes"/> vectors, apart from re and im.</param>
    public unsafe void Forward<V>(float* re, float* im, float* scratch) where V : unmanaged, ILane<V>
    {
        if (passes.Length < 2)
        {
            ForwardScrambled<V>(re, im, scratch);
            return;
        }
        var toRe = scratch;
        var toIm = toRe + (nint)Length * V.Count;
        var rest = toIm + (nint)Length * V.Count;
        passes[0].Forward<V>(re, im, toRe, toIm, rest);
        for (var i = 1; i < passes.Length - 1; i++)
            passes[i].Forward<V>(toRe, toIm, toRe, toIm, rest);
        passes[^1].ForwardInOrder<V>(toRe, toIm, re, im, order, rest);
    }

    /// <summary>Inverse transform in place, not normalised; the adjoint of <see cref="Forward"/>.</summary>
    /// <param name="re">Real parts, Length vectors; read and overwritten.</param>
    /// <param name="im">Imaginary parts, Length vectors; read and overwritten.</param>
    /// <param name="scratch">Overwritten: <see cref="ScratchLanes"/> vectors, apart from re and im.</param>
    public unsafe void Inverse<V>(float* re, float* im, float* scratch) where V : unmanaged, ILane<V> =>
        Forward<V>(im, re, scratch); // i times the conjugate of everything swaps re and im

    /// <summary>
    /// Forward transform in place whose result lies in <see cref="ScrambledOrder"/>: faster than <see cref="Forward"/>, because nothing moves
    /// through scratch memory, and as good wherever the spectrum is only multiplied by something and transformed back.
    /// </summary>
    /// <param name="re">Real parts, Length vectors; read and overwritten.</param>
    /// <param name="im">Imaginary parts, Length vectors; read and overwritten.</param>
    /// <param name="scratch">Overwritten: <see cref="ScratchLanes"/> vectors, apart from re and im. Used only for prime factors above 5.</param>
    public unsafe void ForwardScrambled<V>(float* re, float* im, float* scratch) where V : unmanaged, ILane<V>
    {
        foreach (var pass in passes)
            pass.Forward<V>(re, im, re, im, scratch);
    }

    /// <summary>Inverse transform in place of a spectrum in <see cref="ScrambledOrder"/>; the result is in natural order. The adjoint of <see cref="ForwardScrambled"/>.</summary>
    /// <param name="re">Real parts, Length vectors; read and overwritten.</param>
    /// <param name="im">Imaginary parts, Length vectors; read and overwritten.</param>
    /// <param name="scratch">Overwritten: <see cref="ScratchLanes"/> vectors, apart from re and im. Used only for prime factors above 5.</param>
    public unsafe void InverseScrambled<V>(float* re, float* im, float* scratch) where V : unmanaged, ILane<V>
    {
        for (var i = passes.Length - 1; i >= 0; i--)
            passes[i].Transposed<V>(im, re, scratch); // swapped: the transposed forward transform, conjugated
    }
}
