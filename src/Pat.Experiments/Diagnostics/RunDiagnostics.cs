using Pat.Experiments.Comparison;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Diagnostics;

/// <summary>The diagnostics that every run writes: how far twins are from devices, in outputs and in gradients.</summary>
public static class RunDiagnostics
{
    /// <summary>Those of a run.</summary>
    /// <param name="tables">Where they are written.</param>
    /// <param name="onRightAngle">Told of trainings by physics-aware training in which its gradient was beyond 90 degrees from the device's, and at which epochs; null for nobody.</param>
    public static ITrainingObserver To(IRunTables tables, Action<Training, IReadOnlyList<int>>? onRightAngle = null) => new TrainingObservers(
    [
        new GradientObserver(tables, onRightAngle),
    ]);
}
