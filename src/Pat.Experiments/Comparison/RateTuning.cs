using Pat.Core.Diagnostics;

namespace Pat.Experiments.Comparison;

/// <summary>Accuracy of a method at a learning rate on validation examples.</summary>
/// <param name="Method">The method.</param>
/// <param name="LearningRate">Peak learning rate.</param>
/// <param name="Validation">What the method is judged by: accuracy over the tuning runs, in [0, 1], on the device or, if it never uses the device, on its twin.</param>
/// <param name="OnDevice">Accuracy on the device.</param>
public sealed record TuningResult(string Method, double LearningRate, MeanEstimate Validation, MeanEstimate OnDevice);

/// <summary>
/// The tuning allowance: every method is offered the same learning rates on the same seeds and devices, none of which the experiment uses,
/// and is judged by the validation examples: on the device, or on the twin for a method that knows nothing else. Test examples are never touched.
/// </summary>
/// <param name="Methods">The methods.</param>
/// <param name="Rates">Peak learning rates.</param>
/// <param name="Seeds">Run seeds; the device of a run has the same number.</param>
/// <param name="UsesDevice">Whether a method is judged on its device.</param>
/// <param name="Train">Trains a method on a seed at a rate and measures it on validation examples.</param>
public sealed record RateTuning(
    IReadOnlyList<string> Methods, IReadOnlyList<double> Rates, IReadOnlyList<long> Seeds, Func<string, bool> UsesDevice,
    Func<string, long, double, CancellationToken, MethodResult> Train)
{
    /// <summary>Tries all learning rates on all methods.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; what was done before was given to onResult.</exception>
    public IReadOnlyList<TuningResult> Run(Action<TuningResult>? onResult = null, CancellationToken cancellation = default)
    {
        var results = new List<TuningResult>();
        foreach (var method in Methods)
        {
            foreach (var rate in Rates)
            {
                var (onDevice, onTwin) = (new double[Seeds.Count], new double[Seeds.Count]);
                TrainingRunner.OnAllThreads(Seeds.Count, i =>
                {
                    var result = TrainingRunner.Named(new(method, Seeds[i], Seeds[i]), training => Train(method, training.Seed, rate, cancellation));
                    (onDevice[i], onTwin[i]) = (result.DeviceAccuracy, result.TwinAccuracy);
                }, cancellation);
                var tuned = new TuningResult(method, rate, MeanEstimate.Of(UsesDevice(method) ? onDevice : onTwin), MeanEstimate.Of(onDevice));
                results.Add(tuned);
                onResult?.Invoke(tuned);
            }
        }
        return results;
    }
}
