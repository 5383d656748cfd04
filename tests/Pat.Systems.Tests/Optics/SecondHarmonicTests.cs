using Pat.Core.Diagnostics;
using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Systems.Tests.Optics;

[Trait("Category", "Law")]
public sealed class SecondHarmonicTests(ITestOutputHelper output)
{
    private static readonly SecondHarmonicDescription Description = new();
    private static readonly Shot Quiet = new(Noise.FromSeed(1), Noise.FromSeed(2), 0, 0, 0);

    [Fact]
    public void Without_gap_and_noise_the_device_is_its_twin()
    {
        var (x, theta) = Random(32, seed: 3);
        var twin = new ThinCrystal(Description).Run(x, theta, Quiet);
        var device = SecondHarmonicBench.Fabricate(Description, new SecondHarmonicGap().Scaled(0), deviceSeed: 1, noise: 0).Device.Run(x, theta, Quiet);
        Assert.True(twin.Values.ToArray().Max() > 1, "The outputs should be of the order of 1.");
        Assert.True(Distance(twin, device) < 1e-4, $"largest difference {Distance(twin, device):G3}");
    }

    [Fact]
    public void Uniform_programs_give_the_mean_output_that_sets_the_scale()
    {
        // 2,000 programs with 10 data vectors each; the standard error of the mean is below 1 %.
        var sum = 0.0;
        for (var program = 0; program < 2000; program++)
        {
            using var scope = new TensorScope();
            var (x, theta) = Random(10, 100 + program);
            var y = new ThinCrystal(Description).Run(x, theta, Quiet);
            for (var row = 0; row < 10; row++)
            {
                foreach (var value in y.Row(row)[20..30])
                    sum += value / (2000.0 * 10 * 10);
            }
        }
        Assert.Equal(Description.MeanOutput, sum, 0.03 * Description.MeanOutput);
    }

