using Pat.Core.Tensors;

namespace Pat.Experiments.Data;

/// <summary>Fixed transformations of images, from [n, height, width].</summary>
public static class ImageTransforms
{
    /// <summary>Every second pixel of every second row, from the first: [n, ⌈height / 2⌉, ⌈width / 2⌉].</summary>
    /// <remarks>As the oscillator example of github.com/mcmahon-lab/Physics-Aware-Training takes MNIST: 28x28 to 14x14.</remarks>
    public static Tensor EverySecondPixel(Tensor images)
    {
        var (height, width) = SizeOf("Every second pixel", images);
        var result = Tensor.CreateUninitialized(images.Rows, (height + 1) / 2, (width + 1) / 2);
        for (var n = 0; n < images.Rows; n++)
        {
            var from = images.Row(n);
            var to = result.Row(n);
            var next = 0;
            for (var y = 0; y < height; y += 2)
            {
                for (var x = 0; x < width; x += 2)
                    to[next++] = from[y * width + x];
            }
        }
        return result;
    }

    /// <summary>Means of squares of 2x2 pixels: [n, height / 2, width / 2].</summary>
    /// <exception cref="ShapeException">Height or width is odd.</exception>
    public static Tensor MeanOfSquares(Tensor images)
    {
        var (height, width) = SizeOf("Mean of 2x2 pixels", images, 2);
        var result = Tensor.CreateUninitialized(images.Rows, height / 2, width / 2);
        for (var n = 0; n < images.Rows; n++)
        {
            var from = images.Row(n);
            var to = result.Row(n);
            var next = 0;
            for (var y = 0; y < height; y += 2)
            {
                var upper = from.Slice(y * width, width);
                var lower = from.Slice((y + 1) * width, width);
                for (var x = 0; x < width; x += 2)
                    to[next++] = (upper[x] + upper[x + 1] + lower[x] + lower[x + 1]) / 4;
            }
        }
        return result;
    }

    /// <summary>Means of squares of 2x2 pixels as rows, [n, height · width / 4]: 28x28 to 196 values.</summary>
    /// <exception cref="ShapeException">Height or width is odd.</exception>
    public static Tensor MeansAsRows(Tensor images)
    {
        var means = MeanOfSquares(images);
        return means.Reshape(means.Rows, means.RowLength);
    }

    /// <summary>
    /// Square patches that do not overlap: [n, patches, size²]. Patches row by row, and the pixels of a patch row by row
    /// ('b c (h p1) (w p2) -> b (h w) (p1 p2 c)' with one colour): 28x28 to 16 patches of 7x7.
    /// </summary>
    /// <param name="images">[n, height, width].</param>
    /// <param name="size">Edge of a patch in pixels.</param>
    /// <exception cref="ShapeException">The size does not divide height and width.</exception>
    public static Tensor Patches(Tensor images, int size = 7)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var (height, width) = SizeOf($"Patches of {size}x{size} pixels", images, size);
        var result = Tensor.CreateUninitialized(images.Rows, height / size * (width / size), size * size);
        for (var n = 0; n < images.Rows; n++)
        {
            var from = images.Row(n);
            var to = result.Row(n);
            for (var y = 0; y < height; y += size)
            {
                for (var x = 0; x < width; x += size)
                {
                    for (var row = 0; row < size; row++, to = to[size..])
                        from.Slice((y + row) * width + x, size).CopyTo(to);
                }
            }
        }
        return result;
    }

    /// <summary>Mirrored left to right: [n, height, width].</summary>
    public static Tensor Mirror(Tensor images)
    {
        var (height, width) = SizeOf("Mirror", images);
        var result = Tensor.CreateLike(images);
        images.Values.CopyTo(result.AsSpan());
        for (var row = 0; row < images.Rows * height; row++)
            result.AsSpan().Slice(row * width, width).Reverse();
        return result;
    }

    /// <summary>The middle of the images: [n, size, size]. Where the margins cannot be equal, the upper and the left one are smaller.</summary>
    /// <param name="images">[n, height, width].</param>
    /// <param name="size">Edge of what is kept, in pixels.</param>
    /// <exception cref="ShapeException">The images are smaller than that.</exception>
    public static Tensor CentreCrop(Tensor images, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var (height, width) = SizeOf($"Centre of {size}x{size} pixels", images);
        if (height < size || width < size)
            throw new ShapeException($"Centre of {size}x{size} pixels: expected images of at least that size, got {height}x{width}.");
        var result = Tensor.CreateUninitialized(images.Rows, size, size);
        var (top, left) = ((height - size) / 2, (width - size) / 2);
        for (var n = 0; n < images.Rows; n++)
        {
            for (var row = 0; row < size; row++)
                images.Row(n).Slice((top + row) * width + left, size).CopyTo(result.Row(n)[(row * size)..]);
        }
        return result;
    }

    internal static (int Height, int Width) SizeOf(string name, Tensor images, int divisor = 1)
    {
        if (images.Rank != 3)
            throw new ShapeException($"{name}: expected images [n, height, width], got {images.ShapeText}.");
        var (height, width) = (images.Shape[1], images.Shape[2]);
        if (height % divisor != 0 || width % divisor != 0)
            throw new ShapeException($"{name}: expected height and width that {divisor} divides, got {height}x{width}.");
        return (height, width);
    }
}
