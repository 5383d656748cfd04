using Pat.Core.Autodiff;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Classification;
using Pat.Experiments.Data;
using Pat.Systems.Benches;

namespace Pat.Experiments.Images;

/// <summary>
/// Sixteen patches of 7x7 pixels go one after the other through the same 100 oscillators, 51 of which start at 0; all final angles, and zeros for
/// ten more, are the initial angles of 1610 others; the final angles of the ten are the classes.
/// </summary>
/// <remarks>
/// Network and recipe of the example "Fashion MNIST classification with PNN and PAT" that accompanies Wright et al., Nature 601, 549 (2022),
/// doi 10.1038/s41586-021-04223-6 (github.com/mcmahon-lab/Physics-Aware-Training).
/// </remarks>
public sealed class OscillatorPatches : IImageSystem
{
    private const int Size = 28, Edge = 7, Patches = Size / Edge * (Size / Edge), Small = 100;

    private static readonly OscillatorNetwork network = new(Small, Patches * Small + ImageData.Classes);

    /// <inheritdoc/>
    public string Name => "oscillators-patches";

    /// <inheritdoc/>
    public string Description =>
        "100 coupled oscillators that sixteen patches of an image pass in turn, and then 1610 others, ten of which show the class; nothing digital but one factor";

    /// <inheritdoc/>
    public Recipe Recipe { get; } = OscillatorNetwork.Recipe;

    /// <inheritdoc/>
    public Tensor Encode(Tensor images)
    {
        OscillatorNetwork.RequireSize(images, Size);
        return ImageTransforms.Patches(images, Edge).Reshape(images.Rows, Size * Size);
    }

    /// <inheritdoc/>
    public IExamples Examples(ImageSet images)
    {
        OscillatorNetwork.RequireSize(images.Height, images.Width, Size);
        return new AugmentedImages(images, Size * Size, Prepare);
    }

    /// <inheritdoc/>
    public Network Build(int features)
    {
        OscillatorNetwork.RequireFeatures(features, Size * Size);
        return network.Build("oscillators, patches", (x, pass, theta) =>
        {
            var patches = Op.Reshape(x, x.Value.Rows * Patches, Edge * Edge);
            return Op.Reshape(pass.Physical(OscillatorNetwork.Padded(patches, Small), theta), x.Value.Rows, Patches * Small);
        });
    }

    /// <inheritdoc/>
    public bool IsPhysical(string parameter) => OscillatorNetwork.IsPhysical(parameter);

    /// <inheritdoc/>
    public IBench Bench => network.Bench;

    /// <inheritdoc/>
    public int Apparatuses => 2;

    /// <inheritdoc/>
    public MultiplyAdds Count(int features) => network.Count(firstRuns: Patches);

    // Patch by patch, and row by row in each; mirroring an image mirrors its rows before that.
    private static void Prepare(ReadOnlySpan<byte> pixels, Noise noise, long example, Span<float> row)
    {
        var mirrored = RandomFlip.IsMirrored(noise, example);
        for (var i = 0; i < row.Length; i++)
        {
            var (patch, within) = (i / (Edge * Edge), i % (Edge * Edge));
            var y = patch / (Size / Edge) * Edge + within / Edge;
            var x = patch % (Size / Edge) * Edge + within % Edge;
            row[i] = pixels[y * Size + (mirrored ? Size - 1 - x : x)] / 255f;
        }
    }
}
