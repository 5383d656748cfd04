using System.Diagnostics;
using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Core.Twins;
using Pat.Experiments.Comparison;
using Pat.Experiments.Diagnostics;

namespace Pat.Experiments.Classification;

/// <summary>The ways to get a classifier, by name.</summary>
public static class ClassifierMethods
{
    /// <summary>Validation examples that are looked at after each epoch; all of them at the end.</summary>
    public const int ValidationPerEpoch = 2_000;

    private static readonly Dictionary<string, Method> table = new()
    {
        ["ideal"] = new(true, setup => new Ideal()),
        ["pat"] = new(true, setup => new PhysicsAwareTraining(setup.Twins)),
        ["in-silico"] = new(false, setup => new InSilico(setup.Twins)),
        ["in-silico-noise-aware"] = new(false, setup => new InSilico([.. setup.Twins.Select(twin => new NoisyTwin(twin, setup.System.Recipe.TwinNoise))]))
        {
            Quiet = setup => new InSilico(setup.Twins),
        },
        ["block-pat"] = new(true, setup => new BlockPhysicsAwareTraining(setup.Twins)),
        ["frozen"] = new(true, setup => new WithoutGradientOf(new PhysicsAwareTraining(setup.Twins), setup.System.IsPhysical)) { IsFrozen = true },
    };

    /// <summary>All methods: networks on the device, then those without one.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. table.Keys, .. DigitalRivals.Names];

    /// <summary>The methods that are run by default.</summary>
    public static IReadOnlyList<string> Standard { get; } = ["ideal", "pat", "in-silico", "frozen", .. DigitalRivals.Names];

    /// <summary>Whether a method's network runs on a device.</summary>
    public static bool IsPhysical(string method) => table.ContainsKey(method);

    /// <summary>Whether a method uses the device to train, so that it can be tuned on it; without a device there is nothing else to tune on.</summary>
    public static bool UsesDevice(string method) => !table.TryGetValue(method, out var physical) || physical.UsesDevice;

    /// <summary>The peak learning rate of a method.</summary>
    public static double LearningRateOf(string method, Recipe recipe) =>
        IsPhysical(method) ? recipe.LearningRateOf(method) : DigitalRivals.LearningRateOf(method, recipe);

    // Whether training uses the device, and which gradient it takes.
    private sealed record Method(bool UsesDevice, Func<ClassifierSetup, IGradientEstimator> Estimator)
    {
        // What controls its device keeps its start: there is no gradient to compare.
        public bool IsFrozen { get; init; }

        // Its gradient without the noise that it trains with; null where it has none.
        public Func<ClassifierSetup, IGradientEstimator>? Quiet { get; init; }
    }

    /// <summary>Trains a network on a device with a method and measures it.</summary>
    /// <param name="training">Method, seed and device.</param>
    /// <param name="setup">The laboratories.</param>
    /// <param name="run">How it is trained and measured.</param>
    /// <param name="cancellation">Stops it.</param>
    public static MethodResult Run(Training training, ClassifierSetup setup, ClassifierRun run, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        var method = table[training.Method];
        var estimator = method.Estimator(setup);
        var onTwin = ClassifierEvaluation.OnTwins(setup.Twins, setup.Laboratories);
        var onDevice = PhysicalSteps.Measured(setup.Laboratories, Purpose.Evaluate);
        // A noisy twin draws by the number of its runs: what is looked at must not count among them.
        var looked = method.UsesDevice ? onDevice : ClassifierEvaluation.OnTwins(setup.Twins, setup.Quiet());
        var trained = new TrainedNetwork(setup.System, setup.Data, setup.Network, setup.Parameters);
        var rate = run.LearningRate ?? LearningRateOf(training.Method, setup.System.Recipe);
        run.Observer?.Look(training, setup, 0, run.Epochs);
        var warnings = trained.Train(
            estimator, setup.System.Recipe.Objective, setup.Laboratories, rate, setup.Noise.Of(NoiseRole.DataOrder), run,
            record =>
            {
                run.Observer?.Look(training, setup, record.Epoch, run.Epochs);
                return Unnoticed(setup.Laboratories, () => trained.QuickValidation(looked, cancellation));
            },
            cancellation);

        var rows = run.Test ? setup.Data.Test : setup.Data.Validation;
        var predicted = trained.Predict(rows, onDevice, cancellation);
        var confusion = ConfusionMatrix.Of(setup.System.Classes, rows.Labels, predicted);
        var twin = ConfusionMatrix.Of(setup.System.Classes, rows.Labels, trained.Predict(rows, onTwin, cancellation));
        var result = new MethodResult(
            training.Method, training.Seed, training.Device, confusion.Accuracy, twin.Accuracy,
            run.Test ? trained.Validation(onDevice, cancellation) : confusion.Accuracy, clock.Elapsed.TotalSeconds, confusion, setup.Parameters)
        {
            LearningRate = rate,
            Ledger = Ledger.Sum(setup.Laboratories.All.Select(laboratory => laboratory.Ledger)),
            Apparatuses = [.. setup.Laboratories.All.Select(laboratory => laboratory.State)],
            GradientCosine = method.IsFrozen
                ? null
                : DeviceGradients.Cosine(setup, (method.Quiet ?? method.Estimator)(setup), ClassifierEvaluation.Block, ClassifierEvaluation.GradientBlockOf(setup.Data.Features), setup.Quiet()),
            Predictions = predicted,
            Labels = rows.Labels,
            Warnings = warnings,
        };
        run.Observer?.End(training, setup, result);
        return result;
    }

    // What is looked at during training changes nothing of it: clocks and numbers of runs go on where they were.
    private static double? Unnoticed(Laboratories laboratories, Func<double?> measure)
    {
        var states = laboratories.All.Select(laboratory => laboratory.State).ToArray();
        var value = measure();
        foreach (var (laboratory, state) in laboratories.All.Zip(states))
            laboratory.State = state;
        return value;
    }
}
