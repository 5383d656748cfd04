using System.Diagnostics;
using Pat.Core.Autodiff;
using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.Classification;

/// <summary>What does the task without a device: the physical network with its physics taken out, and digital classifiers of the same rows.</summary>
public static class DigitalRivals
{
    /// <summary>The name of the network without its physics.</summary>
    public const string WithoutPhysics = "identity";

    /// <summary>The name of the small convolutional network.</summary>
    public const string Convolutional = "cnn";

    // The learning rates that the tuning gave. Frozen; docs/decisions.md tells the history.
    private static readonly Dictionary<string, double> learningRates = new() { ["logistic"] = 0.03, ["mlp"] = 0.03, [Convolutional] = 0.003 };

    /// <summary>Those that never had any physics.</summary>
    public static IReadOnlyList<string> Digital { get; } = [.. learningRates.Keys];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [WithoutPhysics, .. Digital];

    /// <summary>The peak learning rate of one.</summary>
    public static double LearningRateOf(string method, Recipe recipe) =>
        learningRates.TryGetValue(method, out var rate) && !recipe.LearningRates.ContainsKey(method) ? rate : recipe.LearningRateOf(method);

    /// <summary>
    /// Hidden units with which the perceptron comes closest to a number of parameters; at least 16, so that a network of few parameters is not set against one that can learn nothing.
    /// </summary>
    /// <param name="parameters">Parameters of the physical network.</param>
    /// <param name="features">Length of a row of its input.</param>
    /// <param name="classes">Number of classes.</param>
    public static int Hidden(long parameters, int features, int classes) =>
        Math.Max(16, (int)Math.Round((double)(parameters - classes) / (features + 1 + classes)));

    /// <summary>Builds one.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="system">The physical system whose rows it classifies.</param>
    /// <param name="features">Length of a row.</param>
    public static Network Build(string method, IPhysicalClassifier system, int features) => method switch
    {
        WithoutPhysics => system.Build(features),
        Convolutional => system.Convolutional(features) ?? throw new ArgumentException($"Digital rivals: expected a system whose rows have neighbours, got '{system.Name}'.", nameof(system)),
        "logistic" => DigitalNetworks.Logistic(method, features, system.Classes),
        _ => DigitalNetworks.Perceptron(method, features, Hidden(ParameterCount(system.Build(features)), features, system.Classes), system.Classes),
    };

    /// <summary>How many numbers training may change.</summary>
    /// <param name="network">The network.</param>
    /// <param name="which">Which parameters, "layer/parameter", are counted; null for all.</param>
    public static long ParameterCount(Network network, Func<string, bool>? which = null) =>
        network.Start(Noise.FromSeed(0)).Where(pair => which?.Invoke(pair.Key) ?? true).Sum(pair => (long)pair.Value.Length);

    /// <summary>Trains one and measures it.</summary>
    /// <param name="training">Method and seed.</param>
    /// <param name="system">The physical system.</param>
    /// <param name="data">The examples of the seed.</param>
    /// <param name="streams">The randomness of the run.</param>
    /// <param name="run">How it is trained and measured.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ShapeException">The physics cannot be taken out: a device has not as many outputs as inputs.</exception>
    public static MethodResult Run(
        Training training, IPhysicalClassifier system, ClassifierData data, RunNoise streams, ClassifierRun run, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        // Without its physics a network starts with the numbers of the physical one, so that only the physics differs.
        var withoutPhysics = training.Method == WithoutPhysics;
        Noise Of(NoiseRole role) => withoutPhysics ? streams.Of(role) : streams.Of(role).Split(training.Method);
        var network = Build(training.Method, system, data.Features);
        var parameters = network.Start(Of(NoiseRole.Initialisation).Split("initialisation"));
        var (estimator, objective, laboratories, step) = withoutPhysics ? Emptied(system, streams.Root) : WithoutHardware(streams.Root);
        var trained = new TrainedNetwork(system, data, network, parameters);
        var rate = run.LearningRate ?? LearningRateOf(training.Method, system.Recipe);
        var warnings = trained.Train(
            estimator, objective, laboratories, rate, Of(NoiseRole.DataOrder), run, _ => trained.QuickValidation(step, cancellation), cancellation);

        var rows = run.Test ? data.Test : data.Validation;
        var predicted = trained.Predict(rows, step, cancellation);
        var confusion = ConfusionMatrix.Of(system.Classes, rows.Labels, predicted);
        return new(
            training.Method, training.Seed, null, confusion.Accuracy, confusion.Accuracy,
            run.Test ? trained.Validation(step, cancellation) : confusion.Accuracy, clock.Elapsed.TotalSeconds, confusion, parameters)
        {
            LearningRate = rate,
            Predictions = predicted,
            Labels = rows.Labels,
            Warnings = warnings,
        };
    }

    /// <summary>The identity in the place of each device.</summary>
    /// <exception cref="ShapeException">A device has not as many outputs as inputs.</exception>
    public static IReadOnlyList<NoPhysics> Identities(IPhysicalClassifier system) =>
        [.. Enumerable.Range(0, system.Apparatuses).Select(apparatus => new NoPhysics(system.Bench.Twin(apparatus).Ports))];

    private sealed record Setting(IGradientEstimator Estimator, Objective Objective, Laboratories Laboratories, PhysicalStep Step);

    private static Setting Emptied(IPhysicalClassifier system, Noise noise)
    {
        var identities = Identities(system);
        var laboratories = new Laboratories([.. identities.Select((identity, i) => new Laboratory($"no physics {i}", identity, noise, new(0, 0)))]);
        // Parameters of a device have no effect without it. Where it has none, those that are called physical shape its drive, and train.
        IGradientEstimator estimator = new InSilico([.. identities]);
        if (identities.Any(identity => identity.Ports.ParameterCount > 0))
            estimator = new WithoutGradientOf(estimator, system.IsPhysical);
        return new(estimator, system.Recipe.Objective, laboratories, ClassifierEvaluation.OnTwins([.. identities], laboratories));
    }

    private static Setting WithoutHardware(Noise noise) =>
        new(new Ideal(), new Objective(Loss.CrossEntropy, 0), DigitalNetworks.NoHardware(noise), DigitalNetworks.NoPhysicalLayer);
}
