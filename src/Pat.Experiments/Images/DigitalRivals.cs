using System.Diagnostics;
using Pat.Core.Autodiff;
using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Experiments.Comparison;
using Pat.Experiments.Data;

namespace Pat.Experiments.Images;

/// <summary>What does the task without a device: the physical network with its physics taken out, and two digital classifiers of the same rows.</summary>
public static class DigitalRivals
{
    /// <summary>The name of the network without its physics.</summary>
    public const string WithoutPhysics = "identity";

    // The learning rates that the tuning gave. Frozen; docs/decisions.md tells the history.
    private static readonly Dictionary<string, double> learningRates = new() { ["logistic"] = 0.03, ["mlp"] = 0.03 };

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [WithoutPhysics, .. learningRates.Keys];

    /// <summary>The peak learning rate of one.</summary>
    public static double LearningRateOf(string method, ImageRecipe recipe) =>
        learningRates.TryGetValue(method, out var rate) && !recipe.LearningRates.ContainsKey(method) ? rate : recipe.LearningRateOf(method);

    /// <summary>Hidden units with which the perceptron comes closest to a number of parameters; at least one.</summary>
    /// <param name="parameters">Parameters of the physical network.</param>
    /// <param name="features">Length of a row of its input.</param>
    public static int Hidden(long parameters, int features) =>
        Math.Max(1, (int)Math.Round((double)(parameters - ImageData.Classes) / (features + 1 + ImageData.Classes)));

    /// <summary>Builds one.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="system">The physical system whose rows it classifies.</param>
    /// <param name="features">Length of a row.</param>
    public static Network Build(string method, IImageSystem system, int features) => method switch
    {
        WithoutPhysics => system.Build(features),
        "logistic" => DigitalNetworks.Logistic(method, features, ImageData.Classes),
        _ => DigitalNetworks.Perceptron(method, features, Hidden(ParameterCount(system.Build(features)), features), ImageData.Classes),
    };

    /// <summary>How many numbers training may change.</summary>
    /// <param name="network">The network.</param>
    /// <param name="which">Which parameters, "layer/parameter", are counted; null for all.</param>
    public static long ParameterCount(Network network, Func<string, bool>? which = null) =>
        network.Start(Noise.FromSeed(0)).Where(pair => which?.Invoke(pair.Key) ?? true).Sum(pair => (long)pair.Value.Length);

    /// <summary>Trains one and measures it.</summary>
    /// <param name="training">Method and seed.</param>
    /// <param name="system">The physical system.</param>
    /// <param name="data">The images of the seed.</param>
    /// <param name="streams">The randomness of the run.</param>
    /// <param name="run">How it is trained and measured.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ShapeException">The physics cannot be taken out: a device has not as many outputs as inputs.</exception>
    public static MethodResult Run(
        Training training, IImageSystem system, ImageData data, RunNoise streams, ImageRun run, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        // Without its physics a network starts with the numbers of the physical one, so that only the physics differs.
        var withoutPhysics = training.Method == WithoutPhysics;
        Noise Of(NoiseRole role) => withoutPhysics ? streams.Of(role) : streams.Of(role).Split(training.Method);
        var network = Build(training.Method, system, ImageEvaluation.Features(system, data.Train));
        var parameters = network.Start(Of(NoiseRole.Initialisation).Split("initialisation"));
        var (estimator, objective, laboratories, step) = withoutPhysics ? Emptied(system, streams.Root) : Digital(streams.Root);
        var trained = new TrainedNetwork(system, data, network, parameters);
        var rate = run.LearningRate ?? LearningRateOf(training.Method, system.Recipe);
        var warnings = trained.Train(
            estimator, objective, laboratories, rate, Of(NoiseRole.DataOrder), run, _ => trained.QuickValidation(step, cancellation), cancellation);

        var images = run.Test ? data.Test : data.Validation;
        var predicted = trained.Predict(images, step, cancellation);
        var confusion = ConfusionMatrix.Of(ImageData.Classes, images.Labels, predicted);
        return new(
            training.Method, training.Seed, null, confusion.Accuracy, confusion.Accuracy,
            run.Test ? trained.Validation(step, cancellation) : confusion.Accuracy, clock.Elapsed.TotalSeconds, confusion, parameters)
        {
            LearningRate = rate,
            Predictions = predicted,
            Labels = images.Labels,
            Warnings = warnings,
        };
    }

    /// <summary>The identity in the place of each device.</summary>
    /// <exception cref="ShapeException">A device has not as many outputs as inputs.</exception>
    public static IReadOnlyList<NoPhysics> Identities(IImageSystem system) =>
        [.. Enumerable.Range(0, system.Apparatuses).Select(apparatus => new NoPhysics(system.Bench.Twin(apparatus).Ports))];

    private sealed record Setting(IGradientEstimator Estimator, Objective Objective, Laboratories Laboratories, PhysicalStep Step);

    private static Setting Emptied(IImageSystem system, Noise noise)
    {
        var identities = Identities(system);
        var laboratories = new Laboratories([.. identities.Select((identity, i) => new Laboratory($"no physics {i}", identity, noise, new(0, 0)))]);
        // Parameters of a device have no effect without it. Where it has none, those that are called physical shape its drive, and train.
        IGradientEstimator estimator = new InSilico([.. identities]);
        if (identities.Any(identity => identity.Ports.ParameterCount > 0))
            estimator = new WithoutGradientOf(estimator, system.IsPhysical);
        return new(estimator, system.Recipe.Objective, laboratories, ImageEvaluation.OnTwins([.. identities], laboratories));
    }

    private static Setting Digital(Noise noise) =>
        new(new Ideal(), new Objective(Loss.CrossEntropy, 0), DigitalNetworks.NoHardware(noise), DigitalNetworks.NoPhysicalLayer);
}
