using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pat.Benchmarks;

/// <summary>Clocks in seconds, from an arbitrary start.</summary>
internal static partial class Clock
{
    private const int ThreadCpuTime = 3;    // CLOCK_THREAD_CPUTIME_ID of Linux

    /// <summary>The clock on the wall.</summary>
    public static double Wall() => (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency;

    /// <summary>
    /// Processor time of this thread, which stands still while another program has the core; on Linux. Elsewhere the clock on the wall.
    /// </summary>
    public static double ThisThread()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess || GetTime(ThreadCpuTime, out var time) != 0)
            return Wall();
        return time.Seconds + 1e-9 * time.Nanoseconds;
    }

    /// <summary>Median milliseconds of a call in processor time of the whole process, which includes a compiler or collector at work beside it.</summary>
    /// <param name="action">What is timed.</param>
    /// <param name="slices">How many times are taken.</param>
    /// <param name="callsPerSlice">Calls that are timed together.</param>
    public static double MedianMilliseconds(Action action, int slices, int callsPerSlice)
    {
        var times = new double[slices];
        foreach (ref var time in times.AsSpan())
        {
            var start = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < callsPerSlice; i++)
                action();
            time = (Environment.CpuUsage.TotalTime - start).TotalMilliseconds / callsPerSlice;
        }
        Array.Sort(times);
        return times[slices / 2];
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Time time);

    private struct Time
    {
        public long Seconds, Nanoseconds;
    }
}
