using Pat.Core.Physical;

namespace Pat.Experiments.Drift;

/// <summary>What one network gave at one time.</summary>
/// <param name="Policy">What was done with it; see <see cref="DriftPolicy"/>.</param>
/// <param name="Method">How it was trained.</param>
/// <param name="Seed">Run seed.</param>
/// <param name="Device">Device seed.</param>
/// <param name="Hours">Hours on the hardware clock since the end of training.</param>
/// <param name="Accuracy">Share of the examples that are classified rightly, in [0, 1].</param>
/// <param name="Before">The same at the same time and with the same noise, but without the steps that led to this check; null where there are none.</param>
/// <param name="Ledger">What the hardware was used for since the end of training: to go on training, and for the checks.</param>
public sealed record DriftCheck(string Policy, string Method, long Seed, long Device, double Hours, double Accuracy, double? Before, Ledger Ledger)
{
    /// <summary>Device runs since the end of training, without those of the checks.</summary>
    public long DeviceRuns => Ledger[Purpose.Train].Runs;
}
