using MathNet.Numerics.Distributions;

namespace Pat.Core.Diagnostics;

/// <summary>Whether two classifiers that saw the same examples are right equally often.</summary>
/// <remarks>
/// Only the examples that one of them has right count. If both are equally good, how many of these the first has right is binomial with probability 1/2.
/// Up to <see cref="MostExact"/> of them the two-sided p-value is exact, 2 P(X ≤ smaller count); above, χ² = (|b − c| − 1)² / (b + c)
/// with one degree of freedom (McNemar, Psychometrika 12, 153, 1947, doi 10.1007/BF02295996; with the correction for continuity of Edwards,
/// Psychometrika 13, 185, 1948, doi 10.1007/BF02289261).
/// </remarks>
/// <param name="OnlyFirst">Examples that only the first has right.</param>
/// <param name="OnlySecond">Examples that only the second has right.</param>
/// <param name="PValue">Probability of counts at least as unequal if both are equally good; 1 where there are none.</param>
public readonly record struct McNemarTest(long OnlyFirst, long OnlySecond, double PValue)
{
    /// <summary>The most examples for which the exact distribution is used; the approximation is good to a few per cent from there.</summary>
    public const int MostExact = 25;

    /// <summary>The test for two counts, each at least 0.</summary>
    /// <param name="onlyFirst">Examples that only the first has right.</param>
    /// <param name="onlySecond">Examples that only the second has right.</param>
    public static McNemarTest Of(long onlyFirst, long onlySecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        var count = onlyFirst + onlySecond;
        if (count <= MostExact)
            return new(onlyFirst, onlySecond, Math.Min(1, 2 * Binomial.CDF(0.5, (int)count, Math.Min(onlyFirst, onlySecond))));
        var excess = Math.Max(0, Math.Abs(onlyFirst - onlySecond) - 1.0);
        // The tail of χ² with one degree of freedom is that of a normal number on both sides, which keeps its digits when it is small.
        return new(onlyFirst, onlySecond, MathNet.Numerics.SpecialFunctions.Erfc(Math.Sqrt(excess * excess / count / 2)));
    }
}
