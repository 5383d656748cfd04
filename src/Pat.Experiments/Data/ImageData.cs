using System.Security.Cryptography;
using System.Text;

namespace Pat.Experiments.Data;

/// <summary>The images of one seed, split; pixels in [0, 1], ten classes.</summary>
/// <param name="Train">What networks learn from.</param>
/// <param name="Validation">For choices and for reporting during training.</param>
/// <param name="Test">What accuracies are measured on.</param>
/// <param name="Source">"mnist" (or the folder's name) for files, "synthetic" for drawn digits.</param>
/// <param name="Description">The images in words, to print; see also <see cref="Counts"/>.</param>
/// <param name="Remarks">What a reader should know: files that are not the ones of their name. Almost always none.</param>
public sealed record ImageData(
    ImageSet Train, ImageSet Validation, ImageSet Test, string Source, string Description, IReadOnlyList<string> Remarks)
{
    /// <summary>Number of classes; labels are 0 to 9.</summary>
    public const int Classes = 10;

    /// <summary>How many of the training images of a file, its last ones, are kept for validation.</summary>
    public const int ValidationImages = 5_000;

    /// <summary>Whether nobody wrote these digits.</summary>
    public bool IsSynthetic => Source == "synthetic";

    /// <summary>The numbers of images in words.</summary>
    public string Counts =>
        FormattableString.Invariant($"{Train.Count:N0} training, {Validation.Count:N0} validation, {Test.Count:N0} test images");

    /// <summary>Opens the images of a data folder, or without a folder the drawn digits. Files are read and checked once, here.</summary>
    /// <param name="folder">A folder that holds the subfolder; null for drawn digits.</param>
    /// <param name="subfolder">Which data set: <see cref="Mnist.Subfolder"/>, or another of its format.</param>
    /// <param name="keepValidation">False to keep no validation images.</param>
    /// <returns>From the seed of a run to its data. Images of files are the same for all seeds, those of drawn digits of each seed others.</returns>
    /// <exception cref="DataException">The folder or a file cannot be used.</exception>
    public static Func<long, ImageData> Open(string? folder, string subfolder = Mnist.Subfolder, bool keepValidation = true)
    {
        if (folder is null && keepValidation)
            return seed => DrawnDigits.Draw(seed);
        if (folder is null)
            return seed => DrawnDigits.Draw(seed).WithoutValidation();
        var data = Mnist.Read(folder, subfolder).Split(keepValidation);
        return _ => data;
    }

    /// <summary>What the images are, and how they are divided: others have another fingerprint. 64 hexadecimal digits.</summary>
    internal string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in (ReadOnlySpan<ImageSet>)[Train, Validation, Test])
        {
            hash.AppendData(Encoding.ASCII.GetBytes($"{part.Count},{part.Height},{part.Width}:{string.Join(',', part.Labels)};"));
            for (var image = 0; image < part.Count; image++)
                hash.AppendData(part.Pixels(image));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private ImageData WithoutValidation() => this with { Validation = Validation.Select([]) };

    /// <summary>The same with the first training images only.</summary>
    /// <param name="count">How many; all if there are not more.</param>
    public ImageData WithFirst(int count) => count >= Train.Count ? this : this with { Train = Train.Select([.. Enumerable.Range(0, count)]) };

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
