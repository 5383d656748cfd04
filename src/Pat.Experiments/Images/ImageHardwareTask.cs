using Pat.Core.Randomness;
using Pat.Experiments.Comparison;
using Pat.Experiments.Data;
using Pat.Systems.Benches;

namespace Pat.Experiments.Images;

/// <summary>Images as a task for a bench.</summary>
/// <param name="system">The physical system.</param>
/// <param name="options">What is run.</param>
/// <param name="data">From a run seed to its images.</param>
public sealed class ImageHardwareTask(IImageSystem system, ImageOptions options, Func<long, ImageData> data) : IHardwareTask
{
    /// <inheritdoc/>
    public string Name => $"images, {system.Name}";

    /// <inheritdoc/>
    public IBench Bench => system.Bench;

    /// <inheritdoc/>
    public BenchSettings Settings => options.Settings;

    /// <inheritdoc/>
    public IReadOnlyList<string> Methods { get; } = [.. ImageMethods.Names.Where(ImageMethods.IsPhysical)];

    /// <inheritdoc/>
    public double LearningRateOf(string method) => ImageMethods.LearningRateOf(method, system.Recipe);

    /// <inheritdoc/>
    public ITaskSetup Open(long seed, long device, BenchSettings settings, RunNoise? noise = null) =>
        new ImageSetup(system, options.With(settings), data(seed), seed, device, noise);

    /// <inheritdoc/>
    public MethodResult Train(Training training, BenchSettings settings, ITrainingObserver? observer = null, CancellationToken cancellation = default) =>
        ImageExperiment.Train(training, system, options.With(settings), data(training.Seed), new(options.Epochs) { Observer = observer }, cancellation);
}
