using Pat.Core.Randomness;
using Pat.Core.Tensors;
using static System.FormattableString;

namespace Pat.Experiments.Data;

/// <summary>Turns, scales and shifts every training image at random.</summary>
/// <remarks>
/// Drawn as torchvision's RandomAffine(degrees, translate, scale) does: angle and scale uniform, shifts uniform and then rounded to whole pixels,
/// nearest pixel, 0 outside (see <see cref="AffineMap"/>). The draws of an example depend on the stream and its number alone.
/// </remarks>
/// <param name="Degrees">Largest angle, in both directions.</param>
/// <param name="ShiftX">Largest shift along a row, in both directions, as a part of the width.</param>
/// <param name="ShiftY">Largest shift along a column, in both directions, as a part of the height.</param>
/// <param name="SmallestScale">Smallest factor of the size, above 0.</param>
/// <param name="LargestScale">Largest factor of the size.</param>
public sealed record RandomAffine(double Degrees, double ShiftX, double ShiftY, double SmallestScale, double LargestScale)
{
    /// <summary>Smallest factor of the size, above 0.</summary>
    /// <exception cref="ArgumentException">The factors are not in order.</exception>
    public double SmallestScale { get; } = SmallestScale > 0 && LargestScale >= SmallestScale && double.IsFinite(LargestScale)
        ? SmallestScale
        : throw new ArgumentException(Invariant($"RandomAffine scale: expected 0 < smallest <= largest, got {SmallestScale} and {LargestScale}."));

    /// <summary>The map of one example.</summary>
    /// <param name="noise">Stream of the augmentation.</param>
    /// <param name="example">Number of the example among all that the training sees.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Columns of an image.</param>
    public AffineMap Draw(Noise noise, long example, int height, int width)
    {
        Span<float> u = stackalloc float[4];
        noise.Uniforms(example, u);
        return new(
            Between(u[0], -Degrees, Degrees),
            Between(u[1], SmallestScale, LargestScale),
            Math.Round(Between(u[2], -ShiftX * width, ShiftX * width)),
            Math.Round(Between(u[3], -ShiftY * height, ShiftY * height)));
    }

    /// <summary>Images [n, height, width], each with a map of its own.</summary>
    /// <param name="images">The images.</param>
    /// <param name="noise">Stream of the augmentation.</param>
    /// <param name="first">Number of the first image among all examples that the training sees.</param>
    public Tensor Apply(Tensor images, Noise noise, long first)
    {
        var (height, width) = ImageTransforms.SizeOf("Random affine map", images);
        var result = Tensor.CreateLike(images);
        for (var n = 0; n < images.Rows; n++)
            Draw(noise, first + n, height, width).Apply<float>(images.Row(n), height, width, result.Row(n));
        return result;
    }

    private static double Between(float u, double low, double high) => low + u * (high - low);
}
