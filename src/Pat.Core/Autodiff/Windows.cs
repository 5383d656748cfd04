using Pat.Core.Tensors;

namespace Pat.Core.Autodiff;

/// <summary>The places of a window that slides over an image: of a convolution or of pooling.</summary>
internal readonly record struct Windows(int Channels, int Height, int Width, int WindowHeight, int WindowWidth, int Stride, int Padding)
{
    /// <summary>Places of the window from top to bottom: ⌊(height + 2 padding − window) / stride⌋ + 1.</summary>
    public int Rows => (Height + 2 * Padding - WindowHeight) / Stride + 1;

    /// <summary>Places of the window from left to right.</summary>
    public int Columns => (Width + 2 * Padding - WindowWidth) / Stride + 1;

    public int Places => Rows * Columns;

    /// <summary>Numbers that a window sees in all channels.</summary>
    public int Seen => Channels * WindowHeight * WindowWidth;

    /// <summary>Where the first window of a row of windows begins in [batch · channels] planes of an unpadded image.</summary>
    public int Start(int plane, int row) => (plane * Height + row * Stride) * Width;

    /// <summary>The windows on images x of shape [batch, channels, height, width].</summary>
    public static Windows On(string operation, Tensor x, int windowHeight, int windowWidth, int stride, int padding)
    {
        if (x.Rank != 4)
            throw new ShapeException($"{operation} x", "[batch, channels, height, width]", x);
        ArgumentOutOfRangeException.ThrowIfLessThan(windowHeight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(windowWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        Fit(operation, "height", x.Shape[2], windowHeight, padding);
        Fit(operation, "width", x.Shape[3], windowWidth, padding);
        return new(x.Shape[1], x.Shape[2], x.Shape[3], windowHeight, windowWidth, stride, padding);
    }

    private static void Fit(string operation, string side, int size, int window, int padding)
    {
        if (size + 2 * padding < window)
            throw new ShapeException(
                $"{operation}: {side} {size} with window {window} and padding {padding} leaves no output:"
                + $" expected {side} + 2 padding >= window, got {size} + {2 * padding} < {window}.");
    }
}
