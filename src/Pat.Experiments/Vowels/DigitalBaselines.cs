using System.Diagnostics;
using Pat.Core.Autodiff;
using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
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
    /// <param name="epochs">Passes over the training rows.</param>
    /// <param name="learningRate">Peak learning rate; null for the baseline's own.</param>
    /// <param name="test">False to leave the test rows alone, as tuning does.</param>
    /// <param name="cancellation">Stops the training.</param>
    public static VowelResult Run(
        string name, VowelData data, long seed, int epochs, double? learningRate = null, bool test = true, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        var noise = Noise.FromSeed(seed).Split(name);
        var (features, classes) = (data.Train.X.RowLength, VowelSet.ClassNames.Count);
        var network = name == "logistic" ? new Network(name, [Affine("output", features, classes)]) : Perceptron(name, features, classes);
        var parameters = network.Start(noise.Split("initialisation"));
        Trainer.Train(
            network, new Objective(Loss.CrossEntropy, 0), parameters, data.Train, new Ideal(), NoHardware(noise),
            VowelRecipe.Plan(epochs, learningRate ?? learningRates[name]), noise, cancellation: cancellation);

        var rows = test ? data.Test : data.Validation;
        var confusion = new ConfusionMatrix(classes);
        var predicted = Classifier.Predict(network, parameters, rows.X, NoPhysics);
        for (var row = 0; row < predicted.Length; row++)
            confusion.Add(rows.Labels[row], predicted[row]);
        var validation = Classifier.Accuracy(Classifier.Predict(network, parameters, data.Validation.X, NoPhysics), data.Validation.Labels);
        return new(name, seed, null, confusion.Accuracy, confusion.Accuracy, validation, clock.Elapsed.TotalSeconds, confusion, parameters);
    }

    private static Network Perceptron(string name, int features, int classes) => new(name,
    [
        Affine("hidden", features, Hidden),
        new Layer("tanh", [], (x, _) => Op.Tanh(x)),
        Affine("output", Hidden, classes),
    ]);

    // Weights start uniform in ± 1 / sqrt(inputs), as PyTorch's Linear does.
    private static Layer Affine(string name, int inputs, int outputs) => new(
        name,
        [
            new("weight", noise => Uniform(noise, inputs, outputs, inputs)),
            new("bias", noise => Uniform(noise, inputs, outputs)),
        ],
        (x, pass) => Op.Affine(x, pass.Parameter("weight"), pass.Parameter("bias")));

    private static Tensor Uniform(Noise noise, int inputs, params ReadOnlySpan<int> shape)
    {
        var tensor = new Tensor(shape);
        var values = tensor.AsSpan();
        noise.Uniforms(0, values);
        foreach (ref var value in values)
            value = (2 * value - 1) / MathF.Sqrt(inputs);
        return tensor;
    }

    // Training asks for a laboratory; a digital network never uses it.
    private static Laboratory NoHardware(Noise noise)
    {
        var nothing = new Port("nothing", 0, 0, 0, "1", new Layout.Values());
        return new("no hardware", new FunctionTwin(new(nothing, [], nothing), (x, _) => x), noise, new(0, 0));
    }

    private static Var NoPhysics(Var x, Var theta, int apparatus) => throw new InvalidOperationException("A digital network has no physical layer.");
}
