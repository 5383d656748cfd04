using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Experiments.Data;

namespace Pat.Experiments.Tests.Data;

public class ImageAugmentationTests
{
    private static readonly Noise noise = Noise.FromSeed(1);

    private static Tensor Numbered(int count, int height, int width)
    {
        var images = new Tensor(count, height, width);
        for (var i = 0; i < images.Length; i++)
            images.AsSpan()[i] = i + 1;
        return images;
    }

    private static float[] Mapped(float[] image, int height, int width, AffineMap map, int step = 1)
    {
        var result = new float[(height + step - 1) / step * ((width + step - 1) / step)];
        map.Apply<float>(image, height, width, result, step);
        return result;
    }

    [Theory]
    [InlineData(28, 28)]
    [InlineData(5, 4)]
    public void Ranges_of_nothing_are_the_identity(int height, int width)
    {
        var images = Numbered(3, height, width);
        var same = new RandomAffine(Degrees: 0, ShiftX: 0, ShiftY: 0, SmallestScale: 1, LargestScale: 1).Apply(images, noise, 5);
        Assert.Equal(images.Values.ToArray(), same.Values.ToArray());
    }

    [Fact]
    public void A_quarter_turn_goes_from_the_right_to_the_bottom()
    {
        float[] image = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        Assert.Equal([7, 4, 1, 8, 5, 2, 9, 6, 3], Mapped(image, 3, 3, new(Degrees: 90, Scale: 1, ShiftX: 0, ShiftY: 0)));
    }

    [Fact]
    public void A_shift_leaves_zeros_behind()
    {
        float[] image = [1, 2, 3, 4, 5, 6];
        Assert.Equal([0, 0, 0, 0, 1, 2], Mapped(image, 2, 3, new(Degrees: 0, Scale: 1, ShiftX: 1, ShiftY: 1)));
        Assert.Equal([5, 6, 0, 0, 0, 0], Mapped(image, 2, 3, new(Degrees: 0, Scale: 1, ShiftX: -1, ShiftY: -1)));
    }

    [Fact]
    public void Twice_the_size_shows_the_middle()
    {
        var image = Numbered(1, 4, 4).Values.ToArray();
        Assert.Equal([6, 6, 7, 7, 6, 6, 7, 7, 10, 10, 11, 11, 10, 10, 11, 11], Mapped(image, 4, 4, new(Degrees: 0, Scale: 2, ShiftX: 0, ShiftY: 0)));
        Assert.Equal([6, 7, 10, 11], Mapped(image, 4, 4, new(Degrees: 0, Scale: 2, ShiftX: 0, ShiftY: 0), step: 2));
    }