    [Fact]
    public void The_split_step_is_of_second_order()
    {
        var (x, theta) = Random(32, seed: 5);
        Tensor At(int steps) => CoupledWaveCrystal.Fabricate(Description, new(), 1, steps, jitterFactor: 0).Run(x, theta, Quiet);
        var exact = At(256);
        var (coarse, fine) = (Rms(At(8), exact), Rms(At(16), exact));
        output.WriteLine($"error at 8 steps {coarse:G3}, at 16 {fine:G3}, mean output {Rms(exact, null):G3}");
        Assert.InRange(Math.Log2(coarse / fine), 1.8, 2.3);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void Manley_Rowe_holds_for_random_programs(double strength)
    {
        var (x, theta) = Random(64, seed: 6);
        var crystal = CoupledWaveCrystal.Fabricate(Description, new SecondHarmonicGap().Scaled(strength), 1);
        crystal.Run(x, theta, Quiet);
        output.WriteLine($"worst violation {crystal.WorstViolation:G3}");
        Assert.True(crystal.WorstViolation < 1e-4, $"violation {crystal.WorstViolation:G3}");
    }

    [Fact]
    public void Gradients_of_twin_and_physics_match_central_differences()
    {
        foreach (var batch in new[] { 1, 3, Widest.Count + 1 })
        {
            var (x, theta) = Random(batch, seed: 7);
            IDigitalTwin[] systems = [new ThinCrystal(Description), CoupledWaveCrystal.Fabricate(Description, new(), 1), CoupledWaveCrystal.Fabricate(Description, new SecondHarmonicGap().Scaled(2), 2)];
            foreach (var system in systems)
            {
                var comparisons = GradientCheck.OfTwin(system.GetType().Name, system, x, theta, [Quiet], Noise.FromSeed(batch));
                GradientCheck.Require(comparisons);
            }
        }
    }

    [Fact]
    public void Energy_jitter_is_as_described()
    {
        // Field jitter of half the energy jitter, and without depletion an output of the fourth power of the field: twice the energy jitter.
        const int runs = 4000;
        var (x, theta) = Random(1, seed: 8);
        var rows = new Tensor(runs, Description.Lines);
        for (var row = 0; row < runs; row++)
            x.Values.CopyTo(rows.Row(row));
        var none = new SecondHarmonicGap().Scaled(0);
        foreach (var strength in new[] { 1.0, 2.0 })
        {
            var y = SecondHarmonicBench.Fabricate(Description, none, 1, strength, steps: 1).Crystal.Run(rows, theta, Quiet);
            var powers = Enumerable.Range(0, runs).Select(row => y.Row(row).ToArray().Sum(value => (double)value)).ToArray();
            var mean = powers.Average();
            var deviation = Math.Sqrt(powers.Sum(power => Math.Pow(power / mean - 1, 2)) / (runs - 1));
            output.WriteLine($"jitter times {strength}: deviation {deviation:G4}");
            // The standard error of a deviation is 1 / sqrt(2 runs) of it; four of them.
            Assert.Equal(1, deviation / (strength * 2 * Description.EnergyJitter), 4 / Math.Sqrt(2.0 * runs));
        }
        // Without the factor there is none.
        var quiet = SecondHarmonicBench.Fabricate(Description, none, 1, noise: 0, steps: 1).Crystal.Run(rows, theta, Quiet);
        Assert.Equal(quiet.Row(0), quiet.Row(1));
    }

    [Fact]
    public void Dispersion_follows_from_the_refractive_indices_of_the_crystal()
    {
        // Sellmeier equation of beta-barium borate, wavelength in micrometres (Eimerl et al., J. Appl. Phys. 62, 1968, 1987).
        static double Ordinary(double l) => Math.Sqrt(2.7405 + 0.0184 / (l * l - 0.0179) - 0.0155 * l * l);
        static double Extraordinary(double l) => Math.Sqrt(2.3730 + 0.0128 / (l * l - 0.0156) - 0.0044 * l * l);
        static double AtAngle(double l)
        {
            var angle = 29.4 * Math.PI / 180;
            return 1 / Math.Sqrt(Math.Pow(Math.Cos(angle) / Ordinary(l), 2) + Math.Pow(Math.Sin(angle) / Extraordinary(l), 2));
        }

        const double c = 299792458;
        static double Wavenumber(double w, Func<double, double> index) => w / c * index(2 * Math.PI * c / w * 1e6);
        var (w1, h) = (2 * Math.PI * c / Description.CentreWavelength, 1e12);
        double First(double w, Func<double, double> index) => (Wavenumber(w + h, index) - Wavenumber(w - h, index)) / (2 * h);
        double Second(double w, Func<double, double> index) => (First(w + h, index) - First(w - h, index)) / (2 * h);

        // The constants are rounded to three digits.
        Assert.Equal(1, (First(2 * w1, AtAngle) - First(w1, Ordinary)) / Description.GroupVelocityMismatch, 0.01);
        Assert.Equal(1, Second(w1, Ordinary) / Description.FundamentalDispersion, 0.01);
        Assert.Equal(1, Second(2 * w1, AtAngle) / Description.HarmonicDispersion, 0.01);
    }

    private static (Tensor X, Tensor Theta) Random(int batch, long seed)
    {
        var noise = Noise.FromSeed(seed);
        var (x, theta) = (Tensor.CreateUninitialized(batch, Description.Lines), Tensor.CreateUninitialized(1, Description.Lines));
        noise.Split("x").Uniforms(0, x);
        noise.Split("theta").Uniforms(0, theta);
        return (x, theta.Reshape(Description.Lines));
    }

    private static double Distance(Tensor a, Tensor b) => a.Values.ToArray().Zip(b.Values.ToArray(), (p, q) => Math.Abs((double)p - q)).Max();

    private static double Rms(Tensor a, Tensor? b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += Math.Pow(a.Values[i] - (b?.Values[i] ?? 0), 2);
        return Math.Sqrt(sum / a.Length);
    }
}
