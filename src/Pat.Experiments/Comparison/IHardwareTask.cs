using Pat.Core.Randomness;
using Pat.Systems.Benches;

namespace Pat.Experiments.Comparison;

/// <summary>A task that networks on a bench can be trained for: vowels by the optical bench, images by each of the others.</summary>
public interface IHardwareTask
{
    /// <summary>Its name, for tables: "vowels", "images, plate".</summary>
    string Name { get; }

    /// <summary>The bench.</summary>
    IBench Bench { get; }

    /// <summary>The settings that were asked for.</summary>
    BenchSettings Settings { get; }

    /// <summary>Methods whose networks run on the device.</summary>
    IReadOnlyList<string> Methods { get; }

    /// <summary>The peak learning rate of a method.</summary>
    double LearningRateOf(string method);

    /// <summary>Opens data, network and hardware of one run, untrained.</summary>
    /// <param name="seed">Run seed.</param>
    /// <param name="device">Device seed.</param>
    /// <param name="settings">How strongly each departure of the device is present.</param>
    /// <param name="noise">The randomness; null for all streams from the run seed.</param>
    /// <exception cref="ArgumentException">No device can be made with these settings.</exception>
    ITaskSetup Open(long seed, long device, BenchSettings settings, RunNoise? noise = null);

    /// <summary>Trains one network and measures it.</summary>
    /// <param name="training">Method, seed and device.</param>
    /// <param name="settings">How strongly each departure of the device is present.</param>
    /// <param name="observer">Looks at the training; null for none.</param>
    /// <param name="cancellation">Stops it.</param>
    MethodResult Train(Training training, BenchSettings settings, ITrainingObserver? observer = null, CancellationToken cancellation = default);
}
