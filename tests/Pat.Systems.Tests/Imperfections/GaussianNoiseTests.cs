using Pat.Core.Tensors;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Tests.Imperfections;

/// <summary>Mean and variance of the noises that are normal.</summary>
[Trait("Category", "Law")]
public sealed class GaussianNoiseTests
{
    [Fact]
    public void Additive_noise_has_its_standard_deviation() => Sample.Of(new AdditiveNoise("read noise", 0.1), 3).Has(3, 0.01);

    [Theory]
    [InlineData(3.0)]
    [InlineData(-0.5)]
    [InlineData(0.0)]
    public void Multiplicative_noise_is_in_proportion_to_the_value(double signal) =>
        Sample.Of(new MultiplicativeNoise("gain noise", 0.02), signal).Has(signal, Math.Pow(0.02 * signal, 2), rounding: 1e-7);

    [Fact]
    public void Thermal_noise_has_the_variance_of_Nyquist()
    {
        // The textbook's example: 1 kilo-ohm at 300 K has 4.07 nV in a band of 1 Hz.
        Assert.Equal(4.07e-9, new ThermalNoise(1000, 1, 1).Sigma, 0.005e-9);
        Sample.Of(new ThermalNoise(1000, 1e4, 1e6), 0).Has(0, 4 * 1.380649e-23 * 300 * 1000 * 1e4 * 1e12); // in microvolts
        Sample.Of(new ThermalNoise(1000, 1e4, 1e6) { Temperature = 77 }, 0).Has(0, 4 * 1.380649e-23 * 77 * 1000 * 1e4 * 1e12);
    }

    [Fact]
    public void The_default_of_thermal_noise_is_that_of_a_receiver()
    {
        // photontorch's load of 166 ohm at 300 K: a current of variance 4 k T B / R, here in a band of 1 MHz and with 1 µA at full scale.
        var current = Math.Sqrt(4 * 1.380649e-23 * 300 * 1e6 / 166);
        var made = Assert.IsType<ThermalNoise>(new LawCase("thermal-noise", Place.Output, "values").Made());
        Assert.Equal(current / 1e-6 * LawCase.FullScale, made.Sigma, 1e-9);
    }

    [Fact]
    public void Noise_of_neighbours_and_runs_is_not_correlated()
    {
        foreach (var noise in new IImperfection[] { new AdditiveNoise("read noise", 1), new MultiplicativeNoise("gain noise", 1), new ThermalNoise(1, 1, 1e10) })
        {
            var noisy = noise.Apply(Sample.Filled(200, 200, 1), Sample.Shot);
            var variance = Sums.OfProducts(noisy.Values, noisy.Values) / noisy.Length - Math.Pow(Sums.Of(noisy.Values) / noisy.Length, 2);
            foreach (var lag in new[] { 1, 16, 200 }) // neighbours, lanes, runs
            {
                var (sum, mean) = (0.0, Sums.Of(noisy.Values) / noisy.Length);
                for (var i = lag; i < noisy.Length; i++)
                    sum += (noisy.Values[i] - mean) * (noisy.Values[i - lag] - mean);
                Assert.Equal(0, sum / noisy.Length / variance, 4 / Math.Sqrt(noisy.Length));
            }
        }
    }
}
