using Pat.Core.Tensors;
using Pat.Core.Training;

namespace Pat.Experiments.Data;

/// <summary>Grey images of one size with their classes. Pixels stay bytes until a batch is made; a selection shares them.</summary>
public sealed class ImageSet
{
    private const int Block = 512; // images in float32 at a time: 1.6 MB of 28x28

    private readonly ReadOnlyMemory<byte> pixels;
    private readonly int[] places;

    /// <summary>Creates a set.</summary>
    /// <param name="pixels">Row by row, image after image; 255 is 1.</param>
    /// <param name="labels">Class of each image, from 0; checked by the caller.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Columns of an image.</param>
    /// <exception cref="ShapeException">The number of pixels is not that of the images.</exception>
    public ImageSet(ReadOnlyMemory<byte> pixels, int[] labels, int height, int width)
        : this(pixels, labels, height, width, [.. Enumerable.Range(0, labels.Length)])
    {
        if (pixels.Length != (long)labels.Length * height * width)
            throw new ShapeException($"Images: {labels.Length} labels and {height}x{width} pixels: expected {(long)labels.Length * height * width} bytes, got {pixels.Length}.");
    }

    private ImageSet(ReadOnlyMemory<byte> pixels, int[] labels, int height, int width, int[] places) =>
        (this.pixels, Labels, Height, Width, this.places) = (pixels, labels, height, width, places);

    /// <summary>Number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>Rows of an image.</summary>
    public int Height { get; }

    /// <summary>Columns of an image.</summary>
    public int Width { get; }

    /// <summary>Class of each image, from 0.</summary>
    public int[] Labels { get; }

    /// <summary>The pixels of an image, row by row.</summary>
    public ReadOnlySpan<byte> Pixels(int image) => pixels.Span.Slice(places[image] * (Height * Width), Height * Width);

    /// <summary>Some of the images, in the order given.</summary>
    /// <param name="images">Their numbers, from 0.</param>
    public ImageSet Select(ReadOnlySpan<int> images)
    {
        var (labels, chosen) = (new int[images.Length], new int[images.Length]);
        for (var i = 0; i < images.Length; i++)
            (labels[i], chosen[i]) = (Labels[images[i]], places[images[i]]);
        return new(pixels, labels, Height, Width, chosen);
    }

    /// <summary>All images as rows of numbers, pixels in [0, 1].</summary>
    /// <param name="transform">
    /// Maps images [n, height, width] to [n, ...], for example one of <see cref="ImageTransforms"/>; it sees up to 512 images at a time.
    /// Null leaves them as they are.
    /// </param>
    /// <returns>X of shape [count, features], in ordinary memory.</returns>
    public Batch ToBatch(Func<Tensor, Tensor>? transform = null)
    {
        Tensor? x = null;
        using var scope = new TensorScope();
        for (var first = 0; first < Count; first += Block)
        {
            var images = Scaled(first, Math.Min(Block, Count - first));
            var rows = transform is null ? images : transform(images);
            x ??= new Tensor(Count, rows.RowLength);
            rows.Values.CopyTo(x.AsSpan()[(first * x.RowLength)..]);
            scope.Reset();
        }
        return new(x ?? new Tensor(0, Height * Width), Labels);
    }

    private Tensor Scaled(int first, int count)
    {
        var images = Tensor.CreateUninitialized(count, Height, Width);
        for (var i = 0; i < count; i++)
        {
            var row = images.Row(i);
            var bytes = Pixels(first + i);
            for (var p = 0; p < row.Length; p++)
                row[p] = bytes[p] / 255f;
        }
        return images;
    }
}
