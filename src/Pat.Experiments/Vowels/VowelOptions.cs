using System.Text.Json.Serialization;
using Pat.Experiments.Comparison;
using Pat.Experiments.Devices;
using Pat.Systems.Benches;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Experiments.Vowels;

/// <summary>What is run: the configuration of the experiment.</summary>
public sealed record VowelOptions : ComparisonOptions
{
    /// <summary>The configuration of `pat run vowels` without options.</summary>
    public VowelOptions()
    {
        Seeds = [1, 2, 3, 4, 5];
        Methods = VowelMethods.Names;
        Epochs = VowelRecipe.Epochs;
    }

    /// <summary>"authors" or "talker".</summary>
    public string Split { get; init; } = "authors";

    /// <summary>Whether the vowels are spoken by the synthesiser and their formants tracked from the sound.</summary>
    public bool FromAudio { get; init; }

    /// <summary>How strongly each departure of the device from its nominal twin is present.</summary>
    public SecondHarmonicGap Gap { get; init; } = new();

    /// <summary>Factor of shaper levels, energy jitter, shot and read noise.</summary>
    public double Noise { get; init; } = 1;

    /// <summary>Factors of the single parts of the noise, times <see cref="Noise"/>.</summary>
    public SecondHarmonicNoise NoiseParts { get; init; } = new();

    /// <summary>How strongly each departure of the device is present.</summary>
    [JsonIgnore]
    public BenchSettings Settings => SecondHarmonicBench.SettingsOf(Gap, NoiseParts) with { Noise = Noise, Added = Added };

    /// <summary>The bench that devices stand on.</summary>
    [JsonIgnore]
    public IBench Bench => Device is null ? new SecondHarmonicBench(steps: Steps) : new SavedDeviceBench(new SecondHarmonicBench(steps: Steps), Device.Saved);

    /// <summary>The same run on a saved device.</summary>
    public VowelOptions On(DeviceSource device) => With(device.Saved.Settings) with { Device = device, Devices = [device.Saved.Seed], Crossed = false };

    /// <summary>The same run with other settings of the bench.</summary>
    public VowelOptions With(BenchSettings settings)
    {
        var (gap, noise) = new SecondHarmonicBench().Parts(settings);
        return this with { Gap = gap, NoiseParts = noise, Noise = 1, Added = settings.Added };
    }

    /// <summary>Split steps through the crystal.</summary>
    public int Steps { get; init; } = 8;

    /// <summary>Whether a run whose programs violate the Manley-Rowe relation by more than <see cref="VowelSteps.ToleranceInUse"/> is repeated with more steps.</summary>
    public bool RepeatWithMoreSteps { get; init; }
}
