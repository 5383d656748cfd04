using System.Collections.Concurrent;
using Pat.Experiments.Comparison;
using Pat.Experiments.Runs;
using Pat.Systems.Benches;

namespace Pat.Experiments.Drift;

/// <summary>Trains networks on devices, and follows them over hours on the hardware clock.</summary>
public static class DriftExperiment
{
    /// <summary>Trains and follows, as many networks at a time as there are threads.</summary>
    /// <param name="task">What is learned, and on which bench.</param>
    /// <param name="options">Methods, seeds and devices.</param>
    /// <param name="plan">When networks are looked at, and how training goes on.</param>
    /// <param name="settings">How strongly each departure of the device is present; see <see cref="DriftSettings"/>.</param>
    /// <param name="onResult">Called with each training and its checks as soon as they are there, from one thread at a time.</param>
    /// <param name="onProgress">Called with the method after each epoch and check, from several threads.</param>
    /// <param name="cancellation">Stops all trainings; what was done before is kept.</param>
    /// <exception cref="RunFailedException">A loss, measurement, state or gradient is not finite. The results before it were given to onResult.</exception>
    /// <returns>Whether all are there.</returns>
    public static bool Run(
        IHardwareTask task, ComparisonOptions options, DriftPlan plan, BenchSettings settings, Action<MethodResult, IReadOnlyList<DriftCheck>> onResult,
        Action<string>? onProgress = null, CancellationToken cancellation = default)
    {
        var rate = plan.RateShare * task.LearningRateOf(DriftPolicy.ContinuedMethod);
        var followed = new ConcurrentDictionary<Training, IReadOnlyList<DriftCheck>>();
        var (_, complete) = TrainingRunner.Run(
            options.Trainings(_ => true),
            training =>
            {
                void Advance() => onProgress?.Invoke(training.Method);
                var trained = new EndOfTraining { AfterEpoch = Advance };
                var result = task.Train(training, settings, trained, cancellation);
                followed[training] = DriftFollower.Follow(plan, training, trained, rate, Advance, cancellation);
                return result;
            },
            result => onResult(result, followed[new(result.Method, result.Seed, result.Device)]),
            cancellation);
        return complete;
    }
}
