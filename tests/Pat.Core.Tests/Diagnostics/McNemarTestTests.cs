using Pat.Core.Diagnostics;
using Pat.Core.Randomness;

namespace Pat.Core.Tests.Diagnostics;

public sealed class McNemarTestTests
{
    [Theory]
    [InlineData(1, 6, 0.125)] // 2 (1 + 7) / 2^7
    [InlineData(6, 1, 0.125)]
    [InlineData(0, 5, 0.0625)] // 2 / 2^5
    [InlineData(2, 10, 0.03857421875)] // 2 (1 + 12 + 66) / 2^12
    [InlineData(3, 3, 1)]
    [InlineData(0, 0, 1)]
    public void Few_examples_give_the_exact_binomial_probability(long first, long second, double p) =>
        Assert.Equal(p, McNemarTest.Of(first, second).PValue, 1e-12);

    [Theory]
    [InlineData(121, 59, 5.45009482542712e-6)] // (62 − 1)² / 180 = 20.672
    [InlineData(150, 86, 4.11456228134594e-5)] // (64 − 1)² / 236 = 16.818
    [InlineData(13, 13, 1)]
    public void Many_examples_give_the_tail_of_chi_square_with_the_correction_for_continuity(long first, long second, double p) =>
        Assert.Equal(p, McNemarTest.Of(first, second).PValue, 1e-9 * p);

    [Fact]
    public void At_the_switch_both_ways_agree_within_a_tenth()
    {
        var exact = McNemarTest.Of(18, 7).PValue;
        var excess = Math.Abs(18 - 7) - 1.0;
        Assert.InRange(MathNet.Numerics.SpecialFunctions.Erfc(excess / Math.Sqrt(2 * 25)) / exact, 0.9, 1.1);
    }

    [Fact]
    public void It_rejects_equal_methods_no_more_often_than_its_level()
    {
        // 2,000 comparisons with 40 examples each that either method has right with probability 1/2; three standard errors above 5 %.
        const int comparisons = 2_000, examples = 40;
        var (noise, uniforms, rejected) = (Noise.FromSeed(5), new float[examples], 0);
        for (var i = 0; i < comparisons; i++)
        {
            noise.Uniforms(i, uniforms);
            var first = uniforms.Count(u => u < 0.5f);
            rejected += McNemarTest.Of(first, examples - first).PValue < 0.05 ? 1 : 0;
        }
        Assert.InRange(rejected, 1, comparisons * 0.05 + 3 * Math.Sqrt(comparisons * 0.05 * 0.95));
    }

    [Fact]
    public void Negative_counts_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => McNemarTest.Of(-1, 3));
}
