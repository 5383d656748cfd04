using Pat.Core.Tensors;

namespace Pat.Core.Autodiff;

public static partial class Op
{
    /// <summary>The largest value in each window; where several are equal, the gradient flows to the first in row-major order. NaN where the window holds one.</summary>
    /// <param name="x">Images, shape [batch, channels, height, width].</param>
    /// <param name="window">Height and width of the window, at least 1.</param>
    /// <param name="stride">How far the window moves, at least 1.</param>
    /// <returns>Shape [batch, channels, ⌊(height − window) / stride⌋ + 1, the same for the width].</returns>
    public static Var MaxPool(Var x, int window, int stride) => Pool<LargestPooling>("MaxPool", x, window, stride);

    /// <summary>The mean of each window.</summary>
    /// <inheritdoc cref="MaxPool"/>
    public static Var AveragePool(Var x, int window, int stride) => Pool<MeanPooling>("AveragePool", x, window, stride);

    private static Var Pool<TPooling>(string operation, Var x, int window, int stride) where TPooling : IPooling
    {
        var windows = Windows.On(operation, x.Value, window, window, stride, padding: 0);
        var y = Tensor.CreateUninitialized(x.Value.Shape[0], windows.Channels, windows.Rows, windows.Columns);
        PoolingKernel.Forward<TPooling>(windows, x.Value, y);
        return Var.Record(y, [x], dy =>
        {
            var dx = Tensor.Create(x.Value.Shape);
            PoolingKernel.Backward<TPooling>(windows, x.Value, dy, dx);
            return [dx];
        });
    }
}
