using Pat.Experiments.Comparison;

namespace Pat.Experiments.Classification;

/// <summary>Repeats the experiment over the strength of all departures of the device from its nominal twin.</summary>
public static class ClassifierSweep
{
    /// <summary>The strengths: from none to three times the default.</summary>
    public static IReadOnlyList<double> Strengths { get; } = [0, 0.25, 0.5, 1, 1.5, 2, 3];

    /// <summary>The methods that a sweep compares by default.</summary>
    public static IReadOnlyList<string> Methods { get; } = ["ideal", "pat", "in-silico"];

    /// <summary>Runs the strengths, one after the other, until the sweep is cancelled.</summary>
    /// <param name="system">The physical system.</param>
    /// <param name="options">What is run, but for the strength.</param>
    /// <param name="strengths">The strengths.</param>
    /// <param name="data">From a run seed to its examples, as rows of the system's input.</param>
    /// <param name="onResult">Called with each strength and result as soon as it is there, from one thread at a time.</param>
    /// <param name="onProgress">Called after each epoch, from several threads.</param>
    /// <param name="cancellation">Stops the sweep; what was done before is kept.</param>
    /// <returns>Whether everything was done.</returns>
    public static bool Run(
        IPhysicalClassifier system, ClassifierOptions options, IReadOnlyList<double> strengths, Func<long, ClassifierData> data, Action<double, MethodResult> onResult,
        Action<TrainingProgress>? onProgress = null, CancellationToken cancellation = default) =>
        strengths.All(strength => ClassifierExperiment.Run(
            system, options with { Strength = strength }, data, result => onResult(strength, result), onProgress, cancellation: cancellation).Complete);
}
