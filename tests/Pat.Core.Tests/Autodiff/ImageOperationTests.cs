using Pat.Core.Autodiff;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Core.Tests.Autodiff;

[Trait("Category", "Law")]
public sealed class ImageOperationTests
{
    // batch, channels, height, width, out, window height, window width, stride, padding
    public static TheoryData<string> Convolutions => new()
    {
        "1, 1, 1, 1, 1, 1, 1, 1, 0",
        "2, 1, 5, 5, 1, 3, 3, 1, 0",
        "3, 2, 5, 7, 3, 3, 2, 1, 1",
        "5, 3, 6, 5, 2, 2, 3, 2, 0",
        "2, 2, 7, 6, 4, 3, 3, 2, 2",
        "9, 1, 4, 4, 2, 4, 4, 3, 1",
        "1, 2, 2, 2, 1, 5, 5, 1, 2",
        "2, 1, 1, 1, 1, 3, 3, 1, 3", // some windows see nothing but padding
        "2, 1, 3, 20, 1, 1, 1, 3, 0",
    };

    [Theory, MemberData(nameof(Convolutions))]
    public void Convolution_is_its_sum(string sizes)
    {
        var c = Array.ConvertAll(sizes.Split(", "), int.Parse);
        var (x, weight, bias) = Operands(c);
        using var tape = new Tape(recording: false);
        var y = Op.Convolve(tape.Constant(x), tape.Constant(weight), tape.Constant(bias), c[7], c[8]).Value;
        var expected = Slow(x, weight, bias, c[7], c[8]);
        Assert.Equal([c[0], c[4], (c[2] + 2 * c[8] - c[5]) / c[7] + 1, (c[3] + 2 * c[8] - c[6]) / c[7] + 1], y.Shape.ToArray());
        // At most 50 terms of size 1 or so in float32: 50 · 6e-8 · 5.
        for (var i = 0; i < y.Length; i++)
            Assert.Equal(expected[i], y.Values[i], tolerance: 1.5e-5);
    }

    [Theory, MemberData(nameof(Convolutions))]
    public void Convolution_gradients_are_the_transposed_derivative(string sizes)
    {
        var c = Array.ConvertAll(sizes.Split(", "), int.Parse);
        // y is linear in each operand alone: <w, Convolve(v, weight, 0)> = <dx, v>, and so on, without differences.
        var (x, weight, bias) = Operands(c);
        var (vx, vWeight, vBias) = Operands(c, seed: 2);
        using var tape = new Tape();
        var (vars, y) = Recorded(tape, x, weight, bias, c);
        var w = Normal(3, y.Value.Shape);
        tape.Backward(y, w);

        var zero = new Tensor(bias.Shape);
        AssertClose(Dot(w, Slow(vx, weight, zero, c[7], c[8])), Dot(tape.Gradient(vars[0]), vx), w.Length);
        AssertClose(Dot(w, Slow(x, vWeight, zero, c[7], c[8])), Dot(tape.Gradient(vars[1]), vWeight), w.Length);
        AssertClose(Dot(w, Slow(x, new Tensor(weight.Shape), vBias, c[7], c[8])), Dot(tape.Gradient(vars[2]), vBias), w.Length);
    }

    [Theory, MemberData(nameof(Convolutions))]
    public void An_image_does_not_see_its_batch_nor_the_threads(string sizes)
    {
        var c = Array.ConvertAll(sizes.Split(", "), int.Parse);
        var (x, weight, bias) = Operands(c);
        using var tape = new Tape();
        var (vars, y) = Recorded(tape, x, weight, bias, c);
        var w = Normal(3, y.Value.Shape);
        tape.Backward(y, w);
        for (var r = 0; r < c[0]; r++)
        {
            var (aloneVars, alone) = Recorded(tape, RowOf(x, r), weight, bias, c);
            Assert.Equal(y.Value.Row(r), alone.Value.Row(0));
            var dx = tape.Gradient(vars[0]).Row(r).ToArray();
            using var other = new Tape();
            var (otherVars, otherY) = Recorded(other, RowOf(x, r), weight, bias, c);
            other.Backward(otherY, RowOf(w, r));
            Assert.Equal(dx, other.Gradient(otherVars[0]).Row(0));
        }
        using var single = new Tape();
        Workers.OnOneThread(() =>
        {
            var (again, yAgain) = Recorded(single, x, weight, bias, c);
            single.Backward(yAgain, w);
            for (var i = 0; i < 3; i++)
                Assert.Equal(tape.Gradient(vars[i]).Values, single.Gradient(again[i]).Values);
        });
    }

