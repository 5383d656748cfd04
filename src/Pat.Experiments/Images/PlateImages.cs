using Pat.Core.Autodiff;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Classification;
using Pat.Experiments.Data;
using Pat.Systems.Benches;
using Pat.Systems.Mechanics.OscillatingPlate;

namespace Pat.Experiments.Images;

/// <summary>Four passes through an oscillating plate.</summary>
/// <remarks>Depth, scales, windows and recipe come from a study of our own on validation images; docs/images.md tells it.</remarks>
public sealed class PlateImages : IImageSystem
{
    private static readonly OscillatingPlateDescription plate = new();

    private static readonly SeriesNetwork network = new()
    {
        Classes = ImageData.Classes,
        Layers = 4,
        Samples = plate.Samples,
        StartScale = 0.8f,
        FirstRead = plate.Samples / 4,
        Pool = squares => squares * 10,
    };

    /// <inheritdoc/>
    public string Name => "plate";

    /// <inheritdoc/>
    public string Description => "An oscillating titanium plate, driven by a voice coil and heard by a microphone, four times in a row; the logits are energies in ten windows.";

    /// <inheritdoc/>
    public Recipe Recipe { get; } = new(Epochs: 8, BatchSize: 128, LearningRate: 0.04, new Objective(Loss.CrossEntropy, PenaltyWeight: network.Layers),
        Recipe.CosineWithWarmUp)
    {
        LearningRates = new Dictionary<string, double> { ["in-silico"] = 0.02, ["in-silico-noise-aware"] = 0.02 },
    };

    /// <inheritdoc/>
    public Tensor Encode(Tensor images) => ImageTransforms.MeansAsRows(images);

    /// <inheritdoc/>
    public IExamples Examples(ImageSet images) => new RowExamples(images.ToBatch(Encode));

    /// <inheritdoc/>
    public Network Build(int features) => network.Build(features);

    /// <inheritdoc/>
    public bool IsPhysical(string parameter) => SeriesNetwork.IsPhysical(parameter);

    /// <inheritdoc/>
    public IBench Bench { get; } = new OscillatingPlateBench(plate);

    /// <inheritdoc/>
    public MultiplyAdds Count(int features) => new(network.DigitalMultiplyAdds, network.Layers * TwinCost.Of(plate));
}
