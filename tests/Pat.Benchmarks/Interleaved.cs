namespace Pat.Benchmarks;

/// <summary>Seconds per call of a subject and its baseline, measured in turns.</summary>
/// <param name="Subject">Median seconds of one call of the subject.</param>
/// <param name="Baseline">Median seconds of one call of the baseline.</param>
/// <param name="BaselineOverSubject">Median over the rounds of the time of the baseline over that of the subject.</param>
internal readonly record struct Timing(double Subject, double Baseline, double BaselineOverSubject);

/// <summary>
/// Times two actions in short slices, one after the other (baseline, subject, baseline, subject, ... baseline), so that other work
/// on the machine meets both. Each subject is compared with the faster of its two neighbours; a slice is one call or about 5 ms.
/// </summary>
internal static class Interleaved
{
    private const double WarmUpSeconds = 0.15;
    private const double SliceSeconds = 0.005;
    private const int LeastRounds = 7;
    private const int MostRounds = 121;

    /// <summary>Times by the clock on the wall: for actions on several threads or in other processes.</summary>
    public static Timing Measure(Action subject, Action baseline, double seconds = 1.5) => Measure(subject, baseline, seconds, Clock.Wall);

    /// <summary>Times by the processor time of this thread, on which both actions stay: a busy machine then hardly matters.</summary>
    public static Timing MeasureOnThisThread(Action subject, Action baseline, double seconds = 1.5) =>
        Measure(subject, baseline, seconds, Clock.ThisThread);

    private static Timing Measure(Action subject, Action baseline, double seconds, Func<double> clock)
    {
        var subjectCalls = CallsPerSlice(subject, clock);
        var baselineCalls = CallsPerSlice(baseline, clock);
        var (subjects, baselines, ratios) = (new List<double>(), new List<double>(), new List<double>());
        var end = Clock.Wall() + seconds;
        baselines.Add(SecondsPerCall(baseline, baselineCalls, clock));
        while (subjects.Count < LeastRounds || (subjects.Count < MostRounds && Clock.Wall() < end))
        {
            subjects.Add(SecondsPerCall(subject, subjectCalls, clock));
            baselines.Add(SecondsPerCall(baseline, baselineCalls, clock));
            ratios.Add(Math.Min(baselines[^2], baselines[^1]) / subjects[^1]);
        }
        return new(Median(subjects), Median(baselines), Median(ratios));
    }

    private static int CallsPerSlice(Action action, Func<double> clock)
    {
        var fastest = double.PositiveInfinity;
        var end = Clock.Wall() + WarmUpSeconds;
        do
        {
            fastest = Math.Min(fastest, SecondsPerCall(action, 1, clock));
        }
        while (Clock.Wall() < end);
        return Math.Max(1, (int)(SliceSeconds / fastest));
    }

    private static double SecondsPerCall(Action action, int calls, Func<double> clock)
    {
        var start = clock();
        for (var i = 0; i < calls; i++)
            action();
        return (clock() - start) / calls;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
