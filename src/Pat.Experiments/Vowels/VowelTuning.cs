using System.Collections.Concurrent;
using Pat.Core.Diagnostics;
using Pat.Core.Tensors;
using Pat.Experiments.Data;

namespace Pat.Experiments.Vowels;

/// <summary>Accuracy of a method at a learning rate on validation rows.</summary>
/// <param name="Method">The method.</param>
/// <param name="LearningRate">Peak learning rate.</param>
/// <param name="Validation">Accuracy on the device over the tuning runs, in [0, 1].</param>
public sealed record TuningResult(string Method, double LearningRate, MeanEstimate Validation);

/// <summary>
/// The tuning allowance: every method is offered the same learning rates on the same seeds and devices, none of which the experiment uses,
/// and is judged by the validation rows on the device. Test rows are never touched.
/// </summary>
public static class VowelTuning
{
    /// <summary>Run seeds of the tuning; the device of a run has the same number.</summary>
    public static IReadOnlyList<long> Seeds { get; } = [101, 102, 103, 104, 105, 106, 107, 108];

    /// <summary>Tries all learning rates on all methods.</summary>
    public static IReadOnlyList<TuningResult> Run(
        VowelOptions options, Func<long, VowelData> data, Action<TuningResult>? onResult = null, CancellationToken cancellation = default)
    {
        var results = new List<TuningResult>();
        foreach (var method in options.Methods)
        {
            foreach (var rate in VowelMethods.TuningRates)
            {
                var accuracies = new double[Seeds.Count];
                Parallel.ForEach(
                    Partitioner.Create(Enumerable.Range(0, Seeds.Count), EnumerablePartitionerOptions.NoBuffering),
                    new ParallelOptions { MaxDegreeOfParallelism = Workers.Threads, CancellationToken = cancellation },
                    i => Workers.OnOneThread(() => accuracies[i] = Accuracy(method, rate, Seeds[i], options, data, cancellation)));
                var result = new TuningResult(method, rate, MeanEstimate.Of(accuracies));
                results.Add(result);
                onResult?.Invoke(result);
            }
        }
        return results;
    }

    private static double Accuracy(
        string method, double rate, long seed, VowelOptions options, Func<long, VowelData> data, CancellationToken cancellation) =>
        VowelMethods.IsPhysical(method)
            ? VowelMethods.Run(method, new VowelSetup(options, data(seed), seed, seed), seed, seed, options.Epochs, rate, test: false, cancellation: cancellation).DeviceAccuracy
            : DigitalBaselines.Run(method, data(seed), seed, options.Epochs, rate, test: false, cancellation).DeviceAccuracy;
}
