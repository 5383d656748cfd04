using System.Diagnostics;
using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Core.Twins;
using Pat.Experiments.Comparison;
using Pat.Experiments.Data;
using Pat.Experiments.Diagnostics;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Experiments.Vowels;

/// <summary>The ways to get a vowel classifier, by name.</summary>
public static class VowelMethods
{
    /// <summary>Learning rates that every trained method was offered on the validation rows; see docs/decisions.md.</summary>
    public static IReadOnlyList<double> TuningRates { get; } = [0.003, 0.01, 0.03, 0.1];

    // The learning rates that the tuning gave. Frozen; docs/decisions.md tells the history.
    private static readonly Dictionary<string, Method> table = new()
    {
        ["ideal"] = new(0.03, true, (setup, _) => new(setup.Twin, new Ideal(), true)) { TrainsOnDevice = true },
        ["in-silico"] = new(0.01, false, (setup, _) => new(setup.Twin, new InSilico(setup.Twin), false)),
        ["in-silico-restandardised"] = new(0.03, true, (setup, _) => new(setup.Twin, new InSilico(setup.Twin), false) { Restandardise = true }),
        ["in-silico-noise-aware"] = new(0.01, false, (setup, _) => new(setup.Twin, new InSilico(new NoisyTwin(setup.Twin, VowelRecipe.TwinNoise)), false)),
        ["in-silico-calibrated"] = new(0.03, true, Calibrated),
        ["pat"] = new(0.003, true, (setup, _) => new(setup.Twin, new PhysicsAwareTraining(setup.Twin), true)) { TrainsOnDevice = true },
        ["block-pat"] = new(0.01, true, (setup, _) => new(setup.Twin, new BlockPhysicsAwareTraining(setup.Twin), true)) { TrainsOnDevice = true },
    };

    /// <summary>All methods: trained physical networks, then digital baselines.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. table.Keys, .. DigitalBaselines.Names];

    /// <summary>Whether a method is a physical network (and not a digital baseline).</summary>
    public static bool IsPhysical(string method) => table.ContainsKey(method);

    /// <summary>Whether a method uses the device to train or to adapt, so that it can be tuned on it.</summary>
    public static bool UsesDevice(string method) => !table.TryGetValue(method, out var physical) || physical.UsesDevice;

    /// <summary>Whether a method runs the device at each step of its training.</summary>
    public static bool TrainsOnDevice(string method) => table.TryGetValue(method, out var physical) && physical.TrainsOnDevice;

    /// <summary>The peak learning rate of a method.</summary>
    public static double LearningRateOf(string method) => table.TryGetValue(method, out var physical) ? physical.LearningRate : DigitalBaselines.LearningRateOf(method);

    private sealed record Method(double LearningRate, bool UsesDevice, Func<VowelSetup, CancellationToken, Preparation> Prepare)
    {
        public bool TrainsOnDevice { get; init; }
    }

    // How a method trains: on which twin, with which gradient, and whether scales and offsets are set on the device at the start, or on the twin.
    private sealed record Preparation(IDigitalTwin Twin, IGradientEstimator Estimator, bool StartOnDevice)
    {
        public bool Restandardise { get; init; }
    }

    /// <summary>Trains a physical network with a method and measures it.</summary>
    /// <param name="name">Name of the method.</param>
    /// <param name="setup">The laboratory.</param>
    /// <param name="seed">Run seed, for the result.</param>
    /// <param name="device">Device seed, for the result.</param>
    /// <param name="epochs">Passes over the training rows.</param>
    /// <param name="learningRate">Peak learning rate; null for the method's own.</param>
    /// <param name="test">False to leave the test rows alone, as tuning does.</param>
    /// <param name="afterEpoch">Called after each epoch.</param>
    /// <param name="observer">Looks at the training; null for none.</param>
    /// <param name="cancellation">Stops the training.</param>
    public static MethodResult Run(
        string name, VowelSetup setup, long seed, long device, int epochs, double? learningRate = null, bool test = true,
        Action<EpochRecord>? afterEpoch = null, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        var warnings = new List<string>();
        var method = table[name];
        var rate = learningRate ?? method.LearningRate;
        var training = method.Prepare(setup, cancellation);
        var (network, parameters, laboratory, train) = (setup.Network, setup.Parameters, setup.Laboratory, setup.Data.Train);
        var onTwin = PhysicalSteps.Modelled(training.Twin, laboratory);
        VowelNetwork.Calibrate(
            network, parameters, train.X,
            training.StartOnDevice ? PhysicalSteps.Measured(laboratory, Purpose.Calibrate) : onTwin);
        observer?.Look(new(name, seed, device), setup, 0, epochs);
        Trainer.Train(
            network, VowelRecipe.Objective, parameters, train, training.Estimator, laboratory,
            VowelRecipe.Plan(epochs, rate), setup.Noise.Of(NoiseRole.DataOrder),
            record =>
            {
                warnings.AddRange(record.Warnings.Select(warning => warning.ToString()));
                observer?.Look(new(name, seed, device), setup, record.Epoch, epochs);
                afterEpoch?.Invoke(record);
            },
            cancellation);

        var rows = test ? setup.Data.Test : setup.Data.Validation;
        var twinAccuracy = Classifier.Accuracy(Classifier.Predict(network, parameters, rows.X, onTwin), rows.Labels);
        if (training.Restandardise)
            VowelNetwork.Restandardise(network, parameters, train.X, onTwin, PhysicalSteps.Measured(laboratory, Purpose.Calibrate));
        var onDevice = PhysicalSteps.Measured(laboratory, Purpose.Evaluate);
        var confusion = new ConfusionMatrix(VowelSet.ClassNames.Count);
        int[] first = [];
        for (var repeat = 0; repeat < VowelRecipe.TestRepeats; repeat++)
        {
            var predicted = Classifier.Predict(network, parameters, rows.X, onDevice);
            confusion.Add(ConfusionMatrix.Of(VowelSet.ClassNames.Count, rows.Labels, predicted));
            first = repeat == 0 ? predicted : first;
        }
        var validation = Classifier.Accuracy(Classifier.Predict(network, parameters, setup.Data.Validation.X, onDevice), setup.Data.Validation.Labels);
        var result = new MethodResult(name, seed, device, confusion.Accuracy, twinAccuracy, validation, clock.Elapsed.TotalSeconds, confusion, parameters)
        {
            LearningRate = rate,
            Ledger = laboratory.Ledger,
            GradientCosine = training.Restandardise ? null : DeviceGradients.Cosine(setup, training.Estimator, int.MaxValue, int.MaxValue, setup.QuietLaboratory()),
            Steps = setup.Crystal.Steps,
            WorstViolation = setup.Crystal.WorstViolation,
            Predictions = first,
            Labels = rows.Labels,
            Warnings = warnings,
        };
        observer?.End(new(name, seed, device), setup, result);
        return result;
    }

    private static Preparation Calibrated(VowelSetup setup, CancellationToken cancellation)
    {
        var fit = CalibratedCrystal.Measure(
            setup.Description, setup.Laboratory, VowelRecipe.CalibrationRuns, VowelRecipe.CalibrationEpochs, setup.Noise.Root.Split("calibration"), cancellation);
        return new(fit.Twin, new InSilico(fit.Twin), false);
    }
}
