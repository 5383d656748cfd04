using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Data;
using Pat.Systems;
using Pat.Systems.Benches;

namespace Pat.Experiments.Images;

/// <summary>A network that classifies images with one kind of physical system, and how it is trained. One file for each; <see cref="ImageSystems"/> lists them.</summary>
public interface IImageSystem
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>Physics and network in a sentence or two, for help and reports.</summary>
    string Description { get; }

    /// <summary>How it is trained. Frozen: a change is an entry in docs/decisions.md.</summary>
    ImageRecipe Recipe { get; }

    /// <summary>Images as rows of the network's input, without augmentation.</summary>
    /// <param name="images">[n, height, width], pixels in [0, 1].</param>
    /// <returns>[n, features].</returns>
    /// <exception cref="ShapeException">The system cannot take images of that size.</exception>
    Tensor Encode(Tensor images);

    /// <summary>Training images as the network learns from them, augmented where the recipe says so.</summary>
    IExamples Examples(ImageSet images);

    /// <summary>Builds the network.</summary>
    /// <param name="features">Length of a row of its input.</param>
    Network Build(int features);

    /// <summary>Whether a parameter, "layer/parameter", controls the device; the others are digital. What a frozen device keeps as it starts.</summary>
    bool IsPhysical(string parameter);

    /// <summary>The bench that its devices stand on.</summary>
    IBench Bench { get; }

    /// <summary>How many apparatuses of the bench the network uses.</summary>
    int Apparatuses => 1;

    /// <summary>Multiply-adds for one image, forward.</summary>
    /// <param name="features">Length of a row of the network's input.</param>
    MultiplyAdds Count(int features);
}

/// <summary>The devices of a network, their nominal twins in the same order, and the duration of a run.</summary>
/// <param name="Devices">The devices.</param>
/// <param name="Twins">The twin of each.</param>
/// <param name="Timing">Durations and energy, the same for all.</param>
public sealed record ImageBench(IReadOnlyList<Device> Devices, IReadOnlyList<IDigitalTwin> Twins, HardwareTiming Timing)
{
    /// <summary>Fabricates the devices of a network, in the order of their numbers, with their nominal twins.</summary>
    /// <param name="system">The system.</param>
    /// <param name="settings">How strongly each departure is present.</param>
    /// <param name="deviceSeed">Which device.</param>
    /// <exception cref="ArgumentException">No device can be made with these settings.</exception>
    public static ImageBench Fabricate(IImageSystem system, BenchSettings settings, long deviceSeed)
    {
        int[] all = [.. Enumerable.Range(0, system.Apparatuses)];
        return new(
            [.. all.Select(apparatus => system.Bench.Fabricate(deviceSeed, settings, apparatus))], [.. all.Select(system.Bench.Twin)], system.Bench.Timing);
    }
}

/// <summary>Multiply-adds of one image, forward.</summary>
/// <param name="Digital">What a processor does: scales, pooling, dense layers.</param>
/// <param name="Physical">What it would take to compute the nominal twin.</param>
public readonly record struct MultiplyAdds(long Digital, long Physical)
{
    /// <summary>Digital over all, in [0, 1].</summary>
    public double DigitalShare => (double)Digital / (Digital + Physical);
}
