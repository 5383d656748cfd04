using System.Runtime.ExceptionServices;

namespace Pat.Core.Tensors;

/// <summary>Splits work over rows into chunks of a fixed size and runs them on the threads of the process.</summary>
/// <remarks>The chunks, and so all results, are the same for any number of threads.</remarks>
public static class Workers
{
    [ThreadStatic]
    private static bool inside;

    private static int threads = Environment.ProcessorCount;

    /// <summary>How many threads kernels may use, at least 1. It changes the duration of a run and never a result.</summary>
    public static int Threads
    {
        get => threads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            threads = value;
        }
    }

    /// <summary>Calls <paramref name="body"/>(start, end) for [0, chunk), [chunk, 2 chunk), ... up to <paramref name="count"/>.</summary>
    /// <remarks>Inside another call, and where there is one chunk or one thread, everything runs on the caller's thread. An exception is that of the first chunk that fails.</remarks>
    public static void ForEachChunk(int count, int chunk, Action<int, int> body)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunk, 1);
        var chunks = (count + chunk - 1) / chunk;
        if (chunks <= 1 || threads == 1 || inside)
        {
            for (var c = 0; c < chunks; c++)
                body(c * chunk, Math.Min(count, (c + 1) * chunk));
            return;
        }
        SideBySide(count, chunk, chunks, body);
    }

    // Break lets all chunks before one that fails run, so that the first failure is the one that a single thread would meet.
    private static void SideBySide(int count, int chunk, int chunks, Action<int, int> body)
    {
        var gate = new Lock();
        var (failed, error) = (chunks, default(Exception));
        Parallel.For(0, chunks, new ParallelOptions { MaxDegreeOfParallelism = threads }, (c, loop) =>
        {
            var wasInside = inside;
            inside = true;
            try
            {
                body(c * chunk, Math.Min(count, (c + 1) * chunk));
            }
            catch (Exception e)
            {
                lock (gate)
                {
                    if (c < failed)
                        (failed, error) = (c, e);
                }
                loop.Break();
            }
            finally
            {
                inside = wasInside;
            }
        });
        if (error is not null)
            ExceptionDispatchInfo.Throw(error);
    }

    /// <summary>Runs <paramref name="body"/> so that kernels inside it stay on the caller's thread: for jobs that are themselves run side by side.</summary>
    public static void OnOneThread(Action body)
    {
        var wasInside = inside;
        inside = true;
        try
        {
            body();
        }
        finally
        {
            inside = wasInside;
        }
    }
}
