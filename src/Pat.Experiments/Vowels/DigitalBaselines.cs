using System.Diagnostics;
using Pat.Core.Autodiff;
using Pat.Core.Diagnostics;
using Pat.Core.Randomness;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Experiments.Comparison;
using Pat.Experiments.Data;

namespace Pat.Experiments.Vowels;

/// <summary>Digital classifiers of the same rows, trained by the same recipe, for comparison.</summary>
public static class DigitalBaselines
{
    private const int Hidden = 16;

    // The learning rates that the tuning gave. Frozen; docs/decisions.md tells the history.
    private static readonly Dictionary<string, double> learningRates = new() { ["logistic"] = 0.1, ["mlp"] = 0.03 };

    /// <summary>Names of the baselines: logistic regression, and a perceptron with 16 hidden units.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. learningRates.Keys];

    /// <summary>The peak learning rate of a baseline.</summary>
    public static double LearningRateOf(string name) => learningRates[name];

    /// <summary>Trains a baseline and measures it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="data">The vowels.</param>
    /// <param name="seed">Run seed.</param>
    /// <param name="streams">The randomness of the run.</param>
    /// <param name="epochs">Passes over the training rows.</param>
    /// <param name="learningRate">Peak learning rate; null for the baseline's own.</param>
    /// <param name="test">False to leave the test rows alone, as tuning does.</param>
    /// <param name="cancellation">Stops the training.</param>
    public static MethodResult Run(
        string name, VowelData data, long seed, RunNoise streams, int epochs, double? learningRate = null, bool test = true, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        var (features, classes) = (data.Train.X.RowLength, VowelSet.ClassNames.Count);
        var network = name == "logistic" ? DigitalNetworks.Logistic(name, features, classes) : DigitalNetworks.Perceptron(name, features, Hidden, classes);
        var rate = learningRate ?? learningRates[name];
        var parameters = network.Start(streams.Of(NoiseRole.Initialisation).Split(name).Split("initialisation"));
        Trainer.Train(
            network, new Objective(Loss.CrossEntropy, 0), parameters, data.Train, new Ideal(), DigitalNetworks.NoHardware(streams.Root),
            VowelRecipe.Plan(epochs, rate), streams.Of(NoiseRole.DataOrder).Split(name), cancellation: cancellation);

        var rows = test ? data.Test : data.Validation;
        var predicted = Classifier.Predict(network, parameters, rows.X, DigitalNetworks.NoPhysicalLayer);
        var confusion = ConfusionMatrix.Of(classes, rows.Labels, predicted);
        var validation = Classifier.Accuracy(Classifier.Predict(network, parameters, data.Validation.X, DigitalNetworks.NoPhysicalLayer), data.Validation.Labels);
        return new(name, seed, null, confusion.Accuracy, confusion.Accuracy, validation, clock.Elapsed.TotalSeconds, confusion, parameters)
        {
            LearningRate = rate,
            Predictions = predicted,
            Labels = rows.Labels,
        };
    }
}
