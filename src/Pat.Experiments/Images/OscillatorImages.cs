using Pat.Core.Autodiff;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Classification;
using Pat.Experiments.Data;
using Pat.Systems.Benches;

namespace Pat.Experiments.Images;

/// <summary>
/// Every second pixel is an initial angle of 196 oscillators; their final angles, and zeros for ten more, are the initial angles of 206 others; the
/// final angles of the ten are the classes.
/// </summary>
/// <remarks>
/// Network and recipe of the example "MNIST classification with PNNs" that accompanies Wright et al., Nature 601, 549 (2022),
/// doi 10.1038/s41586-021-04223-6 (github.com/mcmahon-lab/Physics-Aware-Training), which has no gap between device and twin.
/// </remarks>
public sealed class OscillatorImages : IImageSystem
{
    private const int Size = 28, Inputs = Size / 2 * (Size / 2);

    private static readonly RandomAffine augmentation = new(Degrees: 15, ShiftX: 0, ShiftY: 0.05, SmallestScale: 0.9, LargestScale: 1.1);
    private static readonly OscillatorNetwork network = new(Inputs, Inputs + ImageData.Classes);

    /// <inheritdoc/>
    public string Name => "oscillators";

    /// <inheritdoc/>
    public string Description =>
        "196 coupled oscillators, whose angles start as every second pixel, and then 206 others, ten of which show the class; nothing digital but one factor";

    /// <inheritdoc/>
    public Recipe Recipe { get; } = OscillatorNetwork.Recipe;

    /// <inheritdoc/>
    public Tensor Encode(Tensor images)
    {
        OscillatorNetwork.RequireSize(images, Size);
        return ImageTransforms.EverySecondPixel(images).Reshape(images.Rows, Inputs);
    }

    /// <inheritdoc/>
    public IExamples Examples(ImageSet images)
    {
        OscillatorNetwork.RequireSize(images.Height, images.Width, Size);
        return new AugmentedImages(images, Inputs, Prepare);
    }

    /// <inheritdoc/>
    public Network Build(int features)
    {
        OscillatorNetwork.RequireFeatures(features, Inputs);
        return network.Build("oscillators", (x, pass, theta) => pass.Physical(x, theta));
    }

    /// <inheritdoc/>
    public bool IsPhysical(string parameter) => OscillatorNetwork.IsPhysical(parameter);

    /// <inheritdoc/>
    public IBench Bench => network.Bench;

    /// <inheritdoc/>
    public int Apparatuses => 2;

    /// <inheritdoc/>
    public MultiplyAdds Count(int features) => network.Count(firstRuns: 1);

    private static void Prepare(ReadOnlySpan<byte> pixels, Noise noise, long example, Span<float> row)
    {
        Span<byte> chosen = stackalloc byte[Inputs];
        augmentation.Draw(noise, example, Size, Size).Apply(pixels, Size, Size, chosen, step: 2);
        for (var i = 0; i < Inputs; i++)
            row[i] = chosen[i] / 255f;
    }
}
