using Pat.Core.Autodiff;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Classification;
using Pat.Experiments.Data;
using Pat.Systems.Benches;
using Pat.Systems.Electronics.TransistorCircuit;

namespace Pat.Experiments.Images;

/// <summary>Five passes through a transistor circuit, with skip connections.</summary>
/// <remarks>Depth, scales, windows and recipe come from a study of our own on validation images; docs/images.md tells it.</remarks>
public sealed class CircuitImages : IImageSystem
{
    private static readonly TransistorCircuitDescription circuit = new();

    private static readonly SeriesNetwork network = new()
    {
        Classes = ImageData.Classes,
        Layers = 5,
        Samples = circuit.Samples,
        StartScale = 0.6f,
        StartSkip = 0.5f,
        Pool = squares => Op.Sqrt(squares + 1e-6f) * 4, // so that silence has a derivative
    };

    /// <inheritdoc/>
    public string Name => "circuit";

    /// <inheritdoc/>
    public string Description =>
        "A resonant circuit with a transistor, driven and read as voltages over time, five times in a row with trainable skips; the logits are effective voltages in ten windows.";

    /// <inheritdoc/>
    public Recipe Recipe { get; } = new(Epochs: 8, BatchSize: 128, LearningRate: 0.04, new Objective(Loss.CrossEntropy, PenaltyWeight: network.Layers),
        Recipe.CosineWithWarmUp);

    /// <inheritdoc/>
    public Tensor Encode(Tensor images) => ImageTransforms.MeansAsRows(images);

    /// <inheritdoc/>
    public IExamples Examples(ImageSet images) => new RowExamples(images.ToBatch(Encode));

    /// <inheritdoc/>
    public Network Build(int features) => network.Build(features);

    /// <inheritdoc/>
    public bool IsPhysical(string parameter) => SeriesNetwork.IsPhysical(parameter);

    /// <inheritdoc/>
    public IBench Bench { get; } = new TransistorCircuitBench(circuit);

    /// <inheritdoc/>
    public MultiplyAdds Count(int features) => new(network.DigitalMultiplyAdds, network.Layers * TwinCost.Of(circuit));
}
