using Pat.Core.Randomness;
using Pat.Experiments.Comparison;
using Pat.Systems.Benches;

namespace Pat.Experiments.Classification;

/// <summary>Classification as a task for a bench.</summary>
/// <param name="what">What is classified: "images".</param>
/// <param name="system">The physical system.</param>
/// <param name="options">What is run.</param>
/// <param name="data">From a run seed to its examples, as rows of the system's input.</param>
public sealed class ClassifierHardwareTask(string what, IPhysicalClassifier system, ClassifierOptions options, Func<long, ClassifierData> data) : IHardwareTask
{
    /// <inheritdoc/>
    public string Name => $"{what}, {system.Name}";

    /// <inheritdoc/>
    public IBench Bench => system.Bench;

    /// <inheritdoc/>
    public BenchSettings Settings => options.Settings;

    /// <inheritdoc/>
    public IReadOnlyList<string> Methods { get; } = [.. ClassifierMethods.Names.Where(ClassifierMethods.IsPhysical)];

    /// <inheritdoc/>
    public double LearningRateOf(string method) => ClassifierMethods.LearningRateOf(method, system.Recipe);

    /// <inheritdoc/>
    public ITaskSetup Open(long seed, long device, BenchSettings settings, RunNoise? noise = null) =>
        new ClassifierSetup(system, options.With(settings), data(seed), seed, device, noise);

    /// <inheritdoc/>
    public MethodResult Train(Training training, BenchSettings settings, ITrainingObserver? observer = null, CancellationToken cancellation = default) =>
        ClassifierExperiment.Train(training, system, options.With(settings), data(training.Seed), new(options.Epochs) { Observer = observer }, cancellation);
}
