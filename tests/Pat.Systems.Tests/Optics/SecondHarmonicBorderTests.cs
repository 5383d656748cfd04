using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Systems.Tests.Optics;

/// <summary>What is refused, and in which words.</summary>
public sealed class SecondHarmonicBorderTests
{
    private static readonly SecondHarmonicDescription Description = new();
    private static readonly Shot Shot = new(Noise.FromSeed(1), Noise.FromSeed(2), 0, 0, 0);

    [Fact]
    public void Factors_that_need_more_light_than_there_is_are_refused_with_the_largest_allowed()
    {
        static string Message(SecondHarmonicGap gap) => Assert.Throws<ArgumentException>(() => CoupledWaveCrystal.Fabricate(Description, gap, 1)).Message;
        Assert.Equal(
            "SecondHarmonicGap Leak: expected a factor from 0 to 10, at which a line leaks all of its power (SpectrometerLeak is 0.1), got 10.5.",
            Message(new() { Leak = 10.5 }));
        Assert.StartsWith("SecondHarmonicGap Leak: expected a factor from 0 to 10,", Message(new() { Leak = -0.1 }));
        Assert.Equal(
            "SecondHarmonicGap Crosstalk: expected a factor of at most 16.67, at which a channel gives all of its amplitude to its neighbours (ShaperCrosstalk is 0.03), got 17.",
            Message(new() { Crosstalk = 17 }));
        Assert.Equal("SecondHarmonicGap Depletion: expected a finite factor, got NaN.", Message(new() { Depletion = double.NaN }));
        CoupledWaveCrystal.Fabricate(Description, new() { Leak = 10, Crosstalk = 16.6 }, 1);
    }

    [Fact]
    public void Descriptions_of_no_apparatus_are_refused_by_name()
    {
        static string Message(SecondHarmonicDescription description) => Assert.Throws<ArgumentException>(() => new ThinCrystal(description)).Message;
        Assert.Equal("SecondHarmonic Channels: expected a multiple of 4 from 20 on (the scale is the mean over ten lines), got 16.", Message(Description with { Channels = 16 }));
        Assert.Equal("SecondHarmonic PulseDuration: expected a finite number above 0, got 0.", Message(Description with { PulseDuration = 0 }));
        Assert.Equal("SecondHarmonic Coupling: expected a finite number, got NaN.", Message(Description with { Coupling = double.NaN }));
        Assert.Equal("SecondHarmonic ShaperLevels: expected at least 2, got 1.", Message(Description with { ShaperLevels = 1 }));
        Assert.True(new ThinCrystal(Description with { Channels = 20 }).Ports.Output.Size == 10);
    }

    [Theory, InlineData("ThinCrystal"), InlineData("CoupledWaveCrystal"), InlineData("second-harmonic device 1")]
    public void A_gradient_of_another_shape_is_refused_and_an_empty_batch_is_empty(string name)
    {
        var (device, crystal) = SecondHarmonicBench.Fabricate(Description, new(), 1);
        IDigitalTwin system = name switch { "ThinCrystal" => new ThinCrystal(Description), "CoupledWaveCrystal" => crystal, _ => device };
        var theta = new Tensor(50);

        var (_, pullback) = system.Linearize(new Tensor(3, 50), theta, Shot);
        Assert.Equal($"{name} dy: expected shape [3, 50], got [2, 50].", Assert.Throws<ShapeException>(() => pullback(new Tensor(2, 50))).Message);
        Assert.Throws<ShapeException>(() => pullback(new Tensor(150)));

        Assert.Equal([0, 50], system.Run(new Tensor(0, 50), theta, Shot).Shape.ToArray());
        var (y, empty) = system.Linearize(new Tensor(0, 50), theta, Shot);
        var (dx, dTheta) = empty(y);
        Assert.Equal([0, 50], dx.Shape.ToArray());
        Assert.Equal(new float[50], dTheta.Values.ToArray());
    }
}
