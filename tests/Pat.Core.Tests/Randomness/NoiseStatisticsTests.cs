using MathNet.Numerics.Distributions;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Core.Tests.Randomness;

/// <summary>Seeds are fixed, so a test that passes always passes; the limits are those of a fair test at 4 standard errors.</summary>
public sealed class NoiseStatisticsTests
{
    // One long run, many runs of one number, rows that fill the second pair of words only in part.
    public static TheoryData<int, int> Layouts => new() { { 1, 1 << 18 }, { 1 << 18, 1 }, { 1 << 13, 40 } };

    [Theory, MemberData(nameof(Layouts))]
    public void Normals_have_the_moments_of_a_normal(int rows, int columns)
    {
        var x = Normals(rows, columns);
        double[] expected = [0, 1, 0, 3, 0, 15];              // means of x^k
        double[] variances = [1, 2, 15, 96, 945, 10_170];     // of x^k: (2k − 1)!! − mean²
        for (var k = 1; k <= 6; k++)
        {
            var mean = Mean(x, v => Math.Pow(v, k));
            Assert.Equal(expected[k - 1], mean, 4 * Math.Sqrt(variances[k - 1] / x.Length));
        }
    }

    [Theory, MemberData(nameof(Layouts))]
    public void Uniforms_have_the_moments_of_a_uniform(int rows, int columns)
    {
        var x = Uniforms(rows, columns);
        Assert.InRange(x.Min(), 0f, 1e-4f);
        Assert.InRange(x.Max(), 0.9999f, 1 - 5.9604645e-8f);
        for (var k = 1; k <= 4; k++)
        {
            var variance = 1 / (2 * k + 1.0) - 1 / (k + 1.0) / (k + 1.0);
            Assert.Equal(1 / (k + 1.0), Mean(x, v => Math.Pow(v, k)), 4 * Math.Sqrt(variance / x.Length));
        }
    }

    [Theory, MemberData(nameof(Layouts))]
    public void Distributions_pass_Kolmogorov_and_Smirnov(int rows, int columns)
    {
        // √n D exceeds 2.2 with probability 1.3e-4.
        Assert.InRange(LargestDistance(Normals(rows, columns), x => Normal.CDF(0, 1, x)), 0, 2.2);
        Assert.InRange(LargestDistance(Uniforms(rows, columns), x => x), 0, 2.2);
    }

    [Theory, MemberData(nameof(Layouts))]
    public void High_and_low_bits_of_uniforms_fill_their_bins_evenly(int rows, int columns)
    {
        var (high, low) = (new int[256], new int[256]);
        foreach (var u in Uniforms(rows, columns))
        {
            var bits = (int)(u * 16777216f);
            high[bits >> 16]++;
            low[bits & 255]++;
        }
        AssertEven(high);
        AssertEven(low);
    }

    [Fact]
    public void Tails_have_their_weight()
    {
        var x = Normals(1, 1 << 23);
        foreach (var limit in (double[])[3, 4, 4.5, 5])
        {
            var expected = x.Length * Normal.CDF(0, 1, -limit);
            var spread = 4 * Math.Sqrt(expected) + 2;
            Assert.InRange(x.Count(v => v > limit), expected - spread, expected + spread);
            Assert.InRange(x.Count(v => v < -limit), expected - spread, expected + spread);
        }
    }

