using Pat.Experiments.Data;

namespace Pat.Experiments.Tests.Data;

public sealed class MnistTests : IDisposable
{
    private const int Training = 5_030, Test = 20;

    private readonly string folder = Directory.CreateTempSubdirectory("pat-").FullName;

    public MnistTests()
    {
        Directory.CreateDirectory(Path.Combine(folder, "mnist"));
        Write("train-images-idx3-ubyte", IdxBytes.Of(IdxBytes.Counting(Training * 6), Training, 2, 3));
        Write("train-labels-idx1-ubyte.gz", IdxBytes.Gzip(IdxBytes.Of(Labels(Training), Training)));
        Write("t10k-images-idx3-ubyte.gz", IdxBytes.Of(IdxBytes.Counting(Test * 6), Test, 2, 3)); // plain in spite of its name
        Write("t10k-labels-idx1-ubyte", IdxBytes.Of(Labels(Test), Test));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Images_and_labels_are_those_of_the_files()
    {
        var files = Mnist.Read(folder);
        Assert.Equal((Training, Test, 2, 3), (files.Training.Count, files.Test.Count, files.Training.Height, files.Training.Width));
        Assert.Equal(IdxBytes.Counting(Training * 6)[^6..], files.Training.Pixels(Training - 1).ToArray());
        Assert.Equal((Training - 1) % 10, files.Training.Labels[^1]);
    }

    [Fact]
    public void Files_that_are_not_MNIST_are_read_with_a_remark_each()
    {
        var remarks = ImageData.Open(folder)(1).Remarks;
        Assert.Equal(4, remarks.Count);
        Assert.StartsWith($"{folder}/mnist/train-images-idx3-ubyte is not MNIST's: SHA-256 of its uncompressed content is ", remarks[0]);
        Assert.EndsWith("MNIST's is ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db. Results are not results on MNIST.", remarks[0]);
    }

    [Fact]
    public void Another_folder_is_another_data_set_without_remarks()
    {
        Directory.Move(Path.Combine(folder, "mnist"), Path.Combine(folder, "fashion"));
        var files = Mnist.Read(folder, "fashion");
        Assert.Empty(files.Remarks);
        Assert.Equal("fashion", files.Split().Source);
    }

    [Fact]
    public void The_last_5_000_training_images_validate_whatever_the_seed()
    {
        var open = ImageData.Open(folder);
        var data = open(1);
        Assert.Equal((30, 5_000, Test), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.Equal(PixelsOf(Mnist.Read(folder).Training), PixelsOf(data.Train).Concat(PixelsOf(data.Validation)));
        Assert.Equal(PixelsOf(data.Train), PixelsOf(open(2).Train));
        Assert.False(data.IsSynthetic);
        Assert.Equal(("images of mnist, 2x3 pixels", "30 training, 5,000 validation, 20 test images"), (data.Description, data.Counts));
    }

    [Fact]
    public void All_training_images_can_train_or_only_the_first()
    {
        var data = ImageData.Open(folder, keepValidation: false)(1);
        Assert.Equal((Training, 0), (data.Train.Count, data.Validation.Count));
        var first = data.WithFirst(7);
        Assert.Equal(PixelsOf(data.Train)[..7], PixelsOf(first.Train));
        Assert.Equal(Training, data.WithFirst(Training + 1).Train.Count);
    }

    [Fact]
    public void Dividing_at_the_end_keeps_the_order()
    {
        var files = Mnist.Read(folder);
        var (train, validation) = ImageData.DivideAtEnd(files.Training, 30);
        Assert.Equal(PixelsOf(files.Training), PixelsOf(train).Concat(PixelsOf(validation)));
        Assert.Equal(30, validation.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageData.DivideAtEnd(files.Training, Training));
    }

    [Fact]
    public void A_label_file_of_another_length_is_refused()
    {
        Write("t10k-labels-idx1-ubyte", IdxBytes.Of(Labels(Test - 1), Test - 1));
        AssertRefused($"Label file, {folder}/mnist/t10k-labels-idx1-ubyte byte 4: expected 20 labels, one for each image of "
            + $"{folder}/mnist/t10k-images-idx3-ubyte.gz, got 19. Check that the two files belong together.");
    }

    [Fact]
    public void A_label_above_the_class_count_is_refused()
    {
        var labels = Labels(Test);
        labels[7] = 10;
        Write("t10k-labels-idx1-ubyte", IdxBytes.Of(labels, Test));
        AssertRefused("t10k-labels-idx1-ubyte byte 15: expected a label from 0 to 9, got 10. Check that the file belongs to a task of ten classes.");
    }

    [Fact]
    public void Test_images_of_another_size_are_refused()
    {
        Write("t10k-images-idx3-ubyte.gz", IdxBytes.Of(IdxBytes.Counting(Test * 6), Test, 3, 2));
        AssertRefused("expected images of 2x3 pixels as in the training file, got 3x2. Check that the files belong together.");
    }

    [Fact]
    public void Exchanged_files_are_named()
    {
        File.Copy(Path.Combine(folder, "mnist/t10k-labels-idx1-ubyte"), Path.Combine(folder, "mnist/t10k-images-idx3-ubyte.gz"), overwrite: true);
        AssertRefused("got 0x00000801. This is a label file: check that the files have their own names.");
    }

    [Fact]
    public void Too_few_training_images_are_refused()
    {
        Write("train-images-idx3-ubyte", IdxBytes.Of(IdxBytes.Counting(Test * 6), Test, 2, 3));
        Write("train-labels-idx1-ubyte.gz", IdxBytes.Of(Labels(Test), Test));
        Assert.Contains("Images, mnist: expected more than 5,000 training images, got 20. Check that the files are complete.",
            Assert.Throws<DataException>(() => Mnist.Read(folder).Split()).Message);
    }

    [Fact]
    public void A_missing_folder_or_file_is_named()
    {
        Assert.Contains($"Data folder, {folder}/none: expected a folder that holds mnist/, got no such folder. Check --data.",
            Assert.Throws<DataException>(() => ImageData.Open($"{folder}/none")).Message);
        File.Delete(Path.Combine(folder, "mnist/train-labels-idx1-ubyte.gz"));
        AssertRefused($"Label file, {folder}/mnist/train-labels-idx1-ubyte: expected a file train-labels-idx1-ubyte or train-labels-idx1-ubyte.gz, got none. "
            + "Check --data: it names the folder that holds mnist/.");
    }

    [Fact]
    public void The_real_files_are_known_by_their_checksums_counts_and_first_labels()
    {
        var files = Mnist.Read(RealData.Folder("mnist/"));
        Assert.Empty(files.Remarks);
        Assert.Equal((60_000, 10_000, 28, 28), (files.Training.Count, files.Test.Count, files.Training.Height, files.Training.Width));
        Assert.Equal([5, 0, 4, 1, 9], files.Training.Labels[..5]);
        Assert.Equal([7, 2, 1, 0, 4], files.Test.Labels[..5]);
        var sum = 0L;
        for (var i = 0; i < files.Training.Count; i++)
        {
            foreach (var pixel in files.Training.Pixels(i))
                sum += pixel;
        }
        Assert.Equal(0.1307, sum / 255.0 / (60_000 * 784), 5e-5); // to the four digits that are usually quoted
    }

    [Fact]
    public void The_real_files_split_into_55_000_and_5_000()
    {
        var data = ImageData.Open(RealData.Folder("mnist/"))(3);
        Assert.Equal((55_000, 5_000, 10_000), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.All(Enumerable.Range(0, 10), digit => Assert.InRange(data.Validation.Labels.Count(label => label == digit), 400, 620));
    }

    private static byte[] Labels(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))];

    private static string[] PixelsOf(ImageSet images) => [.. Enumerable.Range(0, images.Count).Select(i => Convert.ToHexString(images.Pixels(i)))];

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(folder, "mnist", name), bytes);

    private void AssertRefused(string message) => Assert.Contains(message, Assert.Throws<DataException>(() => Mnist.Read(folder)).Message);
}
