using Pat.Experiments.Comparison;

namespace Pat.Experiments.Classification;

/// <summary>The tuning allowance of the methods of a classification experiment; see <see cref="RateTuning"/>.</summary>
public static class ClassifierTuning
{
    /// <summary>Run seeds of the tuning; the device of a run has the same number.</summary>
    public static IReadOnlyList<long> Seeds { get; } = [101, 102];

    /// <summary>Learning rates that every method is offered.</summary>
    public static IReadOnlyList<double> Rates { get; } = [0.001, 0.003, 0.01, 0.03];

    /// <summary>What is tried.</summary>
    /// <param name="system">The physical system.</param>
    /// <param name="options">What is run; its seeds are those of the tuning.</param>
    /// <param name="rates">Learning rates.</param>
    /// <param name="data">From a run seed to its examples, as rows of the system's input.</param>
    public static RateTuning Of(IPhysicalClassifier system, ClassifierOptions options, IReadOnlyList<double> rates, Func<long, ClassifierData> data) => new(
        options.Methods, rates, options.Seeds, ClassifierMethods.UsesDevice,
        (method, seed, rate, cancellation) => ClassifierExperiment.Train(
            new(method, seed, ClassifierMethods.IsPhysical(method) ? seed : null), system, options, data(seed),
            new(options.Epochs) { LearningRate = rate, Test = false }, cancellation));
}
