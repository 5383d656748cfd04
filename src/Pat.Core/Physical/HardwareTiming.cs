using Pat.Core.Training.Optimisers;

namespace Pat.Core.Physical;

/// <summary>How long the hardware takes, and what it consumes.</summary>
/// <param name="RunSeconds">Time from one run to the next, in seconds, at least 0.</param>
/// <param name="ProgrammingSeconds">Time to set new parameters and let the system settle, in seconds, at least 0.</param>
/// <param name="JoulesPerRun">Energy of a run, in joules, at least 0; null where it is not known.</param>
public sealed record HardwareTiming(double RunSeconds, double ProgrammingSeconds, double? JoulesPerRun = null)
{
    /// <summary>Time from one run to the next, in seconds, finite and at least 0.</summary>
    public double RunSeconds { get; init => field = Checked("RunSeconds", value); } = Checked("RunSeconds", RunSeconds);

    /// <summary>Time to set new parameters and let the system settle, in seconds, finite and at least 0.</summary>
    public double ProgrammingSeconds { get; init => field = Checked("ProgrammingSeconds", value); } = Checked("ProgrammingSeconds", ProgrammingSeconds);

    /// <summary>Energy of a run, in joules, finite and at least 0; null where it is not known.</summary>
    public double? JoulesPerRun { get; init => field = Checked("JoulesPerRun", value); } = Checked("JoulesPerRun", JoulesPerRun);

    private static double Checked(string name, double value) => Hyperparameter.AtLeastZero($"HardwareTiming {name}", value);

    private static double? Checked(string name, double? value) => value is { } known ? Checked(name, known) : null;
}
