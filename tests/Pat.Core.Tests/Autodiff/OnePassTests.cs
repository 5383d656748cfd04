using System.Runtime.InteropServices;
using Pat.Core.Autodiff;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Core.Tests.Autodiff;

/// <summary>Operations that do in one pass what others do in several have the bits of the others.</summary>
[Trait("Category", "Law")]
public class OnePassTests
{
    // Rows and columns below, at and above what is taken at once: lanes, 16 rows, 256 columns.
    [Theory]
    [InlineData(1, 1), InlineData(3, 7), InlineData(16, 17), InlineData(17, 33), InlineData(40, 256), InlineData(5, 300), InlineData(0, 5), InlineData(4, 0)]
    public void Scale_and_offset_are_a_product_and_a_sum(int rows, int columns)
    {
        Tensor[] inputs = [Normal(1, rows, columns), Normal(2, columns), Normal(3, columns)];
        var dy = Normal(4, rows, columns);

        Same(Results(v => [v[0] * v[1] + v[2]], inputs, dy), Results(v => [Op.ScaleAndOffset(v[0], v[1], v[2])], inputs, dy));
    }

    // 2048 values are taken at once.
    [Theory]
    [InlineData(1), InlineData(31), InlineData(33), InlineData(2048), InlineData(4100)]
    public void The_excess_of_a_clamp_is_the_mean_square_of_what_it_cuts_off(int length)
    {
        Tensor[] inputs = [Normal(1, length)];
        inputs[0].AsSpan()[0] = 1; // an end belongs to the range
        var (dy, weight) = (Normal(2, length), new Tensor([0.3f], 1));

        Same(Results(Separate, inputs, dy, weight), Results(Together, inputs, dy, weight));
        Same(Results(v => [Separate(v)[0]], inputs, dy), Results(v => [Together(v)[0]], inputs, dy));
        Same(Results(v => [Separate(v)[1]], inputs, weight), Results(v => [Together(v)[1]], inputs, weight));

        static Var[] Separate(Var[] v)
        {
            var clamped = Op.Clamp(v[0], -0.5f, 1);
            return [clamped, Op.Mean(Op.Square(v[0] - clamped))];
        }

        static Var[] Together(Var[] v)
        {
            var (clamped, excess) = Op.ClampWithExcess(v[0], -0.5f, 1);
            return [clamped, excess];
        }
    }

    // Four groups are summed side by side; a sum has 32 partial sums, which are added from first to last.
    [Theory]
    [InlineData(1, 1, 5), InlineData(2, 3, 31), InlineData(3, 10, 58), InlineData(7, 10, 100)]
    public void Means_of_groups_are_sums_in_the_order_of_their_numbers(int rows, int groups, int size)
    {
        var x = Normal(1, rows, groups * size);
        using var tape = new Tape();
        var means = Op.GroupMean(tape.Constant(x), groups).Value;
        for (var group = 0; group < rows * groups; group++)
        {
            var partials = new double[32];
            for (var i = 0; i < size; i++)
                partials[i % 32] += x.Values[group * size + i];
            Assert.Equal((float)((double)groups / (groups * size) * partials.Aggregate(0.0, (sum, partial) => sum + partial)), means.Values[group]);
        }
    }

    // A pair of results has one rule, which must not run without a gradient, and must run for either.
    [Fact]
    public void A_pair_of_results_can_be_used_each_alone_or_not_at_all()
    {
        using var tape = new Tape();
        var x = tape.Variable(new Tensor([2f, 0.5f], 2));
        var (clamped, excess) = Op.ClampWithExcess(x, 0, 1);
        tape.Backward(x, new Tensor([1f, 1], 2));
        Assert.Equal([1f, 1], tape.Gradient(x).Values);
        tape.Backward(excess);
        Assert.Equal([1f, 0], tape.Gradient(x).Values);
        tape.Backward(clamped, new Tensor([1f, 1], 2));
        Assert.Equal([0f, 1], tape.Gradient(x).Values);
        tape.Backward(Op.Sum(clamped) + excess);
        Assert.Equal([1f, 1], tape.Gradient(x).Values);
        Assert.False(Op.ClampWithExcess(tape.Constant(new Tensor(3)), 0, 1).Excess.NeedsGradient);
    }

    // The values and the gradients of the inputs for the given gradients of the results.
    private static List<Tensor> Results(Func<Var[], Var[]> function, Tensor[] inputs, params Tensor[] gradients)
    {
        using var tape = new Tape();
        var v = inputs.Select(tape.Variable).ToArray();
        var results = function(v);
        var loss = Op.Sum(results[0] * tape.Constant(gradients[0]));
        foreach (var (result, gradient) in results.Zip(gradients).Skip(1))
            loss += Op.Sum(result * tape.Constant(gradient));
        tape.Backward(loss);
        return [.. results.Select(result => result.Value.Clone()), .. v.Select(variable => tape.Gradient(variable).Clone())];
    }

    private static void Same(List<Tensor> expected, List<Tensor> got)
    {
        Assert.Equal(expected.Count, got.Count);
        for (var i = 0; i < expected.Count; i++)
            Assert.True(MemoryMarshal.Cast<float, int>(expected[i].Values).SequenceEqual(MemoryMarshal.Cast<float, int>(got[i].Values)), $"result {i}");
    }

    private static Tensor Normal(long seed, params int[] shape)
    {
        var tensor = new Tensor(shape);
        Noise.FromSeed(seed).Normals(0, tensor.AsSpan());
        return tensor;
    }
}
