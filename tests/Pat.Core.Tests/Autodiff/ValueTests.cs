using Pat.Core.Autodiff;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Core.Tests.Autodiff;

// A gradient check cannot tell a value from another one with the same derivative, so values have oracles of their own.
[Trait("Category", "Law")]
public class ValueTests
{
    public static TheoryData<string, Func<Var, Var>, Func<double, double>, float, float> Functions => new()
    {
        { "Sin", Op.Sin, Math.Sin, -20, 20 },
        { "Cos", Op.Cos, Math.Cos, -20, 20 },
        { "Exp", Op.Exp, Math.Exp, -80, 80 },
        { "Log", Op.Log, Math.Log, 1e-6f, 100 },
        { "Sqrt", Op.Sqrt, Math.Sqrt, 0, 100 },
        { "Square", Op.Square, x => x * x, -9, 9 },
        { "Abs", Op.Abs, Math.Abs, -9, 9 },
        { "Tanh", Op.Tanh, Math.Tanh, -12, 12 },
        { "Sigmoid", Op.Sigmoid, x => 1 / (1 + Math.Exp(-x)), -80, 80 },
        { "Relu", Op.Relu, x => Math.Max(x, 0), -9, 9 },
        { "Silu", Op.Silu, x => x / (1 + Math.Exp(-x)), -40, 40 },
        { "Softplus", x => Op.Softplus(x, 3), x => (Math.Max(3 * x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(3 * x)))) / 3, -4, 20 },
        { "Clamp", x => Op.Clamp(x, -1, 2), x => Math.Clamp(x, -1, 2), -9, 9 },
    };

    // Twelve half units of the last place: the lane functions have up to four units, arguments, products and quotients around them up to two.
    [Theory, MemberData(nameof(Functions))]
    public void Functions_of_one_number_are_accurate(string name, Func<Var, Var> function, Func<double, double> exact, float min, float max)
    {
        using var tape = new Tape();
        var x = Input.Batch(min, max).Draw(1, 1003, Noise.FromSeed(1));
        var y = function(tape.Constant(x)).Value;
        for (var i = 0; i < x.Length; i++)
        {
            var expected = exact(x.Values[i]);
            Assert.True(Math.Abs(y.Values[i] - expected) <= 12 * Math.Pow(2, -24) * Math.Abs(expected), $"{name}({x.Values[i]:G9}) = {y.Values[i]:G9}, expected {expected:G9}");
        }
    }

    [Fact]
    public void Functions_keep_their_ends()
    {
        using var tape = new Tape();
        Assert.Equal([float.PositiveInfinity, 0, float.NaN], At(Op.Exp, 100, -200, float.NaN));
        Assert.Equal([float.NegativeInfinity, float.NaN, float.NaN], At(Op.Log, 0, -1, float.NaN));
        Assert.Equal([float.NaN, float.NaN, float.NaN], [At(Op.Relu, float.NaN)[0], At(x => Op.Clamp(x, 0, 1), float.NaN)[0], At(Op.Tanh, float.NaN)[0]]);
        Assert.Equal([-1f, 0, 0, 1, 0], GradientAt(Op.Abs, -2, 0, -0f, 2, 0));
        Assert.Equal([0f, 0, 1], GradientAt(Op.Relu, -1, 0, 1));
        Assert.Equal([0f, 1, 1, 1, 0], GradientAt(x => Op.Clamp(x, -1, 1), -1.5f, -1, 0, 1, 1.5f));
        Assert.Equal([1f, 0], At(Op.Sigmoid, 200, -200));
        Assert.Equal([0f, 0], GradientAt(Op.Sigmoid, 200, -200));

        float[] At(Func<Var, Var> f, params float[] x) => f(tape.Constant(new Tensor(x, x.Length))).Value.Values.ToArray();

        float[] GradientAt(Func<Var, Var> f, params float[] values)
        {
            var x = tape.Variable(new Tensor(values, values.Length));
            tape.Backward(Op.Sum(f(x)));
            return tape.Gradient(x).Values.ToArray();
        }
    }

    [Fact]
    public void Matrix_products_agree_with_sums_of_products()
    {
        using var tape = new Tape();
        var a = tape.Constant(new Tensor([1, 2, 3, 4, 5, 6], 2, 3));
        var b = tape.Constant(new Tensor([7, 8, 9, 10, 11, 12], 3, 2));
        var bias = tape.Constant(new Tensor([0.5f, -0.5f, 0.25f], 3));
        Assert.Equal([58f, 64, 139, 154], Op.MatMul(a, b).Value.Values);
        Assert.Equal([39f, 49, 59, 54, 68, 82, 69, 87, 105], Op.MatMul(a, b, true, true).Value.Values);
        Assert.Equal([14f, 32, 32, 77], Op.MatMul(a, a, transposeB: true).Value.Values);
        Assert.Equal([17f, 22, 27, 22, 29, 36, 27, 36, 45], Op.MatMul(a, a, transposeA: true).Value.Values);
        Assert.Equal([113.5f, 142.5f, 173.25f, 143.5f, 180.5f, 219.25f, 173.5f, 218.5f, 265.25f], Op.Affine(b, b, bias).Value.Values);
    }

    [Fact]
    public void Reductions_and_shapes_are_what_they_say()
    {
        using var tape = new Tape();
        var x = tape.Constant(new Tensor([1, 2, 3, 4, 5, 6, 7, 8], 2, 4));
        Check(Op.Sum(x), [36], 1);
        Check(Op.Mean(x), [4.5f], 1);
        Check(Op.SumRows(x), [6, 8, 10, 12], 4);
        Check(Op.MeanRows(x), [3, 4, 5, 6], 4);
        Check(Op.SumColumns(x), [10, 26], 2, 1);
        Check(Op.MeanColumns(x), [2.5f, 6.5f], 2, 1);
        Check(Op.GroupMean(x, 2), [1.5f, 3.5f, 5.5f, 7.5f], 2, 2);
        Check(Op.Reshape(x, 4, 2), [1, 2, 3, 4, 5, 6, 7, 8], 4, 2);
        Check(Op.SliceRows(x, 1, 1), [5, 6, 7, 8], 1, 4);
        Check(Op.SliceColumns(x, 1, 2), [2, 3, 6, 7], 2, 2);
        Check(Op.ConcatenateColumns(x, Op.SliceColumns(x, 0, 1)), [1, 2, 3, 4, 1, 5, 6, 7, 8, 5], 2, 5);
        Check(Op.ConcatenateRows(x, Op.SliceRows(x, 0, 1)), [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4], 3, 4);
        Check(Op.Interleave(Op.SliceColumns(x, 0, 2), Op.SliceColumns(x, 2, 2)), [1, 3, 2, 4, 5, 7, 6, 8], 2, 4);
        Check(Op.ReverseColumns(x), [4, 3, 2, 1, 8, 7, 6, 5], 2, 4);
        Check(Op.BroadcastRows(Op.SumRows(x), 2), [6, 8, 10, 12, 6, 8, 10, 12], 2, 4);

        static void Check(Var y, float[] values, params int[] shape)
        {
            Assert.Equal(values, y.Value.Values);
            Assert.Equal(shape, y.Value.Shape);
        }
    }

    [Fact]
    public void Sums_do_not_lose_small_terms()
    {
        using var tape = new Tape();
        var x = new Tensor(2, 1001);
        x.AsSpan().Fill(1);
        x.Row(0)[0] = 16777216;
        Assert.Equal(16777216 + 2001, Op.Sum(tape.Constant(x)).Value.Values[0], 1f);
        Assert.Equal(16777216 + 1000, Op.SumColumns(tape.Constant(x)).Value.Values[0], 1f);
    }

    [Fact]
    public void Softmax_is_stable()
    {
        using var tape = new Tape();
        var x = tape.Constant(new Tensor([1000, 1000, -1000, 0, 0, MathF.Log(2)], 2, 3));
        Close([0.5, 0.5, 0, 0.25, 0.25, 0.5], Op.Softmax(x));
        Close([-Math.Log(2), -Math.Log(2), -2000 - Math.Log(2), -Math.Log(4), -Math.Log(4), -Math.Log(2)], Op.LogSoftmax(x));

        static void Close(double[] expected, Var y)
        {
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], y.Value.Values[i], 2e-7 * Math.Max(1, Math.Abs(expected[i])));
        }
    }
}
