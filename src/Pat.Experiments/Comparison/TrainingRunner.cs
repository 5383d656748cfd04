using System.Collections.Concurrent;
using Pat.Core.Dynamics;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Comparison;

/// <summary>Carries out the trainings of a comparison, as many at a time as there are threads.</summary>
public static class TrainingRunner
{
    /// <summary>Carries out trainings. Each stays on one thread; one that would leave the others idle uses all of them, with the same result.</summary>
    /// <param name="trainings">What is to be trained.</param>
    /// <param name="train">Trains one.</param>
    /// <param name="onResult">Called with each result as soon as it is there, from one thread at a time.</param>
    /// <param name="cancellation">Stops all trainings; what was done before is kept.</param>
    /// <exception cref="RunFailedException">A loss, measurement, state or gradient is not finite. The results before it were given to onResult.</exception>
    /// <returns>The results in the order of the trainings, and whether all are there.</returns>
    public static (IReadOnlyList<MethodResult> Results, bool Complete) Run(
        IReadOnlyList<Training> trainings, Func<Training, MethodResult> train, Action<MethodResult>? onResult = null, CancellationToken cancellation = default)
    {
        var results = new MethodResult?[trainings.Count];
        var reporting = new Lock();
        void One(int i)
        {
            var result = Named(trainings[i], train);
            // A training holds some hundred megabytes; without this those of all trainings would pile up (2.0 GB for nine of the plate, two at a time, 1.0 GB with it).
            TensorScope.ReleasePool();
            GC.Collect();
            lock (reporting)
            {
                results[i] = result;
                onResult?.Invoke(result);
            }
        }
        try
        {
            OnAllThreads(trainings.Count, One, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Not an error: the results so far are returned as incomplete.
        }
        return ([.. results.OfType<MethodResult>()], results.All(result => result is not null));
    }

    /// <summary>Calls <paramref name="body"/> for 0 to count − 1, in order, as many at a time as there are threads.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, and nothing else went wrong.</exception>
    public static void OnAllThreads(int count, Action<int> body, CancellationToken cancellation)
    {
        // One that is left over would leave the other threads idle.
        var alone = count % Workers.Threads == 1 ? 1 : 0;
        SideBySide(count - alone, body, cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (alone == 1)
            body(count - 1);
    }

    private static void SideBySide(int count, Action<int> body, CancellationToken cancellation)
    {
        try
        {
            // One by one and in order, so that rows fill up evenly.
            Parallel.ForEach(
                Partitioner.Create(Enumerable.Range(0, count), EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = Workers.Threads, CancellationToken = cancellation },
                i => Workers.OnOneThread(() => body(i)));
        }
        catch (AggregateException e)
        {
            throw e.Flatten().InnerExceptions.FirstOrDefault(inner => inner is not OperationCanceledException) ?? new OperationCanceledException(cancellation);
        }
    }

    /// <summary>Carries out a training; if a value is not finite, the exception names the training.</summary>
    /// <exception cref="RunFailedException">A loss, measurement, state or gradient is not finite.</exception>
    internal static T Named<T>(Training training, Func<Training, T> train)
    {
        try
        {
            return train(training);
        }
        catch (ArithmeticException e) when (e is NonFiniteException or NotFiniteNumberException or SimulationException)
        {
            throw new RunFailedException(training.ToString(), e);
        }
    }
}
