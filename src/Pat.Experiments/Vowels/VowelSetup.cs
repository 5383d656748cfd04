using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Data;
using Pat.Systems;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Experiments.Vowels;

/// <summary>The laboratory of one method on one seed and device: everything is made anew, so methods cannot see each other.</summary>
public sealed class VowelSetup
{
    private readonly VowelOptions options;
    private readonly long deviceSeed;

    /// <summary>Sets up the bench.</summary>
    /// <param name="options">What is run.</param>
    /// <param name="data">The vowels of the seed.</param>
    /// <param name="seed">Run seed.</param>
    /// <param name="deviceSeed">Device seed.</param>
    public VowelSetup(VowelOptions options, VowelData data, long seed, long deviceSeed)
    {
        (this.options, this.deviceSeed, Data) = (options, deviceSeed, data);
        Noise = Noise.FromSeed(seed);
        Description = new();
        (Device, Crystal) = SecondHarmonicBench.Fabricate(Description, options.Gap, deviceSeed, options.NoiseParts.Scaled(options.Noise), options.Steps);
        Twin = new ThinCrystal(Description);
        Laboratory = new(Device.Name, Device, Noise, SecondHarmonicBench.Timing);
        Network = VowelNetwork.Build(Device.Ports, data.Train.X.RowLength, VowelSet.ClassNames.Count);
        Parameters = Network.Start(Noise.Split("initialisation"));
    }

    /// <summary>The vowels.</summary>
    public VowelData Data { get; }

    /// <summary>Stream of the run seed.</summary>
    public Noise Noise { get; }

    /// <summary>Constants of the nominal apparatus.</summary>
    public SecondHarmonicDescription Description { get; }

    /// <summary>The fabricated device.</summary>
    public Device Device { get; }

    /// <summary>Its crystal, which records the worst violation of the Manley-Rowe relation.</summary>
    public CoupledWaveCrystal Crystal { get; }

    /// <summary>The nominal twin.</summary>
    public IDigitalTwin Twin { get; }

    /// <summary>The device in use.</summary>
    public Laboratory Laboratory { get; }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>Its parameters: the starting values, changed by training.</summary>
    public SortedDictionary<string, Tensor> Parameters { get; }

    /// <summary>A laboratory with the same device without levels, jitter and detector noise: for comparing gradients.</summary>
    public Laboratory QuietLaboratory()
    {
        var device = SecondHarmonicBench.Fabricate(Description, options.Gap, deviceSeed, noise: 0, options.Steps).Device;
        return new("quiet " + device.Name, device, Noise, SecondHarmonicBench.Timing);
    }
}
