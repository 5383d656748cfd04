using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Tests.Imperfections;

/// <summary>Responses, loss, crosstalk and voltage drop against their formulas.</summary>
[Trait("Category", "Law")]
public sealed class ResponseTests
{
    [Fact]
    public void Half_of_a_saturating_response_is_lost_at_one_over_its_bend()
    {
        var x = new Tensor([0.5f, -0.5f, 0, 50, 1.5f], 1, 5);
        Equal([0.25, -0.25, 0, 50 / 101.0, 0.375], new SaturatingResponse(2).Apply(x, default));
        Equal([0.375, -0.375, 0, (50 + 50 / 101.0) / 2, (1.5 + 0.375) / 2], new SaturatingResponse(2).Scaled(0.5).Apply(x, default));
    }

    [Fact]
    public void A_cubic_response_is_the_formula() =>
        Equal([0.75, -0.75, 0, 0.5 - 0.25 * 0.125], new CubicResponse(0.25).Apply(new Tensor([1f, -1, 0, 0.5f], 1, 4), default));

    [Fact]
    public void Twenty_decibels_leave_a_tenth_of_an_amplitude()
    {
        var x = new Tensor([1f, -3], 1, 2);
        Equal([0.1, -0.3], new Attenuation(20).Apply(x, default));
        Equal([0.55, -1.65], new Attenuation(20).Scaled(0.5).Apply(x, default));
    }

    [Fact]
    public void Neighbours_of_a_line_are_the_two_beside()
    {
        var crosstalk = new NeighbourCrosstalk(0.1, new Layout.Values());
        Equal([0.1, 1, 0.1, 0, 0], crosstalk.Apply(new Tensor([0f, 1, 0, 0, 0], 1, 5), default));
        Equal([1, 0.1, 0, 0, 0], crosstalk.Apply(new Tensor([1f, 0, 0, 0, 0], 1, 5), default));
    }

    [Fact]
    public void Neighbours_of_a_field_are_the_four_around()
    {
        var crosstalk = new NeighbourCrosstalk(0.1, new Layout.Field(3, 3));
        Equal([0, 0.1, 0, 0.1, 1, 0.1, 0, 0.1, 0], crosstalk.Apply(new Tensor([0f, 0, 0, 0, 1, 0, 0, 0, 0], 1, 9), default));
        Equal([0, 0.1, 1, 0, 0, 0.1, 0, 0, 0], crosstalk.Apply(new Tensor([0f, 0, 1, 0, 0, 0, 0, 0, 0], 1, 9), default));
    }

    [Fact]
    public void Neither_parts_of_complex_numbers_nor_samples_are_neighbours()
    {
        Equal([0, 0.1, 1, 0, 0, 0], new NeighbourCrosstalk(0.1, new Layout.Complex()).Apply(new Tensor([0f, 0, 1, 0, 0, 0], 1, 6), default));
        Equal([0.1, 1, 0, 0], new NeighbourCrosstalk(0.1, new Layout.Series(1, 2)).Apply(new Tensor([0f, 1, 0, 0], 1, 4), default));
    }

    [Fact]
    public void Crosstalk_is_for_the_layout_that_it_was_made_for()
    {
        Assert.True(new NeighbourCrosstalk(0.1, new Layout.Field(3, 4)).Accepts(new Layout.Field(3, 4)));
        Assert.False(new NeighbourCrosstalk(0.1, new Layout.Field(3, 4)).Accepts(new Layout.Field(4, 3)));
        Assert.False(new NeighbourCrosstalk(0.1, new Layout.Series(1, 1)).Accepts(new Layout.Series(1, 1)));
    }

    [Theory]
    [InlineData(10, 1.0)]
    [InlineData(200, 1.0)]
    [InlineData(200, 0.3)]
    public void The_sum_over_a_line_is_lowered_as_that_of_aihwkit(int n, double strength)
    {
        var x = new Tensor(1, n);
        Noise.FromSeed(3).Normals(0, x);
        const double fullScale = 3, ratio = 5000; // a poor wire, so that all terms of the polynomial count
        var drop = new IrDrop(fullScale, new Layout.Values()) { WireRatio = ratio };
        var y = drop.Scaled(strength).Apply(x, default);

        var load = n / ratio * x.Values.ToArray().Sum(value => Math.Abs((double)value) / fullScale);
        var c = 0.05 * Math.Pow(load, 3) - 0.2 * load * load + 0.5 * load;
        var (sum, weighted) = (0.0, 0.0);
        for (var j = 0; j < n; j++)
        {
            sum += x.Values[j];
            weighted += x.Values[j] * (1 - Math.Pow(1 - (double)j / n, 2));
        }
        Assert.Equal(sum - strength * c * weighted, Sums.Of(y.Values), 1e-6 * Math.Sqrt(n)); // roundings of 6e-8 of values around 1
        Assert.Equal(x.Values[0], y.Values[0]); // at the feed
    }

    [Fact]
    public void Each_row_of_a_field_is_a_wire_of_its_own()
    {
        var x = new Tensor([1f, 2, -3, 0.5f, 4, 1], 1, 6);
        var field = new IrDrop(1, new Layout.Field(2, 3)) { WireRatio = 100 }.Apply(x, default);
        var lines = new IrDrop(1, new Layout.Values()) { WireRatio = 100 }.Apply(x.Reshape(2, 3), default);
        Assert.Equal(lines.Values, field.Values);
    }

    [Fact]
    public void Numbers_of_no_response_are_refused_by_name()
    {
        static string Message(Func<IImperfection> make) => Assert.Throws<ArgumentException>(make).Message;
        Assert.Equal("SaturatingResponse Bend: expected a finite number of at least 0, got -1.", Message(() => new SaturatingResponse(-1)));
        Assert.Equal("SaturatingResponse Strength: expected a finite number, got NaN.", Message(() => new SaturatingResponse(1).Scaled(double.NaN)));
        Assert.Equal("CubicResponse Coefficient: expected a finite number, got NaN.", Message(() => new CubicResponse(1).Scaled(double.NaN)));
        Assert.Equal("Attenuation Decibels: expected a finite number, got NaN.", Message(() => new Attenuation(double.NaN)));
        Assert.Equal("Attenuation Strength: expected a finite number, got NaN.", Message(() => new Attenuation(1).Scaled(double.NaN)));
        Assert.Equal("NeighbourCrosstalk Coupling: expected a finite number, got NaN.", Message(() => new NeighbourCrosstalk(double.NaN, new Layout.Values())));
        Assert.Equal("IrDrop FullScale: expected a finite number above 0, got 0.", Message(() => new IrDrop(0, new Layout.Values())));
        Assert.Equal("IrDrop WireRatio: expected a finite number above 0, got 0.", Message(() => new IrDrop(1, new Layout.Values()) { WireRatio = 0 }));
        Assert.Equal("IrDrop Strength: expected a finite number, got NaN.", Message(() => new IrDrop(1, new Layout.Values()).Scaled(double.NaN)));
    }

    // To a few roundings of 6e-8.
    private static void Equal(double[] expected, Tensor actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual.Values[i], 3e-7 * (1 + Math.Abs(expected[i])));
    }
}