    [Fact]
    public void Streams_runs_layers_and_seeds_are_uncorrelated()
    {
        const int n = 20_000;
        var noise = Noise.FromSeed(0);
        var streams = new List<(string Name, float[] Values)>();
        void Add(string name, Noise key, long run)
        {
            var values = new float[n];
            key.Normals(run, values);
            streams.Add((name, values));
        }
        for (var i = 0; i < 6; i++)
        {
            Add($"seed {i - 1}", Noise.FromSeed(i - 1), 0);
            Add($"layer {i}", noise.Split(i), 0);
            Add($"run {i + 1}", noise, i + 1);
            Add($"run {i} 2^32", noise, (i + 1L) << 32);
            Add($"stream {(char)('a' + i)}", noise.Split($"{(char)('a' + i)}"), 0);
            Add($"key {i}", new Noise((ulong)i), 0);
            Add($"key bit {7 + 9 * i}", new Noise(noise.Key ^ (1UL << (7 + 9 * i))), 0);
        }
        for (var a = 0; a < streams.Count; a++)
        {
            for (var b = 0; b < a; b++)
                AssertUncorrelated(streams[a].Values, streams[b].Values, $"{streams[a].Name} and {streams[b].Name}");
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(15), InlineData(16), InlineData(17), InlineData(32), InlineData(48), InlineData(64)]
    public void Neighbours_in_a_run_and_in_a_column_are_uncorrelated(int lag)
    {
        // A lag of 16 is the other number of the same Box-Muller pair.
        var x = Normals(1, 1 << 18);
        AssertUncorrelated(x[lag..], x[..^lag], $"elements {lag} apart");
        var column = Normals(1 << 18, 1);
        AssertUncorrelated(column[lag..], column[..^lag], $"runs {lag} apart");
    }

    [Fact]
    public void Keys_of_streams_and_indices_do_not_collide()
    {
        var noise = Noise.FromSeed(1);
        var keys = new HashSet<ulong> { noise.Key };
        void IsNew(Noise split) => Assert.True(keys.Add(split.Key));
        for (var i = -50_000; i < 50_000; i++)
        {
            IsNew(noise.Split(i));
            IsNew(noise.Split($"{i}"));
            IsNew(noise.Split("layer").Split(i));
            IsNew(noise.Split($"layer{i}"));
            IsNew(noise.Split(i).Split("readout"));
            IsNew(Noise.FromSeed(i + 1_000_000L));
        }
        foreach (var split in (Noise[])[noise.Split(""), noise.Split("a"), noise.Split("\0"), noise.Split("\0\0"), noise.Split("ab"), noise.Split("ba"),
            noise.Split("a").Split("b"), noise.Split("b").Split("a"), noise.Split("a").Split(""), noise.Split(long.MaxValue), noise.Split(long.MinValue),
            noise.Split(1L << 32), noise.Split(2L << 32), noise.Split(1).Split(2), noise.Split(2).Split(1)])
        {
            IsNew(split);
        }
    }

    [Fact]
    public void A_permutation_holds_every_number_once()
    {
        var noise = Noise.FromSeed(5);
        foreach (var count in Enumerable.Range(0, 40).Append(10_000))
            Assert.Equal(Enumerable.Range(0, count), noise.Permutation(2, count).Order());
        Assert.Equal(noise.Permutation(2, 100), noise.Permutation(2, 100));
        Assert.NotEqual(noise.Permutation(2, 100), noise.Permutation(3, 100));
    }

    [Fact]
    public void Permutations_are_equally_frequent()
    {
        var counts = new Dictionary<string, int>();
        for (var run = 0; run < 24 * 500; run++)
        {
            var order = string.Join(' ', Noise.FromSeed(5).Permutation(run, 4));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }
        Assert.Equal(24, counts.Count);
        AssertEven([.. counts.Values]);
    }

    private static float[] Normals(int rows, int columns)
    {
        var tensor = new Tensor(rows, columns);
        Noise.FromSeed(2024).Normals(0, tensor);
        return tensor.Values.ToArray();
    }

    private static float[] Uniforms(int rows, int columns)
    {
        var tensor = new Tensor(rows, columns);
        Noise.FromSeed(2025).Uniforms(0, tensor);
        return tensor.Values.ToArray();
    }

    private static double Mean(float[] x, Func<double, double> f)
    {
        var sum = 0.0;
        foreach (var v in x)
            sum += f(v);
        return sum / x.Length;
    }

    private static double LargestDistance(float[] x, Func<double, double> cumulative)
    {
        Array.Sort(x);
        var largest = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var p = cumulative(x[i]);
            largest = Math.Max(largest, Math.Max(p - (double)i / x.Length, (i + 1.0) / x.Length - p));
        }
        return largest * Math.Sqrt(x.Length);
    }

    // Chi-square has mean k − 1 and variance 2 (k − 1).
    private static void AssertEven(int[] bins)
    {
        var expected = bins.Average();
        var chiSquare = bins.Sum(count => (count - expected) * (count - expected) / expected);
        var freedom = bins.Length - 1;
        Assert.InRange(chiSquare, freedom - 4 * Math.Sqrt(2 * freedom), freedom + 4 * Math.Sqrt(2 * freedom));
    }

    // The values, and their squares, which have mean 1 and variance 2: independence of signs alone would pass the first only.
    private static void AssertUncorrelated(float[] a, float[] b, string names)
    {
        double values = 0, squares = 0;
        for (var i = 0; i < a.Length; i++)
        {
            values += a[i] * b[i];
            squares += (a[i] * a[i] - 1) * (b[i] * b[i] - 1) / 2;
        }
        var standardError = 1 / Math.Sqrt(a.Length);
        Assert.True(Math.Abs(values / a.Length) < 4 * standardError, $"{names}: correlation {values / a.Length:G3}.");
        Assert.True(Math.Abs(squares / a.Length) < 4 * standardError, $"{names}: correlation of the squares {squares / a.Length:G3}.");
    }
}
