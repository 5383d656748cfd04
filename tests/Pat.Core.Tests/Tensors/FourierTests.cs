using System.Numerics;
using MathNet.Numerics.IntegralTransforms;
using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Core.Tests.Tensors;

/// <summary>Laws of the Fourier transform. Sums of the tests are in double; MathNet's transform in double is the oracle.</summary>
[Trait("Category", "Law")]
public class FourierTests
{
    /// <summary>Lengths of one radix, of several, and of primes without a butterfly of their own.</summary>
    public static TheoryData<int> Lengths =>
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 30, 32, 49, 60, 64, 97, 100, 128, 240, 256, 512, 1024, 4096];

    public static TheoryData<int> ShortLengths => [1, 2, 3, 5, 7, 8, 12, 16, 30, 49, 60, 97, 256];

    // Every stage rounds once or twice, to half an ulp (6e-8) relative to the norm, and there are log2 n stages of radix 2 at most.
    // Errors of stages are independent, so they grow more slowly than this; a wrong factor anywhere is off by far more.
    private static double Tolerance(int n) => 1e-7 * Math.Max(1, Math.Log2(n));

    [Theory, MemberData(nameof(Lengths))]
    public void Forward_is_the_transform_of_MathNet(int n)
    {
        var x = Signals(3, n, seed: n);
        AssertClose(Expected(x, inverse: false), FourierTransform.Forward(x), Tolerance(n));
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Inverse_is_the_inverse_of_MathNet_and_undoes_forward(int n)
    {
        var x = Signals(3, n, seed: n + 1);
        AssertClose(Expected(x, inverse: true), FourierTransform.Inverse(x), Tolerance(n));
        AssertClose(x, FourierTransform.Inverse(FourierTransform.Forward(x)), 2 * Tolerance(n));
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Scrambled_transforms_are_the_ordered_ones_in_their_order(int n)
    {
        var kernel = new ScrambledKernel(FourierPlan.Of(n), seed: n);
        Widest.Run(ref kernel);
        Assert.True(kernel.ForwardError < Tolerance(n), $"forward {kernel.ForwardError}");
        Assert.True(kernel.InverseError < 2 * Tolerance(n), $"inverse {kernel.InverseError}");
        for (var k = 0; k < n; k++)
            Assert.Equal(k, kernel.Plan.ScrambledOrder[kernel.Plan.ScrambledPlaces[k]]);
    }

    [Theory, MemberData(nameof(ShortLengths))]
    public void Adjoints_satisfy_the_inner_product_identity(int n)
    {
        var (x, y) = (Signals(2, n, seed: 5), Signals(2, n, seed: 6));
        foreach (var (map, adjoint) in new (Func<Tensor, Tensor>, Func<Tensor, Tensor>)[]
        {
            (FourierTransform.Forward, FourierTransform.ForwardAdjoint),
            (FourierTransform.Inverse, FourierTransform.InverseAdjoint),
        })
        {
            var mapped = map(x);
            // Rounding of either side is relative to the product of the norms (Cauchy-Schwarz).
            Assert.Equal(Dot(mapped, y), Dot(x, adjoint(y)), 2 * Tolerance(n) * Math.Sqrt(Dot(mapped, mapped) * Dot(y, y)));
        }
    }

    [Theory, MemberData(nameof(ShortLengths))]
    public void Energy_is_conserved_up_to_the_length(int n)
    {
        var x = Signals(2, n, seed: 7);
        var spectrum = FourierTransform.Forward(x);
        Assert.Equal(1, Dot(spectrum, spectrum) / (n * Dot(x, x)), 2 * Tolerance(n));
    }

    [Theory, MemberData(nameof(ShortLengths))]
    public void A_cyclic_shift_turns_frequency_k_by_k_steps(int n)
    {
        const int shift = 3;
        var x = Signals(1, n, seed: 8);
        var shifted = new Tensor(1, 2 * n);
        for (var j = 0; j < n; j++)
        {
            shifted.AsSpan()[(j + shift) % n] = x.Values[j];
            shifted.AsSpan()[n + (j + shift) % n] = x.Values[n + j];
        }
        var turned = FourierTransform.Forward(x);
        for (var k = 0; k < n; k++)
        {
            var value = new Complex(turned.Values[k], turned.Values[n + k]) * Complex.FromPolarCoordinates(1, -2 * Math.PI * (k * shift % n) / n);
            (turned.AsSpan()[k], turned.AsSpan()[n + k]) = ((float)value.Real, (float)value.Imaginary);
        }
        AssertClose(turned, FourierTransform.Forward(shifted), 2 * Tolerance(n));
    }

    [Fact]
    public void The_transform_is_linear()
    {
        var (x, y, sum) = (Signals(1, 60, seed: 9), Signals(1, 60, seed: 10), new Tensor(1, 120));
        for (var i = 0; i < 120; i++)
            sum.AsSpan()[i] = 2 * x.Values[i] - 3 * y.Values[i];
        var (fx, fy) = (FourierTransform.Forward(x), FourierTransform.Forward(y));
        for (var i = 0; i < 120; i++)
            fx.AsSpan()[i] = 2 * fx.Values[i] - 3 * fy.Values[i];
        AssertClose(fx, FourierTransform.Forward(sum), 3 * Tolerance(60)); // one tolerance for each transform
    }

    [Theory]
    [InlineData(1), InlineData(7), InlineData(16), InlineData(30)]
    public void A_row_has_the_bits_of_that_row_alone_for_every_batch_size(int n)
    {
        var most = 3 * Widest.Count + 1;
        var x = Signals(most, n, seed: 11);
        var alone = new float[most][];
        for (var r = 0; r < most; r++)
            alone[r] = FourierTransform.Forward(new Tensor(x.Row(r), 1, 2 * n)).Values.ToArray();
        for (var batch = 1; batch <= most; batch++)
        {
            var y = FourierTransform.Forward(new Tensor(x.Values[..(batch * 2 * n)], batch, 2 * n));
            for (var r = 0; r < batch; r++)
                Assert.Equal(alone[r], y.Row(r).ToArray());
        }
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        var x = Signals(301, 120, seed: 12);
        var threads = Workers.Threads;
        try
        {
            Workers.Threads = 1;
            var one = FourierTransform.Inverse(x).Values.ToArray();
            Workers.Threads = 4;
            Assert.Equal(one, FourierTransform.Inverse(x).Values.ToArray());
        }
        finally
        {
            Workers.Threads = threads;
        }
    }

    [Fact]
    public void An_empty_batch_stays_empty() => Assert.Equal(0, FourierTransform.Forward(new Tensor(0, 8)).Length);

    [Fact]
    public void Rows_that_are_not_complex_are_refused()
    {
        var error = Assert.Throws<ShapeException>(() => FourierTransform.Forward(new Tensor(2, 7)));
        Assert.Equal("FourierTransform.Forward: expected shape [batch, 2n] (n real parts, then n imaginary parts, n >= 1), got [2, 7].", error.Message);
        Assert.Throws<ShapeException>(() => FourierTransform.Inverse(new Tensor(8)));
        Assert.Throws<ShapeException>(() => FourierTransform.Inverse(new Tensor(3, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => FourierPlan.Of(0));
    }

    private static Tensor Signals(int batch, int n, int seed)
    {
        var random = new Random(seed);
        var x = new Tensor(batch, 2 * n);
        foreach (ref var value in x.AsSpan())
            value = 2 * random.NextSingle() - 1;
        return x;
    }

    private static Tensor Expected(Tensor x, bool inverse)
    {
        var n = x.RowLength / 2;
        var expected = new Tensor(x.Shape);
        for (var r = 0; r < x.Rows; r++)
        {
            var from = x.Row(r);
            var to = expected.Row(r);
            var values = new Complex[n];
            for (var j = 0; j < n; j++)
                values[j] = new(from[j], from[n + j]);
            if (inverse)
                Fourier.Inverse(values, FourierOptions.AsymmetricScaling);
            else
                Fourier.Forward(values, FourierOptions.NoScaling);
            for (var j = 0; j < n; j++)
                (to[j], to[n + j]) = ((float)values[j].Real, (float)values[j].Imaginary);
        }
        return expected;
    }

    private static double Dot(Tensor a, Tensor b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += (double)a.Values[i] * b.Values[i];
        return sum;
    }

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        var error = RelativeError(expected.Values, actual.Values);
        Assert.True(error <= tolerance, $"relative error {error}, tolerance {tolerance}");
    }

    private static double RelativeError(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        var (error, norm) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            error += Math.Pow((double)actual[i] - expected[i], 2);
            norm += Math.Pow(expected[i], 2);
        }
        return Math.Sqrt(error / norm);
    }

    // All lanes carry different signals. The ordered transforms are those that the other tests compare with MathNet.
    private unsafe struct ScrambledKernel(FourierPlan plan, int seed) : ILaneKernel
    {
        public FourierPlan Plan => plan;

        public double ForwardError { get; private set; }

        public double InverseError { get; private set; }

        public void Run<V>() where V : unmanaged, ILane<V>
        {
            var half = plan.Length * V.Count;
            var (x, ordered) = (new float[2 * half], new float[2 * half]);
            var (scrambled, scratch) = (new float[2 * half], new float[plan.ScratchLanes * V.Count]);
            var random = new Random(seed);
            for (var i = 0; i < x.Length; i++)
                x[i] = 2 * random.NextSingle() - 1;
            x.CopyTo(ordered, 0);
            x.CopyTo(scrambled, 0);
            fixed (float* o = ordered, s = scrambled, free = scratch)
            {
                plan.Forward<V>(o, o + half, free);
                plan.ForwardScrambled<V>(s, s + half, free);
                var sorted = new float[2 * half];
                for (var i = 0; i < 2 * half; i++)
                {
                    var (place, lane) = (i % half / V.Count, i % V.Count);
                    sorted[i - i % half + plan.ScrambledOrder[place] * V.Count + lane] = s[i];
                }
                ForwardError = RelativeError(ordered, sorted);
                plan.InverseScrambled<V>(s, s + half, free);
                for (var i = 0; i < 2 * half; i++)
                    s[i] /= plan.Length;
                InverseError = RelativeError(x, scrambled);
            }
        }
    }
}
