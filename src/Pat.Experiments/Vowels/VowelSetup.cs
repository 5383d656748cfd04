using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Comparison;
using Pat.Experiments.Data;
using Pat.Systems;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Experiments.Vowels;

/// <summary>The laboratory of one method on one seed and device: everything is made anew, so methods cannot see each other.</summary>
public sealed class VowelSetup : ITaskSetup
{
    private readonly VowelOptions options;
    private readonly long deviceSeed;

    /// <summary>Sets up the bench.</summary>
    /// <param name="options">What is run.</param>
    /// <param name="data">The vowels of the seed.</param>
    /// <param name="seed">Run seed.</param>
    /// <param name="deviceSeed">Device seed.</param>
    /// <param name="noise">The randomness of the run; null for that of the options and the seed.</param>
    public VowelSetup(VowelOptions options, VowelData data, long seed, long deviceSeed, RunNoise? noise = null)
    {
        (this.options, this.deviceSeed, Data) = (options, deviceSeed, data);
        Noise = noise ?? options.NoiseOf(seed);
        Description = new();
        var bench = options.Bench;
        Device = bench.Fabricate(deviceSeed, options.Settings);
        Crystal = (CoupledWaveCrystal)Device.Physics;
        Twin = bench.Twin();
        Laboratory = In(Device, "");
        Network = VowelNetwork.Build(Device.Ports, data.Train.X.RowLength, VowelSet.ClassNames.Count);
        Parameters = Network.Start(Noise.Of(NoiseRole.Initialisation).Split("initialisation"));
    }

    /// <summary>The vowels.</summary>
    public VowelData Data { get; }

    /// <inheritdoc/>
    public RunNoise Noise { get; }

    /// <summary>Constants of the nominal apparatus.</summary>
    public SecondHarmonicDescription Description { get; }

    /// <summary>The fabricated device.</summary>
    public Device Device { get; }

    /// <summary>Its crystal, which records the worst violation of the Manley-Rowe relation.</summary>
    public CoupledWaveCrystal Crystal { get; }

    /// <summary>The nominal twin.</summary>
    public IDigitalTwin Twin { get; }

    /// <summary>The device in use.</summary>
    public Laboratory Laboratory { get; }

    /// <inheritdoc/>
    public Laboratories Laboratories => Laboratory;

    /// <inheritdoc/>
    public IReadOnlyList<IDigitalTwin> Twins => [Twin];

    /// <inheritdoc/>
    public Network Network { get; }

    /// <inheritdoc/>
    public SortedDictionary<string, Tensor> Parameters { get; }

    /// <inheritdoc/>
    public Objective Objective => VowelRecipe.Objective;

    /// <inheritdoc/>
    public IExamples Examples => new RowExamples(Data.Train, VowelRecipe.InputAugmentation);

    /// <inheritdoc/>
    public TrainingPlan Plan(int epochs, double learningRate) => VowelRecipe.Plan(epochs, learningRate);

    /// <inheritdoc/>
    public bool IsPhysical(string parameter) => parameter.EndsWith("/program", StringComparison.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<int> Labels(Rows rows) => Of(rows).Labels;

    /// <inheritdoc/>
    public Batch Some(Rows rows, int count)
    {
        var all = Of(rows);
        if (count >= all.Labels.Length)
            return all;
        // Rows are sorted by class: evenly spread ones are of all classes.
        int[] chosen = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * all.Labels.Length / count))];
        return new RowExamples(all).Pick(chosen, Noise.Root, 0);
    }

    /// <inheritdoc/>
    public int[] Predict(IReadOnlyDictionary<string, Tensor> parameters, PhysicalStep step, Rows rows, CancellationToken cancellation) =>
        Classifier.Predict(Network, parameters, Of(rows).X, step);

    /// <summary>A laboratory with the same device without levels, jitter and detector noise, at the start of its clock: for comparing gradients.</summary>
    public Laboratory QuietLaboratory() => In(Fabricate(quiet: true), "quiet ");

    /// <inheritdoc/>
    public Laboratories Shadow(bool quiet)
    {
        var shadow = In(Fabricate(quiet), "");
        shadow.State = Laboratory.State;
        return shadow;
    }

    private Device Fabricate(bool quiet) =>
        options.Bench.Fabricate(deviceSeed, quiet ? options.Settings.Quiet() : options.Settings);

    private Laboratory In(Device device, string prefix) => new(prefix + device.Name, device, Noise, SecondHarmonicBench.Timing, "apparatus 0");

    private Batch Of(Rows rows) => rows switch
    {
        Rows.Train => Data.Train,
        Rows.Validation => Data.Validation,
        _ => Data.Test,
    };
}
