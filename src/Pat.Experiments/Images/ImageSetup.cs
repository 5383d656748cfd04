using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Data;

namespace Pat.Experiments.Images;

/// <summary>The laboratories of one method on one seed and device: everything is made anew, so methods cannot see each other.</summary>
public sealed class ImageSetup
{
    private readonly ImageOptions options;
    private readonly long deviceSeed;

    /// <summary>Sets up the devices.</summary>
    /// <param name="system">The physical system.</param>
    /// <param name="options">What is run.</param>
    /// <param name="data">The images of the seed.</param>
    /// <param name="seed">Run seed.</param>
    /// <param name="deviceSeed">Device seed.</param>
    /// <exception cref="ArgumentException">No device can be made with these factors.</exception>
    public ImageSetup(IImageSystem system, ImageOptions options, ImageData data, long seed, long deviceSeed)
    {
        (System, this.options, Data, this.deviceSeed) = (system, options, data, deviceSeed);
        Noise = Noise.FromSeed(seed);
        var bench = system.Fabricate(options.Strength, options.Noise, deviceSeed);
        Twins = bench.Twins;
        Laboratories = In(bench, "");
        Network = system.Build(ImageEvaluation.Features(system, data.Train));
        Parameters = Network.Start(Noise.Split("initialisation"));
    }

    /// <summary>The physical system.</summary>
    public IImageSystem System { get; }

    /// <summary>The images.</summary>
    public ImageData Data { get; }

    /// <summary>Stream of the run seed.</summary>
    public Noise Noise { get; }

    /// <summary>The nominal twins, in the order of the devices.</summary>
    public IReadOnlyList<IDigitalTwin> Twins { get; }

    /// <summary>The devices in use.</summary>
    public Laboratories Laboratories { get; }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>Its parameters: the starting values, changed by training.</summary>
    public SortedDictionary<string, Tensor> Parameters { get; }

    /// <summary>Laboratories with the same devices without converters, jitter and noise: for comparing gradients.</summary>
    public Laboratories Quiet() => In(System.Fabricate(options.Strength, 0, deviceSeed), "quiet ");

    private Laboratories In(ImageBench bench, string prefix) =>
        new([.. bench.Devices.Select(device => new Laboratory(prefix + device.Name, device, Noise, bench.Timing))]);
}
