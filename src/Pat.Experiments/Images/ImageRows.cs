using Pat.Core.Training;
using Pat.Experiments.Classification;
using Pat.Experiments.Data;

namespace Pat.Experiments.Images;

/// <summary>Images as rows of a network's input.</summary>
/// <param name="system">What encodes them.</param>
/// <param name="images">The images.</param>
public sealed class ImageRows(IImageSystem system, ImageSet images) : ILabelledRows
{
    /// <inheritdoc/>
    public int Count => images.Count;

    /// <inheritdoc/>
    public IReadOnlyList<int> Labels => images.Labels;

    /// <inheritdoc/>
    public Batch Part(int first, int count) =>
        images.Select([.. Enumerable.Range(first, Math.Min(count, images.Count - first))]).ToBatch(system.Encode);

    /// <summary>The images of a seed as a system sees them.</summary>
    public static ClassifierData Of(IImageSystem system, ImageData data) => new(
        system.Examples(data.Train), new ImageRows(system, data.Train), new ImageRows(system, data.Validation), new ImageRows(system, data.Test));
}
