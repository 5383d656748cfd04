using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Classification;
using Pat.Experiments.Data;

namespace Pat.Experiments.Images;

/// <summary>A network that classifies images with one kind of physical system. One file for each; <see cref="ImageSystems"/> lists them.</summary>
public interface IImageSystem : IPhysicalClassifier
{
    int IPhysicalClassifier.Classes => ImageData.Classes;

    /// <summary>Images as rows of the network's input, without augmentation.</summary>
    /// <param name="images">[n, height, width], pixels in [0, 1].</param>
    /// <returns>[n, features].</returns>
    /// <exception cref="ShapeException">The system cannot take images of that size.</exception>
    Tensor Encode(Tensor images);

    /// <summary>Training images as the network learns from them, augmented where the recipe says so.</summary>
    IExamples Examples(ImageSet images);
}
