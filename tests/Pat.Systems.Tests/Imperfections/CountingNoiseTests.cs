using Pat.Core.Tensors;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Tests.Imperfections;

/// <summary>Mean, variance and shape of shot noise and of counted photons.</summary>
[Trait("Category", "Law")]
public sealed class CountingNoiseTests
{
    [Theory]
    [InlineData(0.2, 0.0)]
    [InlineData(2.0, 0.0)]
    [InlineData(0.2, 0.3)]
    [InlineData(0.0, 0.3)]
    public void Shot_noise_has_the_variance_of_counting(double signal, double dark) =>
        Sample.Of(new ShotNoise(1000) { Dark = dark }, signal).Has(signal, (signal + dark) / 1000);

    [Fact]
    public void Shot_noise_of_a_photocurrent_has_the_variance_of_Schottky()
    {
        // 2 q (I + I_d) B in ampere squared, for 3 µA and 0.5 µA in 1 MHz, with 1 µA as the unit.
        var variance = 2 * 1.602176634e-19 * 3.5e-6 * 1e6 / 1e-12;
        Sample.Of(ShotNoise.OfPhotocurrent(1e-6, 1e6, 0.5e-6), 3).Has(3, variance, rounding: 1e-7);
    }

    [Fact]
    public void Shot_noise_of_a_negative_signal_is_none()
    {
        var negative = Sample.Filled(2, 3, -0.1f);
        Assert.Equal(negative.Values, new ShotNoise(1000).Apply(negative, Sample.Shot).Values);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(1.0)]
    [InlineData(7.5)]
    [InlineData(63.9)]
    [InlineData(64.1)]
    [InlineData(300.0)]
    [InlineData(1e4)]
    public void Counts_have_mean_variance_and_skewness_of_Poisson(double mean)
    {
        // Central moments of the Poisson distribution: λ, λ, λ and, the fourth, λ + 3 λ².
        var counts = Sample.Of(new PhotonCounting(1), mean);
        counts.Has(mean, mean, mean + 3 * mean * mean, rounding: 1e-6 * mean);
        Assert.All(counts.Values, count => Assert.True(count >= 0 && count == Math.Round(count)));

        // Var of the third central moment: (m6 − m3² − 6 m2 m4 + 9 m2³) / n, with m6 = λ + 25 λ² + 15 λ³. The bend of many counts is right to 1 / λ.
        var error = Math.Sqrt((mean + 25 * mean * mean + 15 * Math.Pow(mean, 3) - mean * mean - 6 * mean * (mean + 3 * mean * mean) + 9 * Math.Pow(mean, 3)) / Sample.Count);
        Assert.Equal(mean, counts.ThirdMoment, 4 * error + 0.5);
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(20.0)]
    [InlineData(80.0)]
    public void Every_count_is_as_probable_as_Poisson_says(double mean)
    {
        var counts = Sample.Of(new PhotonCounting(1), mean).Values.GroupBy(count => (int)count).ToDictionary(group => group.Key, group => group.Count());
        var probability = Math.Exp(-mean);
        for (var count = 0; count < 3 * mean + 10; count++, probability *= mean / count)
        {
            var expected = Sample.Count * probability;
            if (expected >= 20) // where the binomial distribution of the frequency is near normal; five of its deviations for some hundred comparisons
                Assert.Equal(expected, counts.GetValueOrDefault(count), 5 * Math.Sqrt(expected * (1 - probability)));
        }
    }

    [Fact]
    public void Photons_at_another_strength_scale_the_deviation() =>
        Sample.Of(new PhotonCounting(1000).Scaled(0.5), 2).Has(2, 2 / 1000.0 / 4);

    [Fact]
    public void A_negative_signal_has_no_photons()
    {
        var clean = new Tensor([-0.3f, 0, 0.5f], 1, 3);
        var dy = new Tensor([1f, 1, 1], 1, 3);
        Assert.Equal([0f, 0f], new PhotonCounting(100).Apply(clean, Sample.Shot).Values[..2].ToArray());
        Assert.Equal([0f, 1f, 1f], new PhotonCounting(100).Pullback(clean, dy, Sample.Shot).Values.ToArray());
        Assert.Equal(-0.15f, new PhotonCounting(100).Scaled(0.5).Apply(clean, Sample.Shot).Values[0]);
    }
}
