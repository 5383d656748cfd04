using Pat.Core.Randomness;
using Pat.Experiments.Comparison;
using Pat.Experiments.Data;
using Pat.Systems.Benches;

namespace Pat.Experiments.Vowels;

/// <summary>Vowels as a task for the optical bench.</summary>
/// <param name="options">What is run.</param>
/// <param name="data">From a run seed to its vowels.</param>
public sealed class VowelHardwareTask(VowelOptions options, Func<long, VowelData> data) : IHardwareTask
{
    /// <inheritdoc/>
    public string Name => "vowels";

    /// <inheritdoc/>
    public IBench Bench { get; } = options.Bench;

    /// <inheritdoc/>
    public BenchSettings Settings => options.Settings;

    /// <inheritdoc/>
    public IReadOnlyList<string> Methods { get; } = [.. VowelMethods.Names.Where(VowelMethods.IsPhysical)];

    /// <inheritdoc/>
    public double LearningRateOf(string method) => VowelMethods.LearningRateOf(method);

    /// <inheritdoc/>
    public ITaskSetup Open(long seed, long device, BenchSettings settings, RunNoise? noise = null) =>
        new VowelSetup(options.With(settings), data(seed), seed, device, noise);

    /// <inheritdoc/>
    public MethodResult Train(Training training, BenchSettings settings, ITrainingObserver? observer = null, CancellationToken cancellation = default) => VowelMethods.Run(
        training.Method, new VowelSetup(options.With(settings), data(training.Seed), training.Seed, training.Device ?? throw new ArgumentException("Vowels: expected a device, got none.", nameof(training))),
        training.Seed, training.Device.Value, options.Epochs, observer: observer, cancellation: cancellation);
}