    [Fact]
    public void Pixels_come_from_where_the_inverse_map_says()
    {
        const int size = 28;
        var image = Numbered(1, size, size).Values.ToArray();
        var (degrees, scale, shiftX, shiftY) = (11.3, 1.07, 1.0, -1.0);
        var result = Mapped(image, size, size, new(degrees, scale, shiftX, shiftY));
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var compared = 0;
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var (dx, dy) = (x + 0.5 - 14 - shiftX, y + 0.5 - 14 - shiftY);
                var (fromX, fromY) = ((cos * dx + sin * dy) / scale + 14, (cos * dy - sin * dx) / scale + 14);
                if (Math.Abs(fromX - Math.Round(fromX)) < 1e-4 || Math.Abs(fromY - Math.Round(fromY)) < 1e-4)
                    continue; // on an edge, where rounding decides
                var inside = fromX is >= 0 and < size && fromY is >= 0 and < size;
                Assert.Equal(inside ? (int)fromY * size + (int)fromX + 1 : 0, result[y * size + x]);
                compared++;
            }
        }
        Assert.True(compared > 700);
    }

    [Fact]
    public void Draws_fill_their_ranges_evenly()
    {
        const int examples = 20_000, size = 28;
        var affine = new RandomAffine(Degrees: 15, ShiftX: 0, ShiftY: 0.05, SmallestScale: 0.9, LargestScale: 1.1);
        var (angles, scales, shifts) = (new double[examples], new double[examples], new double[examples]);
        for (var i = 0; i < examples; i++)
        {
            (angles[i], scales[i], var shiftX, shifts[i]) = affine.Draw(noise, i, size, size);
            Assert.Equal(0, shiftX);
        }
        Even(angles, -15, 15);
        Even(scales, 0.9, 1.1);
        // 0.05 * 28 = 1.4: uniform on ±1.4 and rounded to -1, 0 or 1
        foreach (var (shift, share) in new[] { (-1, 0.9 / 2.8), (0, 1 / 2.8), (1, 0.9 / 2.8) })
            Assert.Equal(share, shifts.Count(value => value == shift) / (double)examples, tolerance: 4 * Math.Sqrt(0.25 / examples));

        // Mean and variance within four standard errors (the variance of a square of a uniform number is 1/180 of the width to the fourth).
        static void Even(double[] values, double low, double high)
        {
            var (width, n) = (high - low, values.Length);
            var mean = values.Average();
            var variance = values.Sum(value => Math.Pow(value - mean, 2)) / n;
            Assert.InRange(values.Min(), low, low + 0.01 * width);
            Assert.InRange(values.Max(), high - 0.01 * width, high);
            Assert.Equal((low + high) / 2, mean, tolerance: 4 * width / Math.Sqrt(12.0 * n));
            Assert.Equal(width * width / 12, variance, tolerance: 4 * width * width / Math.Sqrt(180.0 * n));
        }
    }

    [Fact]
    public void What_an_image_becomes_depends_on_its_number_alone()
    {
        var affine = new RandomAffine(Degrees: 15, ShiftX: 0.1, ShiftY: 0.05, SmallestScale: 0.9, LargestScale: 1.1);
        var images = Numbered(7, 28, 28);
        var (moved, mirrored) = (affine.Apply(images, noise, 100), RandomFlip.Apply(images, noise, 100));
        var one = new Tensor(images.Row(4), 1, 28, 28);
        Assert.Equal(moved.Row(4).ToArray(), affine.Apply(one, noise, 104).Values.ToArray());
        Assert.Equal(mirrored.Row(4).ToArray(), RandomFlip.Apply(one, noise, 104).Values.ToArray());
        Assert.NotEqual(moved.Row(4).ToArray(), affine.Apply(one, noise, 103).Values.ToArray());
    }

    [Fact]
    public void Mirroring_twice_is_the_identity()
    {
        var images = Numbered(3, 2, 5);
        var mirrored = ImageTransforms.Mirror(images);
        Assert.Equal([5, 4, 3, 2, 1, 10, 9, 8, 7, 6], mirrored.Row(0).ToArray());
        Assert.Equal(images.Values.ToArray(), ImageTransforms.Mirror(mirrored).Values.ToArray());
    }

    [Fact]
    public void Every_other_image_is_mirrored()
    {
        const int examples = 10_000;
        var mirrored = Enumerable.Range(0, examples).Count(example => RandomFlip.IsMirrored(noise, example));
        Assert.Equal(0.5, mirrored / (double)examples, tolerance: 4 * 0.5 / Math.Sqrt(examples));
        var images = Numbered(20, 3, 4);
        var result = RandomFlip.Apply(images, noise, 0);
        for (var n = 0; n < images.Rows; n++)
            Assert.Equal((RandomFlip.IsMirrored(noise, n) ? ImageTransforms.Mirror(images) : images).Row(n).ToArray(), result.Row(n).ToArray());
    }

    [Fact]
    public void The_centre_has_equal_margins()
    {
        Assert.Equal([6, 7, 10, 11], ImageTransforms.CentreCrop(Numbered(1, 4, 4), 2).Values.ToArray());
        Assert.Equal([7, 8, 9, 12, 13, 14, 17, 18, 19], ImageTransforms.CentreCrop(Numbered(1, 5, 5), 3).Values.ToArray());
        var images = Numbered(2, 6, 4);
        var centre = ImageTransforms.CentreCrop(images, 4);
        Assert.Equal(images.Row(1)[4..20].ToArray(), centre.Row(1).ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Equal("Centre of 9x9 pixels: expected images of at least that size, got 8x12.",
            Assert.Throws<ShapeException>(() => ImageTransforms.CentreCrop(Numbered(1, 8, 12), 9)).Message);
        Assert.Equal("Mirror: expected images [n, height, width], got [2, 784].",
            Assert.Throws<ShapeException>(() => ImageTransforms.Mirror(new Tensor(2, 784))).Message);
        Assert.Equal("RandomAffine scale: expected 0 < smallest <= largest, got 1.1 and 0.9.",
            Assert.Throws<ArgumentException>(() => new RandomAffine(15, 0, 0, 1.1, 0.9)).Message);
    }
}
