using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.Classification;

/// <summary>How one network is trained and measured.</summary>
/// <param name="Epochs">Passes over the training examples.</param>
public sealed record ClassifierRun(int Epochs)
{
    /// <summary>Peak learning rate; null for the method's own.</summary>
    public double? LearningRate { get; init; }

    /// <summary>False to leave the test examples alone, as tuning does: validation examples take their place.</summary>
    public bool Test { get; init; } = true;

    /// <summary>Looks at the training; null for none.</summary>
    public ITrainingObserver? Observer { get; init; }

    /// <summary>Called after each epoch with the accuracy on some validation examples; null to look at none.</summary>
    public Action<EpochRecord, double?>? AfterEpoch { get; init; }
}

/// <summary>A network on the examples of a run: how it is trained by the system's recipe and how it is measured.</summary>
internal sealed class TrainedNetwork(IPhysicalClassifier system, ClassifierData data, Network network, SortedDictionary<string, Tensor> parameters)
{
    /// <summary>Trains it in place.</summary>
    /// <returns>Warnings of the training.</returns>
    public IReadOnlyList<string> Train(
        IGradientEstimator estimator, Objective objective, Laboratories laboratories, double learningRate, Noise noise, ClassifierRun run, Func<EpochRecord, double?> validate,
        CancellationToken cancellation)
    {
        var warnings = new List<string>();
        Trainer.Train(
            network, objective, parameters, data.Examples, estimator, laboratories, system.Recipe.Plan(run.Epochs, learningRate), noise,
            record =>
            {
                warnings.AddRange(record.Warnings.Select(warning => warning.ToString()));
                run.AfterEpoch?.Invoke(record, validate(record));
            },
            cancellation);
        return warnings;
    }

    /// <summary>The predicted class of each example.</summary>
    public int[] Predict(ILabelledRows rows, PhysicalStep step, CancellationToken cancellation) =>
        ClassifierEvaluation.Predict(network, parameters, rows, step, cancellation);

    /// <summary>Accuracy on all validation examples; null if there are none.</summary>
    public double? Validation(PhysicalStep step, CancellationToken cancellation) => Accuracy(int.MaxValue, step, cancellation);

    /// <summary>Accuracy on the first validation examples; null if there are none.</summary>
    public double? QuickValidation(PhysicalStep step, CancellationToken cancellation) => Accuracy(ClassifierMethods.ValidationPerEpoch, step, cancellation);

    private double? Accuracy(int most, PhysicalStep step, CancellationToken cancellation)
    {
        if (data.Validation.Count == 0)
            return null;
        var predicted = ClassifierEvaluation.Predict(network, parameters, data.Validation, step, cancellation, most);
        return Classifier.Accuracy(predicted, [.. data.Validation.Labels.Take(most)]);
    }
}
