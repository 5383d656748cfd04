using Pat.Core.Autodiff;
using Pat.Core.Training;
using Pat.Core.Training.Optimisers;

namespace Pat.Experiments.Vowels;

/// <summary>How the vowel network is built and trained. Frozen: a change is an entry in docs/decisions.md.</summary>
public static class VowelRecipe
{
    /// <summary>Physical layers.</summary>
    public const int Layers = 5;

    /// <summary>Times that each formant stands side by side at the first layer.</summary>
    public const int Repeats = 4;

    /// <summary>Passes over the training rows.</summary>
    public const int Epochs = 100;

    /// <summary>Rows of a batch.</summary>
    public const int BatchSize = 30;

    /// <summary>Standard deviation of the noise added to the formants of a training batch, which lie in [0, 1].</summary>
    public const double InputAugmentation = 0.06;

    /// <summary>Weight of the penalty for leaving the range of the shaper.</summary>
    public const double PenaltyWeight = 0.3;

    /// <summary>Sharpness of that penalty.</summary>
    public const float PenaltySharpness = 30;

    /// <summary>Standard deviation of each layer's input at the start, where its range is [0, 1].</summary>
    public const double InputSpread = 0.2;

    /// <summary>Standard deviation of the logits at the start.</summary>
    public const double LogitSpread = 2;

    /// <summary>Relative noise of the twin in noise-aware training.</summary>
    public const double TwinNoise = 0.15;

    /// <summary>Runs of the device to which the calibrated twin is fitted, and passes over them.</summary>
    public const int CalibrationRuns = 2000, CalibrationEpochs = 40;

    /// <summary>Times that the test rows are sent through the device; the accuracy is the mean.</summary>
    public const int TestRepeats = 3;

    /// <summary>What training makes small.</summary>
    public static Objective Objective { get; } = new(Loss.CrossEntropy, PenaltyWeight);

    /// <summary>The plan of training at a peak learning rate.</summary>
    public static TrainingPlan Plan(int epochs, double learningRate) =>
        new(epochs, BatchSize, () => new Adam(), steps => Schedules.CosineToZero(learningRate, steps)) { InputAugmentation = InputAugmentation };
}
