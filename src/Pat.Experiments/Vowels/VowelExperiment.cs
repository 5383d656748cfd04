using Pat.Experiments.Comparison;
using Pat.Experiments.Data;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Vowels;

/// <summary>Trains every method on the same seeds and devices.</summary>
public static class VowelExperiment
{
    /// <summary>Runs the experiment, as many methods at a time as there are threads.</summary>
    /// <param name="options">What is run.</param>
    /// <param name="data">From a run seed to its vowels; see <see cref="VowelSet.Open"/>.</param>
    /// <param name="onResult">Called with each result as soon as it is there, from one thread at a time.</param>
    /// <param name="onProgress">Called after each epoch, from several threads.</param>
    /// <param name="observer">Looks at the trainings on devices; null for none.</param>
    /// <param name="cancellation">Stops all methods; what was done before is kept.</param>
    /// <exception cref="RunFailedException">A loss, measurement or gradient is not finite. The results before it were given to onResult.</exception>
    /// <returns>The results in the order of methods, seeds and devices, and whether all are there.</returns>
    public static (IReadOnlyList<MethodResult> Results, bool Complete) Run(
        VowelOptions options, Func<long, VowelData> data, Action<MethodResult>? onResult = null, Action<TrainingProgress>? onProgress = null,
        ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        var vowels = options.Seeds.Distinct().ToDictionary(seed => seed, data);
        return TrainingRunner.Run(Trainings(options), training => Run(training, options, vowels[training.Seed], onProgress, observer, cancellation), onResult, cancellation);
    }

    /// <summary>What is trained: each method on each seed and device, digital ones on each seed.</summary>
    public static IReadOnlyList<Training> Trainings(VowelOptions options) => options.Trainings(VowelMethods.IsPhysical);

    private static MethodResult Run(
        Training training, VowelOptions options, VowelData data, Action<TrainingProgress>? onProgress, ITrainingObserver? observer, CancellationToken cancellation)
    {
        var result = training.Device is { } device
            ? OnDevice(training, device, options, data, onProgress, observer, cancellation)
            : DigitalBaselines.Run(training.Method, data, training.Seed, options.NoiseOf(training.Seed), options.Epochs, cancellation: cancellation);
        onProgress?.Invoke(new(training, null));
        return result;
    }

    private static MethodResult OnDevice(
        Training training, long device, VowelOptions options, VowelData data, Action<TrainingProgress>? onProgress, ITrainingObserver? observer, CancellationToken cancellation)
    {
        var result = VowelMethods.Run(
            training.Method, new VowelSetup(options, data, training.Seed, device), training.Seed, device, options.Epochs,
            afterEpoch: epoch => onProgress?.Invoke(new(training, epoch)), observer: observer, cancellation: cancellation);
        var violated = result.WorstViolation > VowelSteps.ToleranceInUse;
        return options.RepeatWithMoreSteps && violated && VowelSteps.More(options) is { } finer
            ? OnDevice(training, device, finer, data, onProgress, observer, cancellation)
            : result;
    }
}
