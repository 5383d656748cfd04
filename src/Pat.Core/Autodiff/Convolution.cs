using Pat.Core.Tensors;

namespace Pat.Core.Autodiff;

public static partial class Op
{
    /// <summary>
    /// Two-dimensional convolution as neural networks use the word, without turning the window around:
    /// y[n, o, r, s] = bias[o] + Σ over c, i, j of weight[o, c, i, j] · x[n, c, r · stride + i − padding, s · stride + j − padding],
    /// where x is zero beyond its edges.
    /// </summary>
    /// <param name="x">Images, shape [batch, channels, height, width].</param>
    /// <param name="weight">Shape [out, channels, windowHeight, windowWidth].</param>
    /// <param name="bias">Shape [out].</param>
    /// <param name="stride">How far the window moves, at least 1.</param>
    /// <param name="padding">Rows and columns of zeros on every side, at least 0.</param>
    /// <returns>Shape [batch, out, ⌊(height + 2 padding − windowHeight) / stride⌋ + 1, the same for the width].</returns>
    public static Var Convolve(Var x, Var weight, Var bias, int stride = 1, int padding = 0)
    {
        if (weight.Value.Rank != 4 || (x.Value.Rank == 4 && weight.Value.Shape[1] != x.Value.Shape[1]))
            throw new ShapeException(
                $"Convolve: expected x [batch, channels, height, width] and weight [out, channels, windowHeight, windowWidth], got {x.Value.ShapeText} and {weight.Value.ShapeText}.");
        var windows = Windows.On("Convolve", x.Value, weight.Value.Shape[2], weight.Value.Shape[3], stride, padding);
        Expect("Convolve bias", bias, weight.Value.Rows);
        var kernel = new ConvolutionKernel(windows, x.Value, weight.Value);
        var y = Tensor.CreateUninitialized(x.Value.Shape[0], weight.Value.Rows, windows.Rows, windows.Columns);
        for (var i = 0; i < x.Value.Shape[0] * bias.Value.Length; i++)
            y.AsSpan().Slice(i * windows.Places, windows.Places).Fill(bias.Value.Values[i % bias.Value.Length]);
        kernel.Forward(y);
        return Var.Record(y, [x, weight, bias], dy =>
        {
            Tensor? dx = null;
            if (x.NeedsGradient)
                kernel.InputGradient(dy, dx = Tensor.CreateLike(x.Value));
            return [dx, weight.NeedsGradient ? kernel.WeightGradient(dy) : null, bias.NeedsGradient ? ChannelSums(dy, windows.Places) : null];
        });
    }

    // The sum over images and places of [batch, channels, rows, columns], in double, image by image.
    private static Tensor ChannelSums(Tensor dy, int places)
    {
        var channels = dy.Shape[1];
        var sums = Tensor.CreateUninitialized(channels);
        for (var channel = 0; channel < channels; channel++)
        {
            var sum = 0.0;
            for (var r = 0; r < dy.Rows; r++)
                sum += Sums.Of(dy.Values.Slice((r * channels + channel) * places, places));
            sums.AsSpan()[channel] = (float)sum;
        }
        return sums;
    }
}
