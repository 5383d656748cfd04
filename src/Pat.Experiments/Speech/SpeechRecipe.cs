using Pat.Core.Training;

namespace Pat.Experiments.Speech;

/// <summary>What the recipes of all networks for speech share.</summary>
internal static class SpeechRecipe
{
    /// <summary>The learning rate of each step: a tenth of the steps up to the peak, then half a cosine to zero.</summary>
    public static Schedule Schedule(double peak, int steps) => Schedules.CosineToZero(peak, steps, warmUp: steps / 10);
}
