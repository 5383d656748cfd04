namespace Pat.Core.Physical;

/// <summary>How long the hardware takes, and what it consumes.</summary>
/// <param name="RunSeconds">Time from one run to the next, in seconds, at least 0.</param>
/// <param name="ProgrammingSeconds">Time to set new parameters and let the system settle, in seconds, at least 0.</param>
/// <param name="JoulesPerRun">Energy of a run, in joules; null where it is not known.</param>
public sealed record HardwareTiming(double RunSeconds, double ProgrammingSeconds, double? JoulesPerRun = null);
