using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Tests.Imperfections;

/// <summary>What the responses of speaker and microphone do to a series of samples.</summary>
[Trait("Category", "Law")]
public sealed class FilterTests
{
    private const double CutOff = 0.05;

    private static readonly IImperfection[] Filters =
        [new LowPass("speaker", CutOff), new HighPass("microphone", CutOff), new LowPass("speaker", CutOff, 0.4), new HighPass("microphone", CutOff, 0.4)];

    public static TheoryData<int, int> Shapes => new() { { 1, 1 }, { 2, 3 }, { Widest.Count, 63 }, { Widest.Count + 1, 64 }, { 3 * Widest.Count + 1, 65 }, { 5, 200 } };

    [Fact]
    public void A_step_rises_and_decays_as_the_exponential()
    {
        var step = new Tensor(1, 150);
        step.AsSpan().Fill(0.7f);
        var (low, high) = (Filters[0].Apply(step, default), Filters[1].Apply(step, default));
        for (var i = 0; i < 150; i++)
        {
            // After i + 1 samples; roundings of 6e-8 that decay as the filter forgets, 1 / 0.27 of them.
            var left = 0.7 * Math.Exp(-2 * Math.PI * CutOff * (i + 1));
            Assert.Equal(0.7 - left, low.Values[i], 3e-7);
            Assert.Equal(left, high.Values[i], 3e-7);
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Rows_are_filtered_as_sample_by_sample(int rows, int length)
    {
        var x = Normals(rows, length, 1);
        var k = 1 - Math.Exp(-2 * Math.PI * CutOff);
        foreach (var (filter, a, b) in new[] { (Filters[0], 0.0, 1.0), (Filters[1], 1, -1), (Filters[2], 0.6, 0.4), (Filters[3], 1, -0.4) })
        {
            var y = filter.Apply(x, default);
            for (var row = 0; row < rows; row++)
            {
                var z = 0.0;
                for (var i = 0; i < length; i++)
                {
                    z += k * (x.Row(row)[i] - z);
                    Assert.Equal(a * x.Row(row)[i] + b * z, y.Row(row)[i], 2e-6);
                }
            }
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void The_pullback_is_the_transpose(int rows, int length)
    {
        var (x, w) = (Normals(rows, length, 1), Normals(rows, length, 2));
        foreach (var filter in Filters)
        {
            // Both sides are sums of rows · length products of numbers around 1, each off by some 6e-8.
            var (forward, backward) = (Sums.OfProducts(filter.Apply(x, default).Values, w.Values), Sums.OfProducts(x.Values, filter.Pullback(x, w, default).Values));
            Assert.Equal(forward, backward, 1e-6 * Math.Sqrt(rows * length));
        }
    }

    [Fact]
    public void Only_series_of_one_channel_are_filtered()
    {
        Assert.All(Filters, filter => Assert.True(filter.Accepts(new Layout.Series(1e-4, 1))));
        Assert.All(Filters, filter => Assert.False(filter.Accepts(new Layout.Series(1e-4, 2)) || filter.Accepts(new Layout.Values())));
    }

    [Fact]
    public void Numbers_of_no_filter_are_refused_by_name()
    {
        static string Message(Func<IImperfection> make) => Assert.Throws<ArgumentException>(make).Message;
        Assert.Equal("LowPass 'speaker' CutOff: expected a finite number above 0, got 0.", Message(() => new LowPass("speaker", 0)));
        Assert.Equal("HighPass 'microphone' CutOff: expected a finite number above 0, got NaN.", Message(() => new HighPass("microphone", double.NaN)));
        Assert.Equal("HighPass 'microphone' Strength: expected a finite number, got NaN.", Message(() => Filters[1].Scaled(double.NaN)));
    }

    [Fact]
    public void Levels_have_the_bits_of_the_formula_for_one_number()
    {
        var x = Normals(3, 100, 4);
        var levels = new Levels(4096, -1, 1);
        var step = (levels.Max - levels.Min) / 4095;
        foreach (var s in new[] { 1f, 0.3f })
        {
            var y = ((Levels)levels.Scaled(s)).Apply(x, default);
            for (var i = 0; i < x.Length; i++)
            {
                var level = -1 + step * MathF.Round((Math.Clamp(x.Values[i], -1f, 1f) - -1) / step);
                Assert.Equal(s == 1 ? level : x.Values[i] + s * (level - x.Values[i]), y.Values[i]);
            }
        }
    }

    private static Tensor Normals(int rows, int length, long seed)
    {
        var numbers = new Tensor(rows, length);
        Noise.FromSeed(seed).Normals(0, numbers);
        return numbers;
    }
}
