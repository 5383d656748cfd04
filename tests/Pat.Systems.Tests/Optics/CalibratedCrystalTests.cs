using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Systems.Tests.Optics;

/// <summary>The fitted twin explains what a thin crystal can explain.</summary>
public sealed class CalibratedCrystalTests(ITestOutputHelper output)
{
    private const int Runs = 2000, Epochs = 30, DeviceSeed = 1;

    private static readonly SecondHarmonicDescription Description = new();

    [Fact]
    public void It_fits_the_default_device()
    {
        var unexplained = Unexplained(new());
        output.WriteLine($"unexplained {unexplained:G3}");
        // Measured: 0.0009 to 0.0013. The rest is depletion and the length of the crystal.
        Assert.True(unexplained < 0.002, $"unexplained {unexplained:G3}");
    }

    [Fact]
    public void It_fits_a_thin_crystal_without_depletion_down_to_the_noise()
    {
        var gap = new SecondHarmonicGap { Depletion = 0, Dispersion = 0 };
        var (unexplained, floor) = (Unexplained(gap), NoiseFloor(gap));
        output.WriteLine($"unexplained {unexplained:G3}, noise {floor:G3}");
        // A fifth above the noise: what is left of the fit after its epochs, and the statistics of 200 runs.
        Assert.InRange(unexplained, 0.8 * floor, 1.2 * floor);
    }

    private static double Unexplained(SecondHarmonicGap gap)
    {
        var device = SecondHarmonicBench.Fabricate(Description, gap, DeviceSeed).Device;
        var laboratory = new Laboratory("device", device, Noise.FromSeed(5), SecondHarmonicBench.Timing);
        return CalibratedCrystal.Measure(Description, laboratory, Runs, Epochs, Noise.FromSeed(6), TestContext.Current.CancellationToken).Unexplained;
    }

    // Share of the variance of the outputs that comes from levels, jitter and detector: the same settings on the device with and without.
    private static double NoiseFloor(SecondHarmonicGap gap)
    {
        const int programs = 400;
        var (noisy, quiet) = (SecondHarmonicBench.Fabricate(Description, gap, DeviceSeed).Device, SecondHarmonicBench.Fabricate(Description, gap, DeviceSeed, 0).Device);
        var (spectra, noise) = (new double[programs, Description.Lines], 0.0);
        var (x, theta) = (new Tensor(1, Description.Lines), new Tensor(Description.Lines));
        for (var program = 0; program < programs; program++)
        {
            Noise.FromSeed(7).Split("x").Uniforms(program, x);
            Noise.FromSeed(7).Split("theta").Uniforms(program, theta.AsSpan());
            var shot = new Shot(Noise.FromSeed(8), Noise.FromSeed(9), program, 0, 0);
            var (with, without) = (noisy.Run(x, theta, shot), quiet.Run(x, theta, shot));
            for (var i = 0; i < Description.Lines; i++)
            {
                spectra[program, i] = without.Values[i];
                noise += Math.Pow(with.Values[i] - without.Values[i], 2);
            }
        }
        var total = 0.0;
        for (var i = 0; i < Description.Lines; i++)
        {
            var mean = Enumerable.Range(0, programs).Average(program => spectra[program, i]);
            total += Enumerable.Range(0, programs).Sum(program => Math.Pow(spectra[program, i] - mean, 2));
        }
        return noise / total;
    }
}
