using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Experiments.Data;

/// <summary>Mirrors every other training image, at random, left to right. What an example gets depends on the stream and its number alone.</summary>
public static class RandomFlip
{
    /// <summary>Whether an example is mirrored: with probability ½.</summary>
    /// <param name="noise">Stream of the augmentation.</param>
    /// <param name="example">Number of the example among all that the training sees.</param>
    public static bool IsMirrored(Noise noise, long example) => noise.Uniform(example) < 0.5f;

    /// <summary>Images [n, height, width], some of them mirrored.</summary>
    /// <param name="images">The images.</param>
    /// <param name="noise">Stream of the augmentation.</param>
    /// <param name="first">Number of the first image among all examples that the training sees.</param>
    public static Tensor Apply(Tensor images, Noise noise, long first)
    {
        var result = ImageTransforms.Mirror(images);
        for (var n = 0; n < images.Rows; n++)
        {
            if (!IsMirrored(noise, first + n))
                images.Row(n).CopyTo(result.Row(n));
        }
        return result;
    }
}
