using System.Collections.Concurrent;
using Pat.Core.Diagnostics;
using Pat.Core.Tensors;
using Pat.Experiments.Data;

namespace Pat.Experiments.Vowels;

/// <summary>Accuracy of a method at a learning rate on validation rows.</summary>
/// <param name="Method">The method.</param>
/// <param name="LearningRate">Peak learning rate.</param>
/// <param name="Validation">What the method is judged by: accuracy over the tuning runs, in [0, 1], on the device or, if it never uses the device, on its twin.</param>
/// <param name="OnDevice">Accuracy on the device.</param>
public sealed record TuningResult(string Method, double LearningRate, MeanEstimate Validation, MeanEstimate OnDevice);

/// <summary>
/// The tuning allowance: every method is offered the same learning rates on the same seeds and devices, none of which the experiment uses,
/// and is judged by the validation rows: on the device, or on the twin for a method that knows nothing else. Test rows are never touched.
/// </summary>
public static class VowelTuning
{
    /// <summary>Run seeds of the tuning; the device of a run has the same number.</summary>
    public static IReadOnlyList<long> Seeds { get; } = [.. Enumerable.Range(101, 24).Select(seed => (long)seed)];

    /// <summary>Tries all learning rates on all methods.</summary>
    public static IReadOnlyList<TuningResult> Run(
        VowelOptions options, Func<long, VowelData> data, Action<TuningResult>? onResult = null, CancellationToken cancellation = default)
    {
        var results = new List<TuningResult>();
        foreach (var method in options.Methods)
        {
            foreach (var rate in VowelMethods.TuningRates)
            {
                var (onDevice, onTwin) = (new double[Seeds.Count], new double[Seeds.Count]);
                Parallel.ForEach(
                    Partitioner.Create(Enumerable.Range(0, Seeds.Count), EnumerablePartitionerOptions.NoBuffering),
                    new ParallelOptions { MaxDegreeOfParallelism = Workers.Threads, CancellationToken = cancellation },
                    i => Workers.OnOneThread(() => (onDevice[i], onTwin[i]) = Accuracy(method, rate, Seeds[i], options, data, cancellation)));
                var result = new TuningResult(method, rate, MeanEstimate.Of(VowelMethods.UsesDevice(method) ? onDevice : onTwin), MeanEstimate.Of(onDevice));
                results.Add(result);
                onResult?.Invoke(result);
            }
        }
        return results;
    }

    private static (double OnDevice, double OnTwin) Accuracy(
        string method, double rate, long seed, VowelOptions options, Func<long, VowelData> data, CancellationToken cancellation)
    {
        var result = VowelMethods.IsPhysical(method)
            ? VowelMethods.Run(method, new VowelSetup(options, data(seed), seed, seed), seed, seed, options.Epochs, rate, test: false, cancellation: cancellation)
            : DigitalBaselines.Run(method, data(seed), seed, options.Epochs, rate, test: false, cancellation);
        return (result.DeviceAccuracy, result.TwinAccuracy);
    }
}