    [Fact]
    public void Convolution_weight_gradients_of_chunks_are_added_in_order_in_double()
    {
        const int chunk = ConvolutionKernel.Chunk;
        int[] c = [10 * chunk + 1, 2, 6, 7, 3, 3, 3, 1, 1];
        var (x, weight, bias) = Operands(c);
        var w = Normal(3, c[0], 3, 6, 7);
        var sum = new double[weight.Length];
        for (var start = 0; start < c[0]; start += chunk)
        {
            var part = WeightGradient(start, Math.Min(chunk, c[0] - start));
            for (var i = 0; i < sum.Length; i++)
                sum[i] += part[i];
        }
        Assert.Equal(Array.ConvertAll(sum, value => (float)value), WeightGradient(0, c[0]));

        float[] WeightGradient(int start, int count)
        {
            using var tape = new Tape();
            var (vars, y) = Recorded(tape, RowsOf(x, start, count), weight, bias, c);
            tape.Backward(y, RowsOf(w, start, count));
            return tape.Gradient(vars[1]).Values.ToArray();
        }
    }

    [Fact]
    public void Convolution_refuses_shapes_with_the_formula()
    {
        using var tape = new Tape();
        Var Zeros(params ReadOnlySpan<int> shape) => tape.Variable(new Tensor(shape));

        Assert.Equal(
            "Convolve: height 5 with window 7 and padding 0 leaves no output: expected height + 2 padding >= window, got 5 + 0 < 7.",
            Assert.Throws<ShapeException>(() => Op.Convolve(Zeros(1, 1, 5, 9), Zeros(1, 1, 7, 7), Zeros(1))).Message);
        Assert.Equal(
            "Convolve: width 2 with window 7 and padding 1 leaves no output: expected width + 2 padding >= window, got 2 + 2 < 7.",
            Assert.Throws<ShapeException>(() => Op.Convolve(Zeros(1, 1, 9, 2), Zeros(1, 1, 7, 7), Zeros(1), padding: 1)).Message);
        Assert.Equal(
            "Convolve: expected x [batch, channels, height, width] and weight [out, channels, windowHeight, windowWidth], got [1, 2, 5, 5] and [4, 3, 3, 3].",
            Assert.Throws<ShapeException>(() => Op.Convolve(Zeros(1, 2, 5, 5), Zeros(4, 3, 3, 3), Zeros(4))).Message);
        Assert.Throws<ShapeException>(() => Op.Convolve(Zeros(5, 5), Zeros(1, 1, 3, 3), Zeros(1)));
        Assert.Throws<ShapeException>(() => Op.Convolve(Zeros(1, 1, 5, 5), Zeros(1, 1, 3, 3), Zeros(2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Op.Convolve(Zeros(1, 1, 5, 5), Zeros(1, 1, 3, 3), Zeros(1), stride: 0));
        Assert.Throws<ShapeException>(() => Op.MaxPool(Zeros(1, 1, 2, 2), window: 3, stride: 1));
        Assert.Throws<ShapeException>(() => Op.AveragePool(Zeros(4, 4), window: 2, stride: 2));
    }

    [Fact]
    public void Max_pooling_takes_the_largest_and_ties_to_the_first()
    {
        using var tape = new Tape();
        var x = tape.Variable(new Tensor(
        [
            1, 3, 0, 0, 9,
            3, 2, 0, 0, 9,
            5, 4, 7, 8, 9,
        ], 1, 1, 3, 5));
        var y = Op.MaxPool(x, window: 2, stride: 2);
        Assert.Equal([3f, 0], y.Value.Values.ToArray());
        tape.Backward(y, new Tensor([10, 20], 1, 1, 1, 2));
        Assert.Equal([0f, 10, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], tape.Gradient(x).Values.ToArray());

        var overlapping = Op.MaxPool(x, window: 2, stride: 1);
        Assert.Equal([3f, 3, 0, 9, 5, 7, 8, 9], overlapping.Value.Values.ToArray());
        tape.Backward(overlapping, new Tensor([1, 2, 3, 4, 5, 6, 7, 8], 1, 1, 2, 4));
        Assert.Equal([0f, 3, 3, 0, 4, 0, 0, 0, 0, 8, 5, 0, 6, 7, 0], tape.Gradient(x).Values.ToArray());
    }

    [Fact]
    public void Max_pooling_does_not_hide_a_NaN()
    {
        using var tape = new Tape();
        var y = Op.MaxPool(tape.Variable(new Tensor([5, float.NaN, 7, 8], 1, 1, 2, 2)), window: 2, stride: 1);
        Assert.True(float.IsNaN(y.Value.Values[0]));
    }

    [Fact]
    public void Average_pooling_takes_the_mean()
    {
        using var tape = new Tape();
        var x = tape.Variable(new Tensor([1, 3, 5, 7, 9, 11], 1, 2, 1, 3).Reshape(1, 1, 2, 3));
        var y = Op.AveragePool(x, window: 2, stride: 1);
        Assert.Equal([5f, 7], y.Value.Values.ToArray());
        tape.Backward(y, new Tensor([4, 8], 1, 1, 1, 2));
        Assert.Equal([1f, 3, 2, 1, 3, 2], tape.Gradient(x).Values.ToArray());
    }

    [Fact]
    public void Pooling_keeps_images_and_channels_apart()
    {
        var x = Normal(1, 9, 3, 4, 4);
        using var tape = new Tape();
        var y = Op.MaxPool(tape.Variable(x), window: 2, stride: 2).Value;
        var mean = Op.AveragePool(tape.Variable(x), window: 4, stride: 1).Value;
        for (var plane = 0; plane < 27; plane++)
        {
            var values = x.Values.Slice(16 * plane, 16);
            Assert.Equal(MathF.Max(MathF.Max(values[10], values[11]), MathF.Max(values[14], values[15])), y.Values[4 * plane + 3]);
            Assert.Equal(values.ToArray().Average(), mean.Values[plane], tolerance: 1e-6f);
        }
    }

    [Fact]
    public void Dropout_keeps_the_mean_and_passes_gradients_where_values_pass()
    {
        using var tape = new Tape();
        var ones = new Tensor(50, 200);
        ones.AsSpan().Fill(1);
        var x = tape.Variable(ones);
        var y = Op.Dropout(x, 0.2, Noise.FromSeed(1), firstRun: 0);
        tape.Backward(y, ones);

        var dropped = 0;
        foreach (var value in y.Value.Values)
        {
            Assert.True(value is 0 or 1.25f);
            dropped += value == 0 ? 1 : 0;
        }
        // 10,000 draws with probability 0.2: five standard deviations are 5 sqrt(1600) = 200.
        Assert.InRange(dropped, 1800, 2200);
        Assert.Equal(y.Value.Values, tape.Gradient(x).Values);
    }

    [Fact]
    public void A_row_of_dropout_depends_on_its_run_alone()
    {
        using var tape = new Tape();
        var x = Normal(1, 6, 37);
        var y = Op.Dropout(tape.Variable(x), 0.5, Noise.FromSeed(1), firstRun: 100);
        var alone = Op.Dropout(tape.Variable(RowOf(x, 4)), 0.5, Noise.FromSeed(1), firstRun: 104);
        Assert.Equal(y.Value.Row(4), alone.Value.Row(0));
        Assert.NotEqual(alone.Value.Values.ToArray(), Op.Dropout(tape.Variable(RowOf(x, 4)), 0.5, Noise.FromSeed(1), firstRun: 105).Value.Values.ToArray());
    }

    [Fact]
    public void Dropout_with_probability_zero_is_the_identity_and_one_is_refused()
    {
        using var tape = new Tape();
        var x = tape.Variable(new Tensor(2, 2));
        Assert.Same(x, Op.Dropout(x, 0, Noise.FromSeed(1), 0));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Op.Dropout(x, 1, Noise.FromSeed(1), 0));
        Assert.StartsWith("Dropout probability: expected at least 0 and below 1.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Op.Dropout(x, double.NaN, Noise.FromSeed(1), 0));
        Assert.Throws<ShapeException>(() => Op.Dropout(tape.Variable(new Tensor(3)), 0.5, Noise.FromSeed(1), 0));
    }

    private static (Var[] Operands, Var Y) Recorded(Tape tape, Tensor x, Tensor weight, Tensor bias, int[] c)
    {
        Var[] vars = [tape.Variable(x), tape.Variable(weight), tape.Variable(bias)];
        return (vars, Op.Convolve(vars[0], vars[1], vars[2], c[7], c[8]));
    }

    private static (Tensor X, Tensor Weight, Tensor Bias) Operands(int[] c, int seed = 1) =>
        (Normal(seed, c[0], c[1], c[2], c[3]), Normal(seed + 100, c[4], c[1], c[5], c[6]), Normal(seed + 200, c[4]));

    private static Tensor Normal(int seed, params ReadOnlySpan<int> shape)
    {
        var tensor = new Tensor(shape);
        Noise.FromSeed(seed).Normals(0, tensor);
        return tensor;
    }

    private static Tensor RowOf(Tensor x, int row) => RowsOf(x, row, 1);

    private static Tensor RowsOf(Tensor x, int start, int count)
    {
        var shape = x.Shape.ToArray();
        shape[0] = count;
        return new Tensor(x.Values.Slice(start * x.RowLength, count * x.RowLength), shape);
    }

    // The sum in the documentation, in double.
    private static double[] Slow(Tensor x, Tensor weight, Tensor bias, int stride, int padding)
    {
        var (batch, channels, height, width) = (x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3]);
        var (outputs, windowHeight, windowWidth) = (weight.Shape[0], weight.Shape[2], weight.Shape[3]);
        var y = new List<double>();
        for (var n = 0; n < batch; n++)
            for (var o = 0; o < outputs; o++)
                for (var r = -padding; r + windowHeight <= height + padding; r += stride)
                    for (var s = -padding; s + windowWidth <= width + padding; s += stride)
                    {
                        double sum = bias.Values[o];
                        for (var c = 0; c < channels; c++)
                            for (var i = Math.Max(0, -r); i < windowHeight && r + i < height; i++)
                                for (var j = Math.Max(0, -s); j < windowWidth && s + j < width; j++)
                                    sum += (double)weight.Values[((o * channels + c) * windowHeight + i) * windowWidth + j]
                                        * x.Values[((n * channels + c) * height + r + i) * width + s + j];
                        y.Add(sum);
                    }
        return [.. y];
    }

    private static double Dot(Tensor a, Tensor b) => Dot(a, Array.ConvertAll(b.Values.ToArray(), v => (double)v));

    private static double Dot(Tensor a, double[] b)
    {
        Assert.Equal(b.Length, a.Length);
        var sum = 0.0;
        for (var i = 0; i < b.Length; i++)
            sum += a.Values[i] * b[i];
        return sum;
    }

    // Both sides add some hundred products of float32 numbers of size 1 or so whose relative error is a few 1e-7.
    private static void AssertClose(double expected, double actual, int terms) =>
        Assert.Equal(expected, actual, tolerance: 5e-6 * Math.Sqrt(terms) * 5);
}
