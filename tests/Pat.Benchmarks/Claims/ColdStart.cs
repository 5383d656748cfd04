using Pat.Benchmarks.Dynamics;

namespace Pat.Benchmarks.Claims;

/// <summary>From the start of a process to the end of one that has made its first gradient of a simulation, over 0.3 s: the fastest of a few processes.</summary>
internal sealed class ColdStart(double? required = null) : IClaim
{
    private const double Seconds = 0.3;
    private const int Processes = 7;

    public string Name => "start of a process to its first gradient, over 0.3 s";

    public double? Required => required;

    public Measurement Measure()
    {
        var fastest = double.PositiveInfinity;
        for (var i = 0; i < Processes; i++)
        {
            var start = Clock.Wall();
            var (exitCode, _) = FreshProcess.Run(FirstGradient.Argument);
            if (exitCode != 0)
                return new(0, $"the process ended with exit code {exitCode}", Invalid: true);
            fastest = Math.Min(fastest, Clock.Wall() - start);
        }
        return new(Seconds / fastest, $"{fastest * 1e3:F0} ms");
    }
}
