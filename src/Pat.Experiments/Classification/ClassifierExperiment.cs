using Pat.Experiments.Comparison;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Classification;

/// <summary>Trains every method on the same seeds and devices.</summary>
public static class ClassifierExperiment
{
    /// <summary>Runs the experiment, as many methods at a time as there are threads.</summary>
    /// <param name="system">The physical system.</param>
    /// <param name="options">What is run.</param>
    /// <param name="data">From a run seed to its examples, as rows of the system's input.</param>
    /// <param name="onResult">Called with each result as soon as it is there, from one thread at a time.</param>
    /// <param name="onProgress">Called after each epoch, from several threads.</param>
    /// <param name="observer">Looks at the trainings on devices; null for none.</param>
    /// <param name="cancellation">Stops all methods; what was done before is kept.</param>
    /// <exception cref="RunFailedException">A loss, measurement, state or gradient is not finite. The results before it were given to onResult.</exception>
    /// <returns>The results in the order of methods, seeds and devices, and whether all are there.</returns>
    public static (IReadOnlyList<MethodResult> Results, bool Complete) Run(
        IPhysicalClassifier system, ClassifierOptions options, Func<long, ClassifierData> data, Action<MethodResult>? onResult = null,
        Action<TrainingProgress>? onProgress = null, ITrainingObserver? observer = null, CancellationToken cancellation = default) =>
        TrainingRunner.Run(
            Trainings(options),
            training =>
            {
                var run = new ClassifierRun(options.Epochs) { Observer = observer, AfterEpoch = (epoch, validation) => onProgress?.Invoke(new(training, epoch, validation)) };
                var result = Train(training, system, options, data(training.Seed), run, cancellation);
                onProgress?.Invoke(new(training, null));
                return result;
            },
            onResult, cancellation);

    /// <summary>What is trained: each method on each seed and device, those without a device on each seed.</summary>
    public static IReadOnlyList<Training> Trainings(ClassifierOptions options) => options.Trainings(ClassifierMethods.IsPhysical);

    /// <summary>Trains one network and measures it.</summary>
    public static MethodResult Train(
        Training training, IPhysicalClassifier system, ClassifierOptions options, ClassifierData data, ClassifierRun run, CancellationToken cancellation) =>
        training.Device is { } device
            ? ClassifierMethods.Run(training, new ClassifierSetup(system, options, data, training.Seed, device), run, cancellation)
            : DigitalRivals.Run(training, system, data, options.NoiseOf(training.Seed), run, cancellation);
}
