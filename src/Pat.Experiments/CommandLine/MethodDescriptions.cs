using Pat.Experiments.Vowels;

namespace Pat.Experiments.CommandLine;

/// <summary>One line for each method.</summary>
internal static class MethodDescriptions
{
    /// <summary>The methods of the vowel experiment.</summary>
    public static IReadOnlyDictionary<string, string> Lines { get; } = new Dictionary<string, string>
    {
        ["ideal"] = "forward and backward on the device, which only a simulation can do: the limit",
        ["in-silico"] = "trained on the nominal twin alone, then deployed as it is",
        ["in-silico-restandardised"] = "the same; at deployment every output is re-standardised on the device with one pass of the training rows",
        ["in-silico-noise-aware"] = $"trained on the nominal twin with {100 * VowelRecipe.TwinNoise:0} % noise on its outputs",
        ["in-silico-calibrated"] = $"trained on a twin whose constants were fitted to {VowelRecipe.CalibrationRuns:N0} noisy runs of the device",
        ["pat"] = "physics-aware training: forward on the device layer by layer, backward on the nominal twin",
        ["block-pat"] = "physics-aware training that measures only the last layer; the twin models those between",
        ["logistic"] = "digital baseline: logistic regression on the same rows",
        ["mlp"] = "digital baseline: perceptron with 16 hidden units on the same rows",
    };

    /// <summary>Methods that only images and spoken digits have, or have in another form.</summary>
    public static IReadOnlyDictionary<string, string> OfClassifiers { get; } = new Dictionary<string, string>
    {
        ["frozen"] = "what controls the device keeps its start; everything else is trained on it by physics-aware training",
        ["identity"] = "the same network with nothing in the place of the physics",
        ["logistic"] = "digital rival: logistic regression on the same rows with the same augmentation",
        ["mlp"] = "digital rival: perceptron with one hidden layer of tanh and as many parameters as the physical network",
        ["cnn"] = "digital rival of spoken digits: two small convolutions on the same rows with the same shifts",
    };
}
