using System.Buffers;
using System.Runtime.CompilerServices;
using Pat.Core.Tensors;

namespace Pat.Core.Autodiff;

/// <summary>
/// Two-dimensional convolution as a matrix product: what each window sees becomes a column of a matrix [seen, places], and y = W columns.
/// Every image is worked on by itself, so that its bits do not depend on the batch.
/// </summary>
internal sealed unsafe class ConvolutionKernel(Windows windows, Tensor x, Tensor weight)
{
    /// <summary>Images whose weight gradients are added in float32 by one chain of products; the sums of the chunks are added in double.</summary>
    public const int Chunk = 4;

    private readonly int outputs = weight.Shape[0];

    private int Images => x.Shape[0];

    /// <summary>Adds W columns to y, which holds the bias.</summary>
    public void Forward(Tensor y) => Workers.ForEachChunk(Images, Chunk, (start, end) =>
    {
        var rented = ArrayPool<float>.Shared.Rent(windows.Seen * windows.Places);
        fixed (float* px = x.Values, pw = weight.Values, py = y.AsSpan(), columns = rented)
        {
            for (var r = start; r < end; r++)
            {
                Unfold(px + r * x.RowLength, columns);
                BlockedProduct.OfThread.Multiply(
                    new(pw, outputs, windows.Seen, transpose: false),
                    new(columns, windows.Seen, windows.Places, transpose: false), py + r * y.RowLength, accumulate: true);
            }
        }
        ArrayPool<float>.Shared.Return(rented);
    });

    /// <summary>Writes the transposed product Wᵀ dy, put back where the windows took it from, into dx.</summary>
    public void InputGradient(Tensor dy, Tensor dx) => Workers.ForEachChunk(Images, Chunk, (start, end) =>
    {
        var rented = ArrayPool<float>.Shared.Rent(windows.Seen * windows.Places);
        fixed (float* pw = weight.Values, pdy = dy.Values, pdx = dx.AsSpan(), dColumns = rented)
        {
            for (var r = start; r < end; r++)
            {
                BlockedProduct.OfThread.Multiply(
                    new(pw, outputs, windows.Seen, transpose: true),
                    new(pdy + r * dy.RowLength, outputs, windows.Places, transpose: false), dColumns, accumulate: false);
                new Span<float>(pdx + r * dx.RowLength, dx.RowLength).Clear();
                Fold(dColumns, pdx + r * dx.RowLength);
            }
        }
        ArrayPool<float>.Shared.Return(rented);
    });

    /// <summary>The sum of dy columnsᵀ over the images.</summary>
    public Tensor WeightGradient(Tensor dy)
    {
        var partial = Tensor.Create((Images + Chunk - 1) / Chunk, weight.Length);
        Workers.ForEachChunk(Images, Chunk, (start, end) =>
        {
            var rented = ArrayPool<float>.Shared.Rent(windows.Seen * windows.Places);
            fixed (float* px = x.Values, pdy = dy.Values, sum = partial.Row(start / Chunk), columns = rented)
            {
                for (var r = start; r < end; r++)
                {
                    Unfold(px + r * x.RowLength, columns);
                    BlockedProduct.OfThread.Multiply(
                        new(pdy + r * dy.RowLength, outputs, windows.Places, transpose: false),
                        new(columns, windows.Seen, windows.Places, transpose: true), sum, accumulate: true);
                }
            }
            ArrayPool<float>.Shared.Return(rented);
        });
        return Sums.OverRows(partial).Reshape(weight.Shape);
    }

    // Copies what the windows see of an image into the columns, zero beyond its edges.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Unfold(float* image, float* columns)
    {
        for (var channel = 0; channel < windows.Channels; channel++, image += windows.Height * windows.Width)
        {
            for (var i = 0; i < windows.WindowHeight; i++)
            {
                for (var j = 0; j < windows.WindowWidth; j++)
                {
                    var (first, count) = Inside(j);
                    for (var row = 0; row < windows.Rows; row++, columns += windows.Columns)
                    {
                        var source = row * windows.Stride + i - windows.Padding;
                        var to = new Span<float>(columns, windows.Columns);
                        if ((uint)source >= (uint)windows.Height || count == 0)
                        {
                            to.Clear();
                            continue;
                        }
                        to[..first].Clear();
                        to[(first + count)..].Clear();
                        var from = image + source * windows.Width + first * windows.Stride + j - windows.Padding;
                        if (windows.Stride == 1)
                            new Span<float>(from, count).CopyTo(to[first..]);
                        else
                            for (var k = 0; k < count; k++)
                                columns[first + k] = from[k * windows.Stride];
                    }
                }
            }
        }
    }

    // Unfold transposed: adds the columns to the places of the image that they were copied from.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fold(float* dColumns, float* dImage)
    {
        for (var channel = 0; channel < windows.Channels; channel++, dImage += windows.Height * windows.Width)
        {
            for (var i = 0; i < windows.WindowHeight; i++)
            {
                for (var j = 0; j < windows.WindowWidth; j++)
                {
                    var (first, count) = Inside(j);
                    for (var row = 0; row < windows.Rows; row++, dColumns += windows.Columns)
                    {
                        var target = row * windows.Stride + i - windows.Padding;
                        if ((uint)target >= (uint)windows.Height || count == 0)
                            continue;
                        var from = dColumns + first;
                        var to = dImage + target * windows.Width + first * windows.Stride + j - windows.Padding;
                        if (windows.Stride == 1)
                            TensorPrimitives.Add(new Span<float>(to, count), new ReadOnlySpan<float>(from, count), new Span<float>(to, count));
                        else
                            for (var k = 0; k < count; k++)
                                to[k * windows.Stride] += from[k];
                    }
                }
            }
        }
    }

    // The places of the window from left to right at which its column j lies inside the image.
    private (int First, int Count) Inside(int j)
    {
        var first = Math.Max(0, (windows.Padding - j + windows.Stride - 1) / windows.Stride);
        var end = Math.Min(windows.Columns, (windows.Width - 1 + windows.Padding - j + windows.Stride) / windows.Stride);
        return end > first ? (first, end - first) : (0, 0);
    }
}
