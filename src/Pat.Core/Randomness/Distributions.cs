using System.Runtime.CompilerServices;
using Pat.Core.Lanes;

namespace Pat.Core.Randomness;

/// <summary>Turns random words, word w of block b at [16 w + b], into numbers at the same places.</summary>
internal unsafe interface IDistribution
{
    /// <summary>By how many bits the words are shifted right before they come here.</summary>
    static abstract int Shift { get; }

    /// <summary>The numbers of the first one or both pairs of words of sixteen blocks.</summary>
    static abstract void Draw<V>(uint* words, float* numbers, int pairs) where V : unmanaged, ILane<V>;
}

/// <summary>Uniform on [0, 1): the top 24 bits of the word.</summary>
internal readonly unsafe struct UniformDistribution : IDistribution
{
    public static int Shift => 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Draw<V>(uint* words, float* numbers, int pairs) where V : unmanaged, ILane<V>
    {
        for (var b = 0; b < 2 * Philox.Blocks * pairs; b += V.Count)
            V.Store(V.LoadWhole((int*)words + b) * V.Of(5.9604645e-8f), numbers + b); // 2^-24
    }
}

/// <summary>Standard normal: Box-Muller, radius √(−2 log((w₀ + ½) / 2^32)), angle w₁ / 2^32 turns; the cosine is number 0, the sine number 1.</summary>
internal readonly unsafe struct NormalDistribution : IDistribution
{
    private const float Words = 4294967296f;       // 2^32
    private const float PerWord = 2.32830644e-10f; // 2^-32

    public static int Shift => 0;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Draw<V>(uint* words, float* numbers, int pairs) where V : unmanaged, ILane<V>
    {
        for (var i = 0; i < Philox.Blocks * pairs; i += V.Count)
        {
            var b = i + (i & -Philox.Blocks); // pair p begins at 2 · 16 p
            var radius = Radius(V.LoadWhole((int*)words + b));
            // Read as a signed number, the word is the same angle or one turn less.
            var (sin, cos) = LaneMath.SinCosTurns(V.LoadWhole((int*)words + Philox.Blocks + b) * V.Of(PerWord));
            V.Store(radius * cos, numbers + b);
            V.Store(radius * sin, numbers + Philox.Blocks + b);
        }
    }

    // signedWord is w or, where w is at least 2^31, w − 2^32.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Radius<V>(V signedWord) where V : unmanaged, ILane<V>
    {
        var a = signedWord + V.Of(0.5f);
        var (m, e) = V.SplitExponent(V.WhereLess(a, V.Of(0f), a + V.Of(Words), a));
        e -= V.Of(32f);
        // Near 1 the uniform number is kept as its distance from 1, so that small radii have all their digits.
        var r = V.WhereLess(V.Of(-0.5f), e, a * V.Of(PerWord), m - V.Of(1f));
        return V.Sqrt(V.Of(-2f) * LaneMath.LogOfSplit(r, e));
    }
}
