using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Experiments.Devices;
using Pat.Systems;
using Pat.Systems.Benches;
using Pat.Systems.Imperfections;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Experiments.Tests.Devices;

public sealed class SavedDeviceBenchTests
{
    private static readonly BenchSettings settings = new(0.7, 0.9)
    {
        Added = [new("additive-noise", Place.Output, 0.3), new("gain-offset-spread", Place.Output), new("additive-noise", Place.Output), new("cubic-response", Place.Input)],
    };

    public static TheoryData<string> Benches { get; } = [.. AllBenches.All.Select(bench => bench.Name)];

    [Theory, MemberData(nameof(Benches))]
    public void The_device_and_the_one_without_noise_have_the_bits_of_the_fabricated_ones(string name)
    {
        var bench = AllBenches.Named(name);
        var on = new SavedDeviceBench(bench, SavedDevice.Fabricate(bench, 2, settings));
        Assert.Equal(Answers(bench.Fabricate(2, settings)), Answers(on.Fabricate(2, settings)));
        Assert.Equal(Answers(bench.Fabricate(2, settings.Quiet())), Answers(on.Fabricate(2, settings.Quiet())));
        Assert.NotEqual(Answers(on.Fabricate(2, settings)), Answers(on.Fabricate(2, settings.Quiet())));
    }

    // Not what the seed would draw.
    [Theory, MemberData(nameof(Benches))]
    public void What_was_saved_counts_with_noise_and_without(string name)
    {
        var bench = AllBenches.Named(name);
        var (own, other) = (SavedDevice.Fabricate(bench, 2, settings), SavedDevice.Fabricate(bench, 3, settings));
        var mixed = SavedDevice.Of(bench, 2, settings, other.Device.Name, other.Quantities, other.Imperfections, 0);
        var on = new SavedDeviceBench(bench, mixed);
        Assert.Equal(Answers(other.Device), Answers(on.Fabricate(2, settings)));
        Assert.Equal(Answers(bench.Fabricate(3, settings.Quiet())), Answers(on.Fabricate(2, settings.Quiet())));
        Assert.NotEqual(Answers(own.Device), Answers(other.Device));
    }

    [Fact]
    public void Settings_are_the_same_however_strength_and_factors_share_them()
    {
        var bench = new SecondHarmonicBench();
        var on = new SavedDeviceBench(bench, SavedDevice.Fabricate(bench, 2, new BenchSettings(0.5).With("gain", 2)));
        var (gap, noise) = bench.Parts(new BenchSettings(0.5).With("gain", 2));
        on.Fabricate(2, SecondHarmonicBench.SettingsOf(gap, noise));
        Assert.Contains("expected the settings that second-harmonic device 2 was saved with, or these without noise, got others.", Refused(() => on.Fabricate(2, new(0.5))));
        Assert.Contains("expected the saved device of seed 2, apparatus 0, got seed 1, apparatus 0.", Refused(() => on.Fabricate(1, new BenchSettings(0.5).With("gain", 2))));
    }

    [Fact]
    public void What_of_a_saved_device_is_noise_has_to_be_known()
    {
        var bench = AllBenches.Named("oscillating-plate");
        var plain = SavedDevice.Fabricate(bench, 2, new());
        var more = SavedDevice.Fabricate(bench, 2, new() { Added = [new("cubic-response", Place.Output)] });
        var on = new SavedDeviceBench(bench, SavedDevice.Of(bench, 2, new(), plain.Device.Name, plain.Quantities, more.Imperfections, 0));
        Assert.Equal(Answers(more.Device), Answers(on.Fabricate(2, new())));
        Assert.Contains("of which it is not known whether it is noise", Refused(() => on.Fabricate(2, new BenchSettings().Quiet())));
    }

    [Fact]
    public void A_bench_fits_that_makes_the_devices_of_the_preset()
    {
        var saved = SavedDevice.Fabricate(AllBenches.Named("second-harmonic"), 1, new());
        SavedDeviceBench.CheckFits(new SecondHarmonicBench(steps: 20), saved);
        Assert.Equal("one of the bench second-harmonic", Refused(() => SavedDeviceBench.CheckFits(AllBenches.Named("oscillating-plate"), saved)));
        var others = new SecondHarmonicDescription();
        Assert.StartsWith("one of the preset second-harmonic, whose ", Refused(() => SavedDeviceBench.CheckFits(new SecondHarmonicBench(others with { Coupling = 2 * others.Coupling }), saved)));
        Assert.StartsWith("one of the preset second-harmonic, whose read noise has other settings", Refused(() => SavedDeviceBench.CheckFits(new SecondHarmonicBench(others with { ReadNoise = 2 * others.ReadNoise }), saved)));
    }

    private static string Refused(Action action) => Assert.Throws<ArgumentException>(action).Message;

    private static float[] Answers(Device device)
    {
        var (ports, noise) = (device.Ports, Noise.FromSeed(11));
        Tensor x = new(2, ports.Input.Size), theta = new(ports.ParameterCount);
        noise.Split("x").Uniforms(0, x);
        noise.Split("theta").Uniforms(0, theta.AsSpan());
        return [.. device.Run(x, theta, new Shot(noise, noise, 5, 60, device.Ports.Input.Size)).Values];
    }
}
