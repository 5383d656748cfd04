using Pat.Experiments.Comparison;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Diagnostics;

/// <summary>The diagnostics that every run writes: how far twins are from devices, in outputs and in gradients.</summary>
public static class RunDiagnostics
{
    /// <summary>Those of a run.</summary>
    /// <param name="tables">Where they are written.</param>
    /// <param name="first">Seed and device of the run whose networks are shown on single examples.</param>
    /// <param name="warnings">What is to be told the user.</param>
    public static ITrainingObserver To(IRunTables tables, (long Seed, long Device) first, DiagnosticWarnings warnings) => new GuardedObservers(
        warnings,
    [
        new GapObserver(tables),
        new RangeObserver(tables),
        new EffectsObserver(tables, warnings),
        new SamplesObserver(tables, first),
    ]);
}
