using Pat.Core.Autodiff;
using Pat.Core.Training;
using Pat.Experiments.Classification;

namespace Pat.Experiments.Speech;

/// <summary>How networks for speech are trained. Frozen: a change is an entry in docs/decisions.md.</summary>
internal static class SpeechRecipe
{
    /// <summary>Peak learning rates of the methods without a device, by the rule of docs/decisions.md, on log-mel features.</summary>
    public static IReadOnlyDictionary<string, double> WithoutDevice { get; } =
        new Dictionary<string, double> { ["identity"] = 0.01, ["logistic"] = 0.01, ["mlp"] = 0.003, ["cnn"] = 0.003 };

    /// <summary>The recipe of a chain of devices that hear features.</summary>
    /// <param name="layers">Devices in the chain.</param>
    public static Recipe OfSeries(int layers) => Of(epochs: 30, penaltyWeight: layers);

    /// <summary>The recipe of devices that hear the waveform.</summary>
    public static Recipe OfWaveform { get; } = Of(epochs: 20, penaltyWeight: 4) with { LearningRate = 0.04 };

    private static Recipe Of(int epochs, float penaltyWeight) =>
        new(epochs, BatchSize: 64, LearningRate: 0.02, new Objective(Loss.CrossEntropy, penaltyWeight), Recipe.CosineWithWarmUp) { LearningRates = WithoutDevice };
}
