using Pat.Core.Training;

namespace Pat.Experiments.Speech;

/// <summary>What the recipes of all networks for speech share.</summary>
internal static class SpeechRecipe
{
    /// <summary>Peak learning rates of the methods without a device, by the rule of docs/decisions.md. Frozen.</summary>
    public static IReadOnlyDictionary<string, double> WithoutDevice { get; } =
        new Dictionary<string, double> { ["identity"] = 0.01, ["logistic"] = 0.01, ["mlp"] = 0.003, ["cnn"] = 0.003 };

    /// <summary>The learning rate of each step: a tenth of the steps up to the peak, then half a cosine to zero.</summary>
    public static Schedule Schedule(double peak, int steps) => Schedules.CosineToZero(peak, steps, warmUp: steps / 10);
}
