using Pat.Core.Tensors;
using Pat.Experiments.Data;

namespace Pat.Experiments.Tests.Data;

public class ImageTransformsTests
{
    // The value of a pixel says where it is: 10,000 n + 100 y + x.
    private static Tensor Coordinates(int height, int width, int count = 3)
    {
        var images = new Tensor(count, height, width);
        for (var i = 0; i < images.Length; i++)
            images.AsSpan()[i] = 10_000 * (i / (height * width)) + 100 * (i / width % height) + i % width;
        return images;
    }

    [Fact]
    public void Every_second_pixel_starts_with_the_first()
    {
        var y = ImageTransforms.EverySecondPixel(Coordinates(28, 28));
        Assert.Equal([3, 14, 14], y.Shape.ToArray());
        Assert.Equal([20_000, 20_002, 20_004], y.Row(2)[..3].ToArray());
        Assert.Equal(22_626, y.Row(2)[^1]);
        Assert.Equal([0, 2, 4, 200, 202, 204], ImageTransforms.EverySecondPixel(Coordinates(3, 5, 1)).Values.ToArray());
    }

    [Fact]
    public void Means_are_those_of_squares_of_four()
    {
        var y = ImageTransforms.MeanOfSquares(Coordinates(28, 28));
        Assert.Equal([3, 14, 14], y.Shape.ToArray());
        Assert.Equal(10_000 + 250.5f + 4, y.Row(1)[14 + 2]); // rows 2 and 3, columns 4 and 5
    }

    [Fact]
    public void Patches_go_row_by_row_and_so_do_their_pixels()
    {
        var y = ImageTransforms.Patches(Coordinates(28, 28));
        Assert.Equal([3, 16, 49], y.Shape.ToArray());
        for (var i = 0; i < y.Length; i++)
        {
            var (n, patch, pixel) = (i / 784, i / 49 % 16, i % 49);
            Assert.Equal(10_000 * n + 100 * (patch / 4 * 7 + pixel / 7) + patch % 4 * 7 + pixel % 7, y.Values[i]);
        }
    }

    [Fact]
    public void A_size_that_does_not_fit_is_refused()
    {
        Assert.Equal("Patches of 7x7 pixels: expected height and width that 7 divides, got 28x27.",
            Assert.Throws<ShapeException>(() => ImageTransforms.Patches(Coordinates(28, 27))).Message);
        Assert.Equal("Mean of 2x2 pixels: expected height and width that 2 divides, got 3x4.",
            Assert.Throws<ShapeException>(() => ImageTransforms.MeanOfSquares(Coordinates(3, 4))).Message);
        Assert.Equal("Every second pixel: expected images [n, height, width], got [2, 784].",
            Assert.Throws<ShapeException>(() => ImageTransforms.EverySecondPixel(new Tensor(2, 784))).Message);
    }
}
