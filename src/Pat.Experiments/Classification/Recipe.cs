using Pat.Core.Training;
using Pat.Core.Training.Optimisers;

namespace Pat.Experiments.Classification;

/// <summary>How a network is trained.</summary>
/// <param name="Epochs">Passes over the training examples.</param>
/// <param name="BatchSize">Examples of a batch.</param>
/// <param name="LearningRate">Peak learning rate of every method that has none of its own.</param>
/// <param name="Objective">What training makes small.</param>
/// <param name="Schedule">From the peak learning rate and the number of steps to the learning rate of each step.</param>
public sealed record Recipe(int Epochs, int BatchSize, double LearningRate, Objective Objective, Func<double, int, Schedule> Schedule)
{
    /// <summary>The usual schedule: a tenth of the steps up to the peak, then half a cosine to zero.</summary>
    public static Schedule CosineWithWarmUp(double peak, int steps) => Schedules.CosineToZero(peak, steps, warmUp: steps / 10);

    /// <summary>Peak learning rates of methods that differ; by the name of the method.</summary>
    public IReadOnlyDictionary<string, double> LearningRates { get; init; } = new Dictionary<string, double>();

    /// <summary>Relative noise of the twin in noise-aware training.</summary>
    public double TwinNoise { get; init; } = 0.1;

    /// <summary>The peak learning rate of a method.</summary>
    public double LearningRateOf(string method) => LearningRates.GetValueOrDefault(method, LearningRate);

    /// <summary>The plan of training by Adam at a peak learning rate.</summary>
    public TrainingPlan Plan(int epochs, double learningRate) => new(epochs, BatchSize, () => new Adam(), steps => Schedule(learningRate, steps));
}
