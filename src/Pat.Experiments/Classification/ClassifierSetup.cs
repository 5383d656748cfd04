using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.Classification;

/// <summary>The laboratories of one method on one seed and device: everything is made anew, so methods cannot see each other.</summary>
public sealed class ClassifierSetup : ITaskSetup
{
    private readonly ClassifierOptions options;
    private readonly long deviceSeed;

    /// <summary>Sets up the devices.</summary>
    /// <param name="system">The physical system.</param>
    /// <param name="options">What is run.</param>
    /// <param name="data">The examples of the seed.</param>
    /// <param name="seed">Run seed.</param>
    /// <param name="deviceSeed">Device seed.</param>
    /// <param name="noise">The randomness of the run; null for that of the options and the seed.</param>
    /// <exception cref="ArgumentException">No device can be made with these factors.</exception>
    public ClassifierSetup(IPhysicalClassifier system, ClassifierOptions options, ClassifierData data, long seed, long deviceSeed, RunNoise? noise = null)
    {
        (System, this.options, Data, this.deviceSeed) = (system, options, data, deviceSeed);
        Noise = noise ?? options.NoiseOf(seed);
        var bench = FabricatedBench.Of(system, options.Settings, deviceSeed);
        Twins = bench.Twins;
        Laboratories = In(bench, "");
        Network = system.Build(data.Features);
        Parameters = Network.Start(Noise.Of(NoiseRole.Initialisation).Split("initialisation"));
    }

    /// <summary>The physical system.</summary>
    public IPhysicalClassifier System { get; }

    /// <summary>The examples.</summary>
    public ClassifierData Data { get; }

    /// <inheritdoc/>
    public RunNoise Noise { get; }

    /// <inheritdoc/>
    public IReadOnlyList<IDigitalTwin> Twins { get; }

    /// <inheritdoc/>
    public Laboratories Laboratories { get; }

    /// <inheritdoc/>
    public Network Network { get; }

    /// <inheritdoc/>
    public SortedDictionary<string, Tensor> Parameters { get; }

    /// <inheritdoc/>
    public Objective Objective => System.Recipe.Objective;

    /// <inheritdoc/>
    public IExamples Examples => Data.Examples;

    /// <inheritdoc/>
    public TrainingPlan Plan(int epochs, double learningRate) => System.Recipe.Plan(epochs, learningRate);

    /// <inheritdoc/>
    public bool IsPhysical(string parameter) => System.IsPhysical(parameter);

    /// <inheritdoc/>
    public IReadOnlyList<int> Labels(Rows rows) => Of(rows).Labels;

    /// <inheritdoc/>
    public Batch Some(Rows rows, int count) => Of(rows).Part(0, count);

    /// <inheritdoc/>
    public int[] Predict(IReadOnlyDictionary<string, Tensor> parameters, PhysicalStep step, Rows rows, CancellationToken cancellation) =>
        ClassifierEvaluation.Predict(Network, parameters, Of(rows), step, cancellation);

    /// <summary>Laboratories with the same devices without converters, jitter and noise, at the start of their clocks: for comparing gradients.</summary>
    public Laboratories Quiet() => In(FabricatedBench.Of(System, options.Settings.Quiet(), deviceSeed), "quiet ");

    /// <inheritdoc/>
    public Laboratories Shadow(bool quiet)
    {
        var shadow = In(FabricatedBench.Of(System, quiet ? options.Settings.Quiet() : options.Settings, deviceSeed), "");
        foreach (var (laboratory, original) in shadow.All.Zip(Laboratories.All))
            laboratory.State = original.State;
        return shadow;
    }

    private ILabelledRows Of(Rows rows) => rows switch
    {
        Rows.Train => Data.Train,
        Rows.Validation => Data.Validation,
        _ => Data.Test,
    };

    private Laboratories In(FabricatedBench bench, string prefix) =>
        new([.. bench.Devices.Select((device, i) => new Laboratory(prefix + device.Name, device, Noise, bench.Timing, $"apparatus {i}"))]);
}
