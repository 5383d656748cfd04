using Pat.Experiments.Comparison;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Diagnostics;

/// <summary>The diagnostics that every run writes: how far twins are from devices, in outputs and in gradients.</summary>
public static class RunDiagnostics
{
    /// <summary>Those of a run.</summary>
    /// <param name="tables">Where they are written.</param>
    public static ITrainingObserver To(IRunTables tables) => new TrainingObservers(
    [
    ]);
}
