using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Experiments.Comparison;
using Pat.Experiments.Data;

namespace Pat.Experiments.Images;

/// <summary>How one network is trained and measured.</summary>
/// <param name="Epochs">Passes over the training images.</param>
public sealed record ImageRun(int Epochs)
{
    /// <summary>Peak learning rate; null for the method's own.</summary>
    public double? LearningRate { get; init; }

    /// <summary>False to leave the test images alone, as tuning does: validation images take their place.</summary>
    public bool Test { get; init; } = true;

    /// <summary>Looks at the training; null for none.</summary>
    public ITrainingObserver? Observer { get; init; }

    /// <summary>Called after each epoch with the accuracy on some validation images; null to look at none.</summary>
    public Action<EpochRecord, double?>? AfterEpoch { get; init; }
}

/// <summary>A network on the images of a run: how it is trained by the system's recipe and how it is measured.</summary>
internal sealed class TrainedNetwork(IImageSystem system, ImageData data, Network network, SortedDictionary<string, Tensor> parameters)
{
    /// <summary>Trains it in place.</summary>
    /// <returns>Warnings of the training.</returns>
    public IReadOnlyList<string> Train(
        IGradientEstimator estimator, Objective objective, Laboratories laboratories, double learningRate, Noise noise, ImageRun run, Func<EpochRecord, double?> validate,
        CancellationToken cancellation)
    {
        var warnings = new List<string>();
        Trainer.Train(
            network, objective, parameters, system.Examples(data.Train), estimator, laboratories, system.Recipe.Plan(run.Epochs, learningRate), noise,
            record =>
            {
                warnings.AddRange(record.Warnings.Select(warning => warning.ToString()));
                run.AfterEpoch?.Invoke(record, validate(record));
            },
            cancellation);
        return warnings;
    }

    /// <summary>How images are classified.</summary>
    public ConfusionMatrix Classify(ImageSet images, PhysicalStep step, CancellationToken cancellation) =>
        ImageEvaluation.Classify(system, network, parameters, images, step, cancellation);

    /// <summary>The predicted class of each image.</summary>
    public int[] Predict(ImageSet images, PhysicalStep step, CancellationToken cancellation) =>
        ImageEvaluation.Predict(system, network, parameters, images, step, cancellation);

    /// <summary>Accuracy on all validation images; null if there are none.</summary>
    public double? Validation(PhysicalStep step, CancellationToken cancellation) => Accuracy(data.Validation, step, cancellation);

    /// <summary>Accuracy on the first validation images; null if there are none.</summary>
    public double? QuickValidation(PhysicalStep step, CancellationToken cancellation) =>
        Accuracy(ImageEvaluation.First(data.Validation, ImageMethods.ValidationPerEpoch), step, cancellation);

    private double? Accuracy(ImageSet images, PhysicalStep step, CancellationToken cancellation) =>
        images.Count == 0 ? null : Classify(images, step, cancellation).Accuracy;
}
