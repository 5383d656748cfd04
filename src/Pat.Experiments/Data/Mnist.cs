namespace Pat.Experiments.Data;

/// <summary>
/// Reads the four files of MNIST, or of a data set with its names and format such as Fashion-MNIST. MNIST: Y. LeCun, L. Bottou, Y. Bengio,
/// P. Haffner, Proc. IEEE 86, 2278 (1998), doi 10.1109/5.726791.
/// </summary>
/// <remarks>Each file may be plain or gzip, with or without the ending .gz.</remarks>
public static class Mnist
{
    /// <summary>The folder in a data folder that holds the files.</summary>
    public const string Subfolder = "mnist";

    // SHA-256 of the uncompressed files.
    private static readonly Dictionary<string, string> known = new()
    {
        ["train-images-idx3-ubyte"] = "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        ["train-labels-idx1-ubyte"] = "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        ["t10k-images-idx3-ubyte"] = "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        ["t10k-labels-idx1-ubyte"] = "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    };

    /// <summary>Reads and checks the files.</summary>
    /// <param name="folder">A data folder; the files lie in <paramref name="subfolder"/> in it.</param>
    /// <param name="subfolder">Another folder for another data set; the files of "mnist" are compared with the known SHA-256.</param>
    /// <exception cref="DataException">A file is missing, cannot be read, is damaged, or does not fit the others.</exception>
    public static MnistFiles Read(string folder, string subfolder = Subfolder)
    {
        if (!Directory.Exists(folder))
            throw new DataException("Data folder", folder, $"a folder that holds {subfolder}/", File.Exists(folder) ? "a file" : "no such folder", "Check --data.");
        var path = Path.Combine(folder, subfolder);
        List<string> remarks = [];
        var training = ReadPair(path, "train", subfolder, remarks);
        var test = ReadPair(path, "t10k", subfolder, remarks);
        if ((training.Height, training.Width) != (test.Height, test.Width))
            throw new DataException("Image file", Path.Combine(path, "t10k-images-idx3-ubyte"), $"images of {training.Height}x{training.Width} pixels as in the training file",
                $"{test.Height}x{test.Width}", "Check that the files belong together.");
        return new(training, test, subfolder, remarks);
    }

    private static ImageSet ReadPair(string folder, string part, string subfolder, List<string> remarks)
    {
        var (imagePath, images) = ReadOne("Image file", folder, $"{part}-images-idx3-ubyte", 3, subfolder, remarks);
        var (labelPath, labels) = ReadOne("Label file", folder, $"{part}-labels-idx1-ubyte", 1, subfolder, remarks);
        var count = images.Dimensions[0];
        if (labels.Dimensions[0] != count)
            throw new DataException("Label file", $"{labelPath} byte 4", $"{count:N0} labels, one for each image of {imagePath}", $"{labels.Dimensions[0]:N0}",
                "Check that the two files belong together.");
        return new(images.Values, LabelsOf(labels, labelPath), images.Dimensions[1], images.Dimensions[2]);
    }

    private static (string Path, IdxFile File) ReadOne(string what, string folder, string name, int rank, string subfolder, List<string> remarks)
    {
        var plain = Path.Combine(folder, name);
        var path = File.Exists(plain) ? plain : $"{plain}.gz";
        if (!File.Exists(path))
            throw new DataException(what, plain, $"a file {name} or {name}.gz", "none", $"Check --data: it names the folder that holds {subfolder}/.");
        var file = IdxFile.Read(what, path, rank);
        if (subfolder == Subfolder && file.Sha256() is var sha && sha != known[name])
            remarks.Add($"{path} is not MNIST's: SHA-256 of its uncompressed content is {sha}, MNIST's is {known[name]}. Results are not results on MNIST.");
        return (path, file);
    }

    private static int[] LabelsOf(IdxFile file, string path)
    {
        var bytes = file.Values.Span;
        var labels = new int[bytes.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            if (bytes[i] >= ImageData.Classes)
                throw new DataException("Label file", $"{path} byte {IdxFile.HeaderLength(1) + i:N0}", $"a label from 0 to {ImageData.Classes - 1}", $"{bytes[i]}",
                    "Check that the file belongs to a task of ten classes.");
            labels[i] = bytes[i];
        }
        return labels;
    }
}

/// <summary>What the four files hold.</summary>
/// <param name="Training">The training images.</param>
/// <param name="Test">The test images.</param>
/// <param name="Name">The folder's name, "mnist" for MNIST.</param>
/// <param name="Remarks">A sentence for each file whose content is not the known one; none for the original MNIST.</param>
public sealed record MnistFiles(ImageSet Training, ImageSet Test, string Name, IReadOnlyList<string> Remarks)
{
    /// <summary>The data of every run: the last 5,000 training images validate, those before (55,000) train.</summary>
    /// <param name="keepValidation">False to train on all of them and validate on none.</param>
    /// <exception cref="DataException">There are not more than 5,000 training images.</exception>
    public ImageData Split(bool keepValidation = true)
    {
        var validation = keepValidation ? ImageData.ValidationImages : 0;
        if (Training.Count <= validation)
            throw new DataException("Images", Name, $"more than {validation:N0} training images", $"{Training.Count:N0}", "Check that the files are complete.");
        var (train, held) = ImageData.DivideAtEnd(Training, validation);
        return new(train, held, Test, Name, $"images of {Name}, {Training.Height}x{Training.Width} pixels", Remarks);
    }
}
