using Pat.Core.Randomness;
using Pat.Systems.Benches;

namespace Pat.Experiments.Comparison;

/// <summary>A task some of whose networks were trained earlier: these are not trained again, all others are.</summary>
/// <param name="task">The task.</param>
/// <param name="trained">What was trained with the task's settings.</param>
internal sealed class TrainedTask(IHardwareTask task, IReadOnlyDictionary<Training, MethodResult> trained) : IHardwareTask
{
    /// <inheritdoc/>
    public string Name => task.Name;

    /// <inheritdoc/>
    public IBench Bench => task.Bench;

    /// <inheritdoc/>
    public BenchSettings Settings => task.Settings;

    /// <inheritdoc/>
    public IReadOnlyList<string> Methods => task.Methods;

    /// <inheritdoc/>
    public double LearningRateOf(string method) => task.LearningRateOf(method);

    /// <inheritdoc/>
    public ITaskSetup Open(long seed, long device, BenchSettings settings, RunNoise? noise = null) => task.Open(seed, device, settings, noise);

    /// <inheritdoc/>
    public MethodResult Train(Training training, BenchSettings settings, ITrainingObserver? observer = null, CancellationToken cancellation = default) =>
        observer is null && settings == Settings && trained.TryGetValue(training, out var result) ? result : task.Train(training, settings, observer, cancellation);
}
