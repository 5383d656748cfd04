using Pat.Core.Autodiff;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Classification;
using Pat.Experiments.Data;
using Pat.Systems.Benches;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Experiments.Images;

/// <summary>
/// Four channels of a trainable digital map and two passes through a second-harmonic generator each, summed by a digital read-out.
/// </summary>
/// <remarks>
/// The idea is that of the hybrid network of Wright et al., Nature 601, 549 (2022), doi 10.1038/s41586-021-04223-6; sizes and recipe are our choice,
/// found on validation images (docs/decisions.md).
/// </remarks>
public sealed class ShgHybridImages : IImageSystem
{
    private static readonly SecondHarmonicDescription description = new();
    private static readonly ThinCrystal twin = new(description);
    private static readonly ShgHybridNetwork network = new(Channels: 4, Depth: 2);

    /// <inheritdoc/>
    public string Name => "shg-hybrid";

    /// <inheritdoc/>
    public string Description =>
        "Four channels of a digital affine map of 14x14 pixels and two passes through a second-harmonic generator, with scales and offsets between them; a digital affine map of their spectra gives the classes.";

    /// <inheritdoc/>
    public Recipe Recipe { get; } = new(
        Epochs: 6, BatchSize: 64, LearningRate: 0.003, new Objective(Loss.CrossEntropy, PenaltyWeight: 20),
        Recipe.CosineWithWarmUp)
    {
        LearningRates = new Dictionary<string, double> { ["identity"] = 0.03, ["logistic"] = 0.01, ["mlp"] = 0.03 },
    };

    /// <inheritdoc/>
    public Tensor Encode(Tensor images) => ImageTransforms.MeansAsRows(images);

    /// <inheritdoc/>
    public IExamples Examples(ImageSet images) => new RowExamples(images.ToBatch(Encode));

    /// <inheritdoc/>
    public Network Build(int features) => network.Build(twin.Ports, features, ImageData.Classes);

    /// <inheritdoc/>
    public bool IsPhysical(string parameter) => ShgHybridNetwork.IsPhysical(parameter);

    /// <inheritdoc/>
    public IBench Bench { get; } = new SecondHarmonicBench(description);

    /// <inheritdoc/>
    /// <remarks>Digital: four additions for each mean of 2x2 pixels, and the layers.</remarks>
    public MultiplyAdds Count(int features) =>
        new(4L * features + network.DigitalMultiplyAdds(twin.Ports, features, ImageData.Classes), network.Runs * TwinCost.Of(description));
}
