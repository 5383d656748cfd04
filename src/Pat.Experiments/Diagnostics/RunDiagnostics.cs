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
    /// <param name="trainsOnDevice">Whether a method runs devices while it trains, which says how much a training may be looked at.</param>
    /// <param name="onRightAngle">Told of trainings by physics-aware training in which its gradient was beyond 90 degrees from the device's, and at which epochs; null for nobody.</param>
    public static ITrainingObserver To(
        IRunTables tables, (long Seed, long Device) first, DiagnosticWarnings warnings, Func<string, bool> trainsOnDevice,
        Action<Training, IReadOnlyList<int>>? onRightAngle = null) => new GuardedObservers(
        warnings,
    [
        new GapObserver(tables, trainsOnDevice),
        new RangeObserver(tables, trainsOnDevice),
        new EffectsObserver(tables, warnings),
        new SamplesObserver(tables, first),
        new GradientObserver(tables, trainsOnDevice, onRightAngle),
    ]);
}
