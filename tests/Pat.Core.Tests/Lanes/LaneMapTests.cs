using Pat.Core.Lanes;

namespace Pat.Core.Tests.Lanes;

[Trait("Category", "Law")]
public sealed class LaneMapTests
{
    [Fact]
    public void Every_length_and_position_gives_the_bits_of_the_element_alone()
    {
        var x = new float[100];
        for (var i = 0; i < x.Length; i++)
            x[i] = MathF.Sin(i) * 5;
        var alone = new float[1];
        for (var length = 0; length <= 3 * 16 + 1; length++)
        {
            for (var start = 0; start < 3; start++)
            {
                var y = new float[length];
                LaneMap.Apply<ScaledTanh>(x.AsSpan(start, length), y, new(2));
                for (var i = 0; i < length; i++)
                {
                    LaneMap.Apply<ScaledTanh>(x.AsSpan(start + i, 1), alone, new(2));
                    Assert.Equal(alone[0], y[i]);
                }
            }
        }
    }

    [Fact]
    public void Pairs_are_combined_element_by_element_and_only_the_result_is_written()
    {
        float[] a = [1, 2, 3, 4, 5], b = [10, 20, 30, 40, 50], y = new float[7];
        LaneMap.Apply<Product>(a, b, y.AsSpan(1, 5));
        Assert.Equal([0, 10, 40, 90, 160, 250, 0], y);
        LaneMap.Apply<Product>(a, b, a);
        Assert.Equal([10, 40, 90, 160, 250], a);
    }

    [Fact]
    public void Triples_have_the_same_bits_at_every_length()
    {
        float[] a = [.. Enumerable.Range(0, 50).Select(i => MathF.Sin(i))], b = [.. a.Reverse()], c = [.. a.Select(value => value * value)];
        for (var length = 0; length <= a.Length; length++)
        {
            var y = new float[length + 1];
            LaneMap.Apply<ProductPlus>(a.AsSpan(0, length), b.AsSpan(0, length), c.AsSpan(0, length), y.AsSpan(0, length));
            for (var i = 0; i < length; i++)
                Assert.Equal(MathF.FusedMultiplyAdd(a[i], b[i], c[i]), y[i]);
            Assert.Equal(0, y[length]);
        }
    }

    [Fact]
    public void Spans_of_other_lengths_are_refused()
    {
        Assert.Equal("LaneMap: expected a result of 3 values, got 2.",
            Assert.Throws<ArgumentException>(() => LaneMap.Apply<ScaledTanh>(new float[3], new float[2])).Message);
        Assert.Equal("LaneMap: expected arguments and result of 3 values, got 4 and 3.",
            Assert.Throws<ArgumentException>(() => LaneMap.Apply<Product>(new float[3], new float[4], new float[3])).Message);
        Assert.Equal("LaneMap: expected arguments and result of 3 values, got 3, 4 and 3.",
            Assert.Throws<ArgumentException>(() => LaneMap.Apply<ProductPlus>(new float[3], new float[3], new float[4], new float[3])).Message);
    }

    private readonly struct ScaledTanh(float scale) : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => V.Of(scale) * LaneMath.Tanh(x);
    }

    private readonly struct Product : ILaneBinary
    {
        public V Apply<V>(V a, V b) where V : unmanaged, ILane<V> => a * b;
    }

    private readonly struct ProductPlus : ILaneTernary
    {
        public V Apply<V>(V a, V b, V c) where V : unmanaged, ILane<V> => V.MultiplyAdd(a, b, c);
    }
}
