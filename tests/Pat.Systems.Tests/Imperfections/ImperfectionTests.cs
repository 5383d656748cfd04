using Pat.Systems.Imperfections;

namespace Pat.Systems.Tests.Imperfections;

/// <summary>What imperfections refuse.</summary>
public sealed class ImperfectionTests
{
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
        Assert.Equal("ShotNoise Dark: expected a finite number of at least 0, got -1.", Message(() => new ShotNoise(1) { Dark = -1 }));
        Assert.Equal("PhotonCounting PhotonsAtOne: expected a finite number above 0, got 0.", Message(() => new PhotonCounting(0)));
        Assert.Equal("PhotonCounting Strength: expected a finite number, got NaN.", Message(() => new PhotonCounting(1).Scaled(double.NaN)));
        Assert.Equal("MultiplicativeNoise 'gain noise' Sigma: expected a finite number of at least 0, got -1.", Message(() => new MultiplicativeNoise("gain noise", -1)));
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
}
