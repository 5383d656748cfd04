using Pat.Core.Tensors;

namespace Pat.Core.Autodiff;

/// <summary>How the numbers in a window become one; rows of the window lie <c>step</c> floats apart.</summary>
internal unsafe interface IPooling
{
    static abstract float Forward(float* x, int window, int step);

    /// <summary>Adds to dx.</summary>
    static abstract void Backward(float* x, float* dx, float dy, int window, int step);
}

internal readonly unsafe struct LargestPooling : IPooling
{
    public static float Forward(float* x, int window, int step) => x[Place(x, window, step)];

    public static void Backward(float* x, float* dx, float dy, int window, int step) => dx[Place(x, window, step)] += dy;

    // The first of the largest, or the first NaN.
    private static int Place(float* x, int window, int step)
    {
        var best = 0;
        for (var i = 0; i < window; i++)
        {
            for (var at = i * step; at < i * step + window; at++)
            {
                if (float.IsNaN(x[at]))
                    return at;
                if (x[at] > x[best])
                    best = at;
            }
        }
        return best;
    }
}

internal readonly unsafe struct MeanPooling : IPooling
{
    public static float Forward(float* x, int window, int step)
    {
        var sum = 0.0;
        for (var i = 0; i < window; i++)
        {
            for (var j = 0; j < window; j++)
                sum += x[i * step + j];
        }
        return (float)(sum / (window * window));
    }

    public static void Backward(float* x, float* dx, float dy, int window, int step)
    {
        var share = dy / (window * window);
        for (var i = 0; i < window; i++)
        {
            for (var j = 0; j < window; j++)
                dx[i * step + j] += share;
        }
    }
}

/// <summary>Slides the windows of a pooling over images, each image by itself.</summary>
internal static unsafe class PoolingKernel
{
    private const int Chunk = 4;

    public static void Forward<TPooling>(Windows windows, Tensor x, Tensor y) where TPooling : IPooling =>
        Workers.ForEachChunk(x.Rows, Chunk, (start, end) =>
        {
            fixed (float* px = x.Values, py = y.AsSpan())
            {
                var place = (long)start * y.RowLength;
                for (var plane = start * windows.Channels; plane < end * windows.Channels; plane++)
                {
                    for (var row = 0; row < windows.Rows; row++)
                    {
                        var from = px + windows.Start(plane, row);
                        for (var column = 0; column < windows.Columns; column++, from += windows.Stride)
                            py[place++] = TPooling.Forward(from, windows.WindowWidth, windows.Width);
                    }
                }
            }
        });

    /// <summary>Adds to dx.</summary>
    public static void Backward<TPooling>(Windows windows, Tensor x, Tensor dy, Tensor dx) where TPooling : IPooling =>
        Workers.ForEachChunk(x.Rows, Chunk, (start, end) =>
        {
            fixed (float* px = x.Values, pdy = dy.Values, pdx = dx.AsSpan())
            {
                var place = (long)start * dy.RowLength;
                for (var plane = start * windows.Channels; plane < end * windows.Channels; plane++)
                {
                    for (var row = 0; row < windows.Rows; row++)
                    {
                        var from = windows.Start(plane, row);
                        for (var column = 0; column < windows.Columns; column++, from += windows.Stride)
                            TPooling.Backward(px + from, pdx + from, pdy[place++], windows.WindowWidth, windows.Width);
                    }
                }
            }
        });
}
