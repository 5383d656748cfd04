using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Tests.Imperfections;

/// <summary>What noise and converters do to values, and which numbers they refuse.</summary>
[Trait("Category", "Law")]
public sealed class ImperfectionTests
{
    private static readonly Shot Shot = new(Noise.FromSeed(1), Noise.FromSeed(2), 100, 0, 0);

    [Fact]
    public void Numbers_of_no_imperfection_are_refused_by_name()
    {
        static string Message(Func<IImperfection> make) => Assert.Throws<ArgumentException>(make).Message;
        Assert.Equal("Levels Count: expected at least 2, got 1.", Message(() => new Levels(1, 0, 1)));
        Assert.Equal("Levels Min and Max: expected finite numbers with Min below Max, got 1 and 1.", Message(() => new Levels(2, 1, 1)));
        Assert.Equal("Levels Strength: expected a finite number, got NaN.", Message(() => new Levels(2, 0, 1).Scaled(double.NaN)));
        Assert.Equal("ShotNoise ElectronsAtOne: expected a finite number above 0, got 0.", Message(() => new ShotNoise(0)));
        Assert.Equal("ShotNoise Strength: expected a finite number, got NaN.", Message(() => new ShotNoise(1, double.NaN)));
        Assert.Equal("AdditiveNoise 'read noise' Sigma: expected a finite number of at least 0, got -1.", Message(() => new AdditiveNoise("read noise", 1).Scaled(-1)));
        Assert.Equal("AdditiveNoise 'read noise' Sigma: expected a finite number of at least 0, got NaN.", Message(() => new AdditiveNoise("read noise", double.NaN)));
        Assert.Equal("Clipping Min and Max: expected finite numbers with Min below Max, got 1 and -1.", Message(() => new Clipping(1, -1)));
        Assert.Equal("Clipping Strength: expected a finite number, got NaN.", Message(() => new Clipping(-1, 1).Scaled(double.NaN)));
        Assert.Equal("TimingJitter Deviation: expected a finite number of at least 0, got -1.", Message(() => new TimingJitter(-1)));
        Assert.Equal("TimingJitter Strength: expected a finite number, got NaN.", Message(() => new TimingJitter(1).Scaled(double.NaN)));
        Assert.Equal("ThermalNoise Resistance: expected a finite number of at least 0, got -50.", Message(() => new ThermalNoise(-50, 1, 1)));
        Assert.Equal("ThermalNoise Bandwidth: expected a finite number of at least 0, got NaN.", Message(() => new ThermalNoise(50, double.NaN, 1)));
        Assert.Equal("ThermalNoise Temperature: expected a finite number of at least 0, got -1.", Message(() => new ThermalNoise(50, 1, 1) { Temperature = -1 }));
        Assert.Equal("ThermalNoise UnitsPerVolt: expected a finite number above 0, got 0.", Message(() => new ThermalNoise(50, 1, 0)));
        Assert.Equal("ThermalNoise Strength: expected a finite number, got NaN.", Message(() => new ThermalNoise(50, 1, 1).Scaled(double.NaN)));
        Assert.Equal("SupplyRipple Amplitude: expected a finite number of at least 0, got -1.", Message(() => new SupplyRipple(-1, 100, 1e-6)));
        Assert.Equal("SupplyRipple Frequency: expected a finite number above 0, got 0.", Message(() => new SupplyRipple(1, 0, 1e-6)));
        Assert.Equal("SupplyRipple SamplingPeriod: expected a finite number above 0, got 0.", Message(() => new SupplyRipple(1, 100, 0)));
        Assert.Equal("SupplyRipple Strength: expected a finite number, got NaN.", Message(() => new SupplyRipple(1, 100, 1e-6).Scaled(double.NaN)));
    }

    [Fact]
    public void Levels_round_to_the_nearest_and_clip()
    {
        var levels = new Levels(5, 0, 1);
        var clean = new Tensor([-0.3f, 0.1f, 0.13f, 0.6f, 0.9f, 1.4f], 1, 6);
        Assert.Equal([0f, 0f, 0.25f, 0.5f, 1f, 1f], levels.Apply(clean, Shot).Values.ToArray());
        var dy = new Tensor([1f, 1f, 1f, 1f, 1f, 1f], 1, 6);
        Assert.Equal([0f, 1f, 1f, 1f, 1f, 0f], levels.Pullback(clean, dy, Shot).Values.ToArray());
        Assert.Equal([-0.15f, 0.05f, 0.19f, 0.55f, 0.95f, 1.2f], levels.Scaled(0.5).Apply(clean, Shot).Values.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(2.0)]
    public void Shot_noise_has_the_variance_of_counting(double signal)
    {
        // The variance of 40,000 normal draws is known to sqrt(2 / 40,000) = 0.7 %.
        var noisy = new ShotNoise(1000).Apply(Filled(40, 1000, (float)signal), Shot);
        var (mean, variance) = Moments(noisy);
        Assert.Equal(signal, mean, 4 * Math.Sqrt(signal / 1000 / 40000));
        Assert.Equal(signal / 1000, variance, 4 * 0.0071 * signal / 1000);
    }

    [Fact]
    public void Shot_noise_of_a_negative_signal_is_none() =>
        Assert.Equal(Filled(2, 3, -0.1f).Values, new ShotNoise(1000).Apply(Filled(2, 3, -0.1f), Shot).Values);

    [Fact]
    public void Additive_noise_has_its_standard_deviation()
    {
        var (mean, variance) = Moments(new AdditiveNoise("read noise", 0.1).Apply(Filled(40, 1000, 3), Shot));
        Assert.Equal(3, mean, 4 * 0.1 / 200);
        Assert.Equal(0.01, variance, 4 * 0.0071 * 0.01);
    }

    private static Tensor Filled(int rows, int columns, float value)
    {
        var tensor = new Tensor(rows, columns);
        tensor.AsSpan().Fill(value);
        return tensor;
    }

    private static (double Mean, double Variance) Moments(Tensor tensor)
    {
        var values = tensor.Values.ToArray();
        var mean = values.Average(value => (double)value);
        return (mean, values.Average(value => (value - mean) * (value - mean)));
    }
}
