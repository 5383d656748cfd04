using Pat.Core.Tensors;

namespace Pat.Benchmarks.Claims;

/// <summary>
/// Physics-aware training on raw sound through four plates (batch 64, 8,000 samples a second, forward and backward, Adam) on two threads, against 300 times
/// real time: the baseline is the sound itself, a second a second.
/// </summary>
/// <remarks>The fastest of many steps counts, which other work on the machine changes least; all do the same work.</remarks>
internal sealed class WaveformOverRealTime(double required) : IClaim
{
    private const double TimesRealTime = 300;
    private const int Threads = 2, WarmUp = 5, Steps = 41;

    public string Name => "raw waveform through four plates (PAT, batch 64) over 300 times real time";

    public double? Required => required;

    public Measurement Measure()
    {
        var threads = Workers.Threads;
        try
        {
            Workers.Threads = Threads;
            var seconds = StepsInOrder();
            var times = WaveformStep.SecondsOfSound / seconds[0];
            return new(times / TimesRealTime, $"{times:F0} times real time, {1e3 * seconds[0]:F0} ms a step (median {1e3 * seconds[Steps / 2]:F0}) on {Math.Min(Threads, Environment.ProcessorCount)} cores");
        }
        finally
        {
            Workers.Threads = threads;
        }
    }

    private static double[] StepsInOrder()
    {
        using var step = new WaveformStep();
        var seconds = new double[Steps];
        for (var i = -WarmUp; i < Steps; i++)
        {
            var start = Clock.Wall();
            step.Run();
            if (i >= 0)
                seconds[i] = Clock.Wall() - start;
        }
        Array.Sort(seconds);
        return seconds;
    }
}
