using System.Diagnostics;

namespace Pat.Benchmarks;

/// <summary>Seconds per call of a subject and its baseline, measured in turns.</summary>
/// <param name="Subject">Median seconds of one call of the subject.</param>
/// <param name="Baseline">Median seconds of one call of the baseline.</param>
/// <param name="BaselineOverSubject">Median over the rounds of the time of the baseline over that of the subject.</param>
internal readonly record struct Timing(double Subject, double Baseline, double BaselineOverSubject);

/// <summary>Times two actions in short slices, one after the other, so that other work on the machine meets both.</summary>
internal static class Interleaved
{
    private const double WarmUpSeconds = 0.15;
    private const double SliceSeconds = 0.002;      // shorter than the time that an operating system gives to another program
    private const int LeastRounds = 7;
    private const int MostRounds = 301;

    /// <summary>Warms both up, then runs slices baseline, subject, baseline, subject, ... baseline; each subject is compared with the faster of its two neighbours.</summary>
    /// <remarks>For about <paramref name="seconds"/>, but at least 7 rounds; a slice is about 2 ms, and at least one call.</remarks>
    public static Timing Measure(Action subject, Action baseline, double seconds = 1.5)
    {
        var subjectCalls = CallsPerSlice(subject);
        var baselineCalls = CallsPerSlice(baseline);
        var (subjects, baselines, ratios) = (new List<double>(), new List<double>(), new List<double>());
        var start = Stopwatch.GetTimestamp();
        baselines.Add(SecondsPerCall(baseline, baselineCalls));
        while (subjects.Count < LeastRounds || (subjects.Count < MostRounds && Stopwatch.GetElapsedTime(start).TotalSeconds < seconds))
        {
            subjects.Add(SecondsPerCall(subject, subjectCalls));
            baselines.Add(SecondsPerCall(baseline, baselineCalls));
            ratios.Add(Math.Min(baselines[^2], baselines[^1]) / subjects[^1]);
        }
        return new(Median(subjects), Median(baselines), Median(ratios));
    }

    private static int CallsPerSlice(Action action)
    {
        var fastest = double.PositiveInfinity;
        var start = Stopwatch.GetTimestamp();
        do
        {
            fastest = Math.Min(fastest, SecondsPerCall(action, 1));
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds);
        return Math.Max(1, (int)(SliceSeconds / fastest));
    }

    private static double SecondsPerCall(Action action, int calls)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < calls; i++)
            action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / calls;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
