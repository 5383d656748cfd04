using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Classification;
using Pat.Experiments.Data;

namespace Pat.Experiments.Images;

/// <summary>Makes a row of a network's input from an image, augmented.</summary>
/// <param name="pixels">The image, row by row; 255 is 1.</param>
/// <param name="noise">Stream of the augmentation.</param>
/// <param name="example">Number of the example among all that the training sees.</param>
/// <param name="row">Receives the row.</param>
public delegate void ImagePreparation(ReadOnlySpan<byte> pixels, Noise noise, long example, Span<float> row);

/// <summary>Training images that stay bytes until a batch needs them, and are augmented then: differently each time.</summary>
/// <param name="images">The images.</param>
/// <param name="features">Numbers in a row.</param>
/// <param name="prepare">Makes a row.</param>
public sealed class AugmentedImages(ImageSet images, int features, ImagePreparation prepare) : IExamples
{
    /// <inheritdoc/>
    public int Count => images.Count;

    /// <inheritdoc/>
    public Batch Pick(ReadOnlySpan<int> chosen, Noise noise, long first)
    {
        var x = Tensor.CreateUninitialized(chosen.Length, features);
        var labels = new int[chosen.Length];
        for (var i = 0; i < chosen.Length; i++)
        {
            prepare(images.Pixels(chosen[i]), noise, first + i, x.Row(i));
            labels[i] = images.Labels[chosen[i]];
        }
        return new(x, labels);
    }
}
