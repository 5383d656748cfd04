using System.Diagnostics;
using System.Globalization;

namespace Pat.Benchmarks.Claims;

/// <summary>600 MB over the largest resident memory of a process that trains on raw sound through four plates and keeps its 3,000 recordings in memory.</summary>
internal sealed class WaveformMemory(double required) : IClaim
{
    /// <summary>The argument with which the benchmarks train and say what memory they took.</summary>
    public const string Argument = "--waveform-memory";

    private const double Most = 600e6;
    private const int Steps = 20; // collections have settled

    public string Name => "600 MB over the memory of raw-waveform training (four plates, batch 64)";

    public double? Required => required;

    /// <summary>Trains and prints the largest resident memory of this process, in bytes; 0 where the system does not tell.</summary>
    public static int Run()
    {
        using var step = new WaveformStep();
        for (var i = 0; i < Steps; i++)
            step.Run();
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(process.PeakWorkingSet64.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    public Measurement Measure()
    {
        var (exitCode, output) = FreshProcess.Run(Argument);
        if (exitCode != 0 || !long.TryParse(output, CultureInfo.InvariantCulture, out var bytes))
            return new(0, $"the process ended with exit code {exitCode}", Invalid: true);
        return bytes == 0 ? Measurement.Skipped("this system does not tell the largest resident memory of a process") : new(Most / bytes, $"{bytes / 1e6:F0} MB");
    }
}
