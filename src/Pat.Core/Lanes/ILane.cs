namespace Pat.Core.Lanes;

/// <summary>
/// A vector of float32 numbers that are computed side by side. Kernels are written once, generic over the lane type,
/// and run at the widest width that the machine has; all widths give the same results to rounding, and the same width gives the same bits.
/// </summary>
/// <remarks>
/// Multiply-adds are always the fused operation with a single rounding, also where the machine has no such instruction,
/// so that a kernel's rounding does not depend on what the compiler contracts.
/// </remarks>
/// <typeparam name="V">The lane type itself.</typeparam>
public unsafe interface ILane<V> where V : unmanaged, ILane<V>
{
    /// <summary>How many numbers a lane vector holds.</summary>
    static abstract int Count { get; }

    /// <summary>All elements equal to <paramref name="value"/>.</summary>
    static abstract V Of(float value);

    /// <summary>Reads <see cref="Count"/> numbers; no alignment is needed.</summary>
    static abstract V Load(float* source);

    /// <summary>Reads <see cref="Count"/> whole numbers, each rounded to the nearest float32.</summary>
    static abstract V LoadWhole(int* source);

    /// <summary>Writes <see cref="Count"/> numbers; no alignment is needed.</summary>
    static abstract void Store(V value, float* destination);

    /// <summary>a + b.</summary>
    static abstract V operator +(V a, V b);

    /// <summary>a − b.</summary>
    static abstract V operator -(V a, V b);

    /// <summary>a · b.</summary>
    static abstract V operator *(V a, V b);

    /// <summary>a / b.</summary>
    static abstract V operator /(V a, V b);

    /// <summary>−a.</summary>
    static abstract V operator -(V a);

    /// <summary>a · b + c with one rounding.</summary>
    static abstract V MultiplyAdd(V a, V b, V c);

    /// <summary>c − a · b with one rounding.</summary>
    static abstract V NegatedMultiplyAdd(V a, V b, V c);

    /// <summary>The smaller of each pair; NaN where either is NaN.</summary>
    static abstract V Min(V a, V b);

    /// <summary>The larger of each pair; NaN where either is NaN.</summary>
    static abstract V Max(V a, V b);

    /// <summary>|a|.</summary>
    static abstract V Abs(V a);

    /// <summary>The square root.</summary>
    static abstract V Sqrt(V a);

    /// <summary>The nearest whole number, ties to even.</summary>
    static abstract V Round(V a);

    /// <summary><paramref name="yes"/> where a &lt; b, otherwise <paramref name="no"/> (also where either is NaN).</summary>
    static abstract V WhereLess(V a, V b, V yes, V no);

    /// <summary>a · 2^n, rounded once, for |a| in [½, 2] and whole numbers n in [−250, 250]; NaN where a is NaN. n is a lane of floats.</summary>
    static abstract V ScaleByPowerOfTwo(V a, V n);

    /// <summary>−a where n is odd, otherwise a, for whole numbers |n| up to 2^22; n is a lane of floats.</summary>
    static abstract V NegateWhereOdd(V a, V n);

    /// <summary>Splits positive normal a into mantissa m in [√½, √2) and whole exponent e with a = m · 2^e.</summary>
    static abstract (V Mantissa, V Exponent) SplitExponent(V a);
}
