using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Experiments.Vowels;

/// <summary>What is run: the configuration of the experiment.</summary>
public sealed record VowelOptions
{
    /// <summary>Run seeds: split or draw of the data, starting values, data order, noise of single runs.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3, 4, 5];

    /// <summary>Device seeds: which fabricated devices.</summary>
    public IReadOnlyList<long> Devices { get; init; } = [1, 2, 3];

    /// <summary>Every seed on every device; otherwise seed i on the device in place i mod (number of devices).</summary>
    public bool Crossed { get; init; }

    /// <summary>Names of the methods, from <see cref="VowelMethods.Names"/>.</summary>
    public IReadOnlyList<string> Methods { get; init; } = VowelMethods.Names;

    /// <summary>Passes over the training rows.</summary>
    public int Epochs { get; init; } = VowelRecipe.Epochs;

    /// <summary>Folder with measured data; null for the shipped synthetic vowels.</summary>
    public string? Data { get; init; }

    /// <summary>"authors" or "talker".</summary>
    public string Split { get; init; } = "authors";

    /// <summary>How strongly each departure of the device from its nominal twin is present.</summary>
    public SecondHarmonicGap Gap { get; init; } = new();

    /// <summary>Factor of shaper levels, energy jitter, shot and read noise.</summary>
    public double Noise { get; init; } = 1;

    /// <summary>Factors of the single parts of the noise, times <see cref="Noise"/>.</summary>
    public SecondHarmonicNoise NoiseParts { get; init; } = new();

    /// <summary>Split steps through the crystal.</summary>
    public int Steps { get; init; } = 8;

    /// <summary>Whether a run whose programs violate the Manley-Rowe relation by more than <see cref="VowelSteps.ToleranceInUse"/> is repeated with more steps.</summary>
    public bool RepeatWithMoreSteps { get; init; }

    /// <summary>The runs: which seed on which device.</summary>
    public IReadOnlyList<(long Seed, long Device)> Runs() => Crossed
        ? [.. Seeds.SelectMany(seed => Devices.Select(device => (seed, device)))]
        : [.. Seeds.Select(seed => (seed, Devices[(int)(seed % Devices.Count)]))];
}
