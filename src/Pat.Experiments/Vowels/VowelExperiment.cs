using System.Collections.Concurrent;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Data;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Vowels;

/// <summary>How far a method has come on one seed and device.</summary>
/// <param name="Method">The method.</param>
/// <param name="Seed">Run seed.</param>
/// <param name="Device">Device seed; null for a digital method.</param>
/// <param name="Epoch">The epoch that ended; null when the method is done.</param>
public sealed record VowelProgress(string Method, long Seed, long? Device, EpochRecord? Epoch);

/// <summary>Trains every method on the same seeds and devices.</summary>
public static class VowelExperiment
{
    /// <summary>Runs the experiment, as many methods at a time as there are threads.</summary>
    /// <param name="options">What is run.</param>
    /// <param name="data">From a run seed to its vowels; see <see cref="VowelSet.Open"/>.</param>
    /// <param name="onResult">Called with each result as soon as it is there, from one thread at a time.</param>
    /// <param name="onProgress">Called after each epoch, from several threads.</param>
    /// <param name="cancellation">Stops all methods; what was done before is kept.</param>
    /// <exception cref="RunFailedException">A loss, measurement or gradient is not finite. The results before it were given to onResult.</exception>
    /// <returns>The results in the order of methods, seeds and devices, and whether all are there.</returns>
    public static (IReadOnlyList<VowelResult> Results, bool Complete) Run(
        VowelOptions options, Func<long, VowelData> data, Action<VowelResult>? onResult = null, Action<VowelProgress>? onProgress = null,
        CancellationToken cancellation = default)
    {
        var jobs = Jobs(options);
        var vowels = options.Seeds.Distinct().ToDictionary(seed => seed, data);
        var results = new VowelResult?[jobs.Count];
        var reporting = new Lock();
        try
        {
            // Jobs are handed out one by one, in order, so that rows fill up evenly.
            var queue = Partitioner.Create(Enumerable.Range(0, jobs.Count), EnumerablePartitionerOptions.NoBuffering);
            Parallel.ForEach(
                queue,
                new ParallelOptions { MaxDegreeOfParallelism = Workers.Threads, CancellationToken = cancellation },
                i => Workers.OnOneThread(() =>
                {
                    var result = Run(jobs[i], options, vowels[jobs[i].Seed], onProgress, cancellation);
                    lock (reporting)
                    {
                        results[i] = result;
                        onResult?.Invoke(result);
                    }
                }));
        }
        catch (OperationCanceledException)
        {
            // Not an error: the results so far are returned as incomplete.
        }
        catch (AggregateException e) when (!e.Flatten().InnerExceptions.All(inner => inner is OperationCanceledException))
        {
            throw e.Flatten().InnerExceptions.First(inner => inner is not OperationCanceledException);
        }
        catch (AggregateException)
        {
            // Only cancellations.
        }
        return ([.. results.OfType<VowelResult>()], results.All(result => result is not null));
    }

    /// <summary>How many methods are run in all: on each seed and device, digital ones on each seed.</summary>
    public static int JobCount(VowelOptions options) => Jobs(options).Count;

    private sealed record Job(string Method, long Seed, long? Device);

    // Run by run, all methods of one before the next, so that an interrupted experiment has comparable rows.
    private static List<Job> Jobs(VowelOptions options)
    {
        var jobs = new List<Job>();
        foreach (var (seed, device) in options.Runs())
            jobs.AddRange(options.Methods.Where(VowelMethods.IsPhysical).Select(method => new Job(method, seed, device)));
        foreach (var seed in options.Seeds)
            jobs.AddRange(options.Methods.Where(method => !VowelMethods.IsPhysical(method)).Select(method => new Job(method, seed, null)));
        return jobs;
    }

    private static VowelResult Run(Job job, VowelOptions options, VowelData data, Action<VowelProgress>? onProgress, CancellationToken cancellation)
    {
        try
        {
            var result = job.Device is { } device
                ? OnDevice(job, device, options, data, onProgress, cancellation)
                : DigitalBaselines.Run(job.Method, data, job.Seed, options.Epochs, cancellation: cancellation);
            onProgress?.Invoke(new(job.Method, job.Seed, job.Device, null));
            return result;
        }
        catch (ArithmeticException e) when (e is NonFiniteException or NotFiniteNumberException)
        {
            throw new RunFailedException($"{job.Method}, seed {job.Seed}{(job.Device is null ? "" : $", device {job.Device}")}", e);
        }
    }

    private static VowelResult OnDevice(
        Job job, long device, VowelOptions options, VowelData data, Action<VowelProgress>? onProgress, CancellationToken cancellation)
    {
        var result = VowelMethods.Run(
            job.Method, new VowelSetup(options, data, job.Seed, device), job.Seed, device, options.Epochs,
            afterEpoch: epoch => onProgress?.Invoke(new(job.Method, job.Seed, device, epoch)), cancellation: cancellation);
        var violated = result.WorstViolation > VowelSteps.ToleranceInUse;
        return options.RepeatWithMoreSteps && violated && VowelSteps.More(options) is { } finer
            ? OnDevice(job, device, finer, data, onProgress, cancellation)
            : result;
    }
}
