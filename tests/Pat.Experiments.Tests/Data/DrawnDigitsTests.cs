using Pat.Experiments.Data;

namespace Pat.Experiments.Tests.Data;

public class DrawnDigitsTests
{
    private static readonly ImageData data = DrawnDigits.Draw(1, train: 400, validation: 100, test: 205);

    [Fact]
    public void The_default_is_drawn_and_says_so()
    {
        var shipped = ImageData.Open(null)(5);
        Assert.True(shipped.IsSynthetic);
        Assert.StartsWith("SYNTHETIC digits of seed 5, drawn by the program from strokes, 28x28 pixels", shipped.Description);
        Assert.Equal("10,000 training, 1,000 validation, 2,000 test images", shipped.Counts);
        Assert.Equal((10_000, 1_000, 2_000), (shipped.Train.Count, shipped.Validation.Count, shipped.Test.Count));
        Assert.Empty(shipped.Remarks);
    }

    [Fact]
    public void A_seed_draws_the_same_bits_again() => Assert.Equal(Bytes(data.Train), Bytes(DrawnDigits.Draw(1, train: 400).Train));

    [Fact]
    public void An_image_is_the_same_however_many_are_drawn_on_however_many_threads() =>
        Assert.Equal(Bytes(data.Train)[..(784 * 100)], Bytes(DrawnDigits.Draw(1, train: 100).Train)); // 100 on one thread, 400 on several

    [Fact]
    public void Seeds_and_parts_of_the_data_differ()
    {
        Assert.NotEqual(Bytes(data.Train), Bytes(DrawnDigits.Draw(2, train: 400).Train));
        Assert.NotEqual(Bytes(data.Train)[..78_400], Bytes(data.Validation));
        Assert.NotEqual(Bytes(data.Validation), Bytes(data.Test)[..78_400]);
    }

    [Fact]
    public void Classes_are_balanced()
    {
        Assert.All(Enumerable.Range(0, 10), digit => Assert.Equal(40, data.Train.Labels.Count(label => label == digit)));
        Assert.All(Enumerable.Range(0, 10), digit => Assert.InRange(data.Test.Labels.Count(label => label == digit), 20, 21));
    }

    [Fact]
    public void Pixels_lie_between_0_and_1_and_use_that_range()
    {
        var x = data.Train.ToBatch().X.Values.ToArray();
        Assert.Equal((0f, 1f), (x.Min(), x.Max()));
        Assert.InRange(x.Average(), 0.05, 0.25); // handwriting of MNIST: 0.13
    }

    [Fact]
    public void Ink_is_in_the_picture()
    {
        // Each digit leaves at least a few bright pixels, and the outermost ring, a seventh of the picture, holds little of the ink.
        for (var image = 0; image < data.Train.Count; image++)
        {
            var pixels = data.Train.Pixels(image).ToArray();
            var inked = pixels.Index().Where(pixel => pixel.Item > 100).ToArray();
            var outside = inked.Count(pixel => pixel.Index % 28 is 0 or 27 || pixel.Index / 28 is 0 or 27);
            Assert.InRange(inked.Length, 15, 300);
            Assert.InRange(outside, 0, inked.Length / 5);
        }
    }

    private static byte[] Bytes(ImageSet images) => [.. Enumerable.Range(0, images.Count).SelectMany(i => images.Pixels(i).ToArray())];
}
