using Pat.Core.Randomness;

namespace Pat.Experiments.Data;

/// <summary>The images of one seed, split; pixels in [0, 1], ten classes.</summary>
/// <param name="Train">What networks learn from.</param>
/// <param name="Validation">For choices and for reporting during training.</param>
/// <param name="Test">What accuracies are measured on.</param>
/// <param name="Source">"mnist" (or the folder's name) for files, "synthetic" for drawn digits.</param>
/// <param name="Description">Data and split in words, to print.</param>
/// <param name="Remarks">What a reader should know: files that are not the ones of their name. Almost always none.</param>
public sealed record ImageData(
    ImageSet Train, ImageSet Validation, ImageSet Test, string Source, string Description, IReadOnlyList<string> Remarks)
{
    /// <summary>Number of classes; labels are 0 to 9.</summary>
    public const int Classes = 10;

    /// <summary>Training images that are kept for validation where a file does not say which.</summary>
    public const int ValidationImages = 5_000;

    /// <summary>Whether nobody wrote these digits.</summary>
    public bool IsSynthetic => Source == "synthetic";

    /// <summary>Opens the images of a data folder, or without a folder the drawn digits. Files are read and checked once, here.</summary>
    /// <param name="folder">A folder that holds <see cref="Mnist.Subfolder"/>; null for drawn digits.</param>
    /// <returns>From the seed of a run to its data. Test images of files are always the same, those of drawn digits of each seed others.</returns>
    /// <exception cref="DataException">The folder or a file cannot be used.</exception>
    public static Func<long, ImageData> Open(string? folder)
    {
        if (folder is null)
            return seed => DrawnDigits.Draw(seed);
        var files = Mnist.Read(folder);
        return seed => files.Split(seed);
    }

    /// <summary>Divides images at random: a permutation of the seed, its first images to validate.</summary>
    /// <param name="images">All training images.</param>
    /// <param name="validation">How many of them validate, less than all.</param>
    /// <param name="seed">Run seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">No image would be left.</exception>
    public static (ImageSet Train, ImageSet Validation) Divide(ImageSet images, int validation, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(validation);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(validation, images.Count);
        var order = Noise.FromSeed(seed).Split("images, validation").Permutation(0, images.Count);
        return (images.Select(order.AsSpan(validation)), images.Select(order.AsSpan(0, validation)));
    }

    /// <summary>Divides images by their place: the last ones validate, whatever the seed.</summary>
    /// <param name="images">All training images.</param>
    /// <param name="validation">How many of them validate, less than all.</param>
    /// <exception cref="ArgumentOutOfRangeException">No image would be left.</exception>
    public static (ImageSet Train, ImageSet Validation) DivideAtEnd(ImageSet images, int validation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(validation);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(validation, images.Count);
        int[] all = [.. Enumerable.Range(0, images.Count)];
        return (images.Select(all.AsSpan(0, images.Count - validation)), images.Select(all.AsSpan(images.Count - validation)));
    }
}
