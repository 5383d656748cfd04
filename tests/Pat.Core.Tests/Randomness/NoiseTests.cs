using Pat.Core.Lanes;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Core.Tests.Randomness;

[Trait("Category", "Law")]
public sealed unsafe class NoiseTests
{
    private static readonly Noise Stream = Noise.FromSeed(17).Split("test");

    // The angle is rounded to 24 bits of a turn (error 9e-8 rad), cosine and radius have errors below 3 ulp: 5e-7 of the radius in all.
    private const double Tolerance = 5e-7;

    [Theory, InlineData(0L), InlineData(5_000_000_000L), InlineData(-1L)]
    public void Normals_follow_the_documented_formula(long run)
    {
        var numbers = new float[300];
        Stream.Normals(run, numbers);
        for (var e = 0; e < numbers.Length; e++)
        {
            var (value, radius) = PhiloxOracle.Normal(Stream.Key, run, e);
            Assert.Equal(value, numbers[e], Tolerance * radius);
        }
    }

    [Theory, InlineData(0L), InlineData(5_000_000_000L), InlineData(-1L)]
    public void Uniforms_follow_the_documented_formula_exactly(long run)
    {
        var numbers = new float[300];
        Stream.Uniforms(run, numbers);
        for (var e = 0; e < numbers.Length; e++)
            Assert.Equal(PhiloxOracle.Uniform(Stream.Key, run, e), numbers[e]);
    }

    [Fact]
    public void Extreme_words_give_the_normals_of_the_formula_at_every_width()
    {
        // The smallest and largest radius, both sides of the change of formula at √½, quarter turns.
        uint[] firsts = [0, 1, 2, 255, 0x7fffffff, 0x80000000, 3037000498, 3037000499, 3037000500, 3037000700, 0xffffff00, 0xfffffffe, 0xffffffff];
        uint[] seconds = [0, 1, 0x20000000, 0x40000000, 0x7fffffff, 0x80000000, 0xc0000000, 0xffffffff];
        var words = stackalloc uint[32];
        var numbers = stackalloc float[32];
        foreach (var second in seconds)
        {
            for (var b = 0; b < 16; b++)
                (words[b], words[16 + b]) = (firsts[b % firsts.Length], second);
            NormalDistribution.Draw<LaneScalar>(words, numbers, 1);
            for (var i = 0; i < 32; i++)
            {
                var (value, radius) = PhiloxOracle.Normal(words[i % 16], second, i / 16);
                Assert.Equal(value, numbers[i], Tolerance * radius);
            }
            AssertSameDraw<Lane128>(words, numbers);
            AssertSameDraw<Lane256>(words, numbers);
            AssertSameDraw<Lane512>(words, numbers);
        }
    }

    [Fact]
    public void Every_width_draws_the_same_bits()
    {
        foreach (var (rows, columns) in ((int, int)[])[(40, 1), (33, 3), (5, 16), (3, 17), (2, 100), (1, 600)])
        {
            var normals = Draw<LaneScalar, NormalDistribution>(rows, columns);
            Assert.Equal(normals, Draw<Lane128, NormalDistribution>(rows, columns));
            Assert.Equal(normals, Draw<Lane256, NormalDistribution>(rows, columns));
            Assert.Equal(normals, Draw<Lane512, NormalDistribution>(rows, columns));
            var uniforms = Draw<LaneScalar, UniformDistribution>(rows, columns);
            Assert.Equal(uniforms, Draw<Lane128, UniformDistribution>(rows, columns));
            Assert.Equal(uniforms, Draw<Lane256, UniformDistribution>(rows, columns));
            Assert.Equal(uniforms, Draw<Lane512, UniformDistribution>(rows, columns));
        }
    }

    [Fact]
    public void A_short_draw_is_the_beginning_of_a_long_one_and_nothing_beyond_it_is_written()
    {
        var (normals, uniforms) = (new float[600], new float[600]);
        Stream.Normals(3, normals);
        Stream.Uniforms(3, uniforms);
        foreach (var length in Enumerable.Range(0, 70).Concat([127, 128, 129, 191, 192, 193, 255, 256, 257, 300, 511, 512, 513]))
        {
            var numbers = new float[length + 1];
            numbers[length] = -77;
            Stream.Normals(3, numbers.AsSpan(0, length));
            Assert.Equal([.. normals[..length], -77], numbers);
            Stream.Uniforms(3, numbers.AsSpan(0, length));
            Assert.Equal([.. uniforms[..length], -77], numbers);
        }
    }

    [Fact]
    public void A_row_of_a_tensor_is_its_run_alone_for_any_number_of_columns()
    {
        for (var columns = 1; columns <= 70; columns++)
        {
            var (normals, uniforms) = (new Tensor(19, columns), new Tensor(19, columns));
            Stream.Normals(0xfffffff8, normals); // runs on both sides of 2^32
            Stream.Uniforms(0xfffffff8, uniforms);
            var alone = new float[columns];
            foreach (var row in (int[])[0, 7, 8, 15, 16, 18])
            {
                Stream.Normals(0xfffffff8 + row, alone);
                Assert.Equal(alone, normals.Row(row));
                Stream.Uniforms(0xfffffff8 + row, alone);
                Assert.Equal(alone, uniforms.Row(row));
            }
        }
    }

    [Theory, InlineData(40_000, 1), InlineData(9_000, 5), InlineData(60, 1000)]
    public void Threads_and_chunks_do_not_change_a_draw(int rows, int columns)
    {
        var (shared, alone, last) = (new Tensor(rows, columns), new Tensor(rows, columns), new Tensor(rows - 11, columns));
        Stream.Normals(100, shared);
        Workers.OnOneThread(() => Stream.Normals(100, alone));
        Stream.Normals(111, last);
        Assert.True(shared.Values.SequenceEqual(alone.Values));
        Assert.True(shared.Values[(11 * columns)..].SequenceEqual(last.Values));
    }

    [Fact]
    public void Single_draws_are_the_first_element()
    {
        var one = new float[5];
        Stream.Normals(9, one);
        Assert.Equal(one[0], Stream.Normal(9));
        Stream.Uniforms(9, one);
        Assert.Equal(one[0], Stream.Uniform(9));
    }

    [Theory, InlineData(0, 4), InlineData(4, 0), InlineData(0, 0)]
    public void Empty_tensors_are_left_alone(int rows, int columns) => Stream.Normals(0, new Tensor(rows, columns));

    [Fact]
    public void A_key_keeps_its_numbers_between_versions()
    {
        // A saved run states its seed; another key derivation would change every experiment.
        Assert.Equal(0xfece493a14425385, Noise.FromSeed(1).Key);
        Assert.Equal(0xe905c8e40c6a6b7a, Noise.FromSeed(1).Split("readout").Split(3).Key);
    }

    private static float[] Draw<V, TDistribution>(int rows, int columns)
        where V : unmanaged, ILane<V> where TDistribution : struct, IDistribution
    {
        var numbers = new float[rows * columns];
        fixed (float* p = numbers)
            new DrawKernel<TDistribution>(Stream.Key, 1234, rows, columns, p).Run<V>();
        return numbers;
    }

    private static void AssertSameDraw<V>(uint* words, float* expected) where V : unmanaged, ILane<V>
    {
        var numbers = stackalloc float[32];
        NormalDistribution.Draw<V>(words, numbers, 1);
        Assert.Equal(new ReadOnlySpan<float>(expected, 32), new ReadOnlySpan<float>(numbers, 32));
    }
}
