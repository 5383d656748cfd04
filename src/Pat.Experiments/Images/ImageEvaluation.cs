using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Data;

namespace Pat.Experiments.Images;

/// <summary>Measures networks on images, some hundred at a time, so that memory does not grow with their number.</summary>
public static class ImageEvaluation
{
    /// <summary>Images that are sent through a network together.</summary>
    public const int Block = 512;

    /// <summary>Images of which a gradient is taken together.</summary>
    public const int GradientBlock = 128;

    /// <summary>Layers computed by the twins, without keeping anything for a gradient.</summary>
    public static PhysicalStep OnTwins(IReadOnlyList<IDigitalTwin> twins, Laboratories laboratories) => PhysicalSteps.Computed(twins, laboratories);

    /// <summary>Length of a row of a network's input for images of this size.</summary>
    /// <exception cref="ShapeException">The system cannot take images of that size.</exception>
    public static int Features(IImageSystem system, ImageSet images) => First(images, 1).ToBatch(system.Encode).X.RowLength;

    /// <summary>The first images of a set; all if there are not more.</summary>
    public static ImageSet First(ImageSet images, int count) => Part(images, 0, count);

    /// <summary>Counts how the images are classified.</summary>
    /// <param name="system">What encodes them.</param>
    /// <param name="network">The network.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="images">The images.</param>
    /// <param name="step">How physical layers are carried out.</param>
    /// <param name="cancellation">Stops between two blocks.</param>
    public static ConfusionMatrix Classify(
        IImageSystem system, Network network, IReadOnlyDictionary<string, Tensor> parameters, ImageSet images, PhysicalStep step, CancellationToken cancellation) =>
        ConfusionMatrix.Of(ImageData.Classes, images.Labels, Predict(system, network, parameters, images, step, cancellation));

    /// <summary>The predicted class of each image.</summary>
    /// <param name="system">What encodes them.</param>
    /// <param name="network">The network.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="images">The images.</param>
    /// <param name="step">How physical layers are carried out.</param>
    /// <param name="cancellation">Stops between two blocks.</param>
    public static int[] Predict(
        IImageSystem system, Network network, IReadOnlyDictionary<string, Tensor> parameters, ImageSet images, PhysicalStep step, CancellationToken cancellation)
    {
        var predicted = new int[images.Count];
        for (var first = 0; first < images.Count; first += Block)
        {
            cancellation.ThrowIfCancellationRequested();
            var batch = Part(images, first, Block).ToBatch(system.Encode);
            Classifier.Predict(network, parameters, batch.X, step).CopyTo(predicted, first);
        }
        return predicted;
    }

    /// <summary>Some images in a row.</summary>
    public static ImageSet Part(ImageSet images, int first, int count) =>
        images.Select([.. Enumerable.Range(first, Math.Min(count, images.Count - first))]);
}
