using Pat.Core.Tensors;

namespace Pat.Core.Tests.Tensors;

[Trait("Category", "Law")]
public sealed class MatrixProductTests
{
    // Rows, columns, depth: one, odd, around whole vectors, tiles, panels, blocks of the depth and slabs.
    private static readonly (int M, int N, int K)[] Shapes =
    [
        (1, 1, 1), (1, 7, 5), (2, 3, 4), (3, 16, 17), (4, 15, 9), (5, 48, 31), (7, 49, 33), (8, 47, 8), (9, 97, 12), (12, 1, 70),
        (13, 17, 256), (6, 5, 257), (8, 49, 300), (2, 3, 515), (3, 2, 1030), (30, 50, 12), (65, 33, 20), (66, 64, 3), (2, 1011, 3), (1, 2020, 2),
    ];

    public static TheoryData<int, int, int, bool, bool, bool> Cases
    {
        get
        {
            var cases = new TheoryData<int, int, int, bool, bool, bool>();
            foreach (var (m, n, k) in Shapes)
            {
                for (var flags = 0; flags < 8; flags++)
                    cases.Add(m, n, k, (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
            }
            return cases;
        }
    }

    // The error of a sum of K products is below (K + 1) half units in the last place of the sum of magnitudes
    // (N. Higham, Accuracy and Stability of Numerical Algorithms, 2002, equation 3.3); one more for adding to C.
    [Theory, MemberData(nameof(Cases))]
    public void Agrees_with_the_sum_in_double(int m, int n, int k, bool transposeA, bool transposeB, bool accumulate)
    {
        var (a, b, c) = Operands(m, n, k, transposeA, transposeB);
        var before = c.Clone();

        MatrixProduct.Multiply(a, b, c, transposeA, transposeB, accumulate);

        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = accumulate ? before.Values[i * n + j] : 0.0;
                var magnitude = Math.Abs(sum);
                for (var l = 0; l < k; l++)
                {
                    var term = (double)Element(a, i, l, transposeA) * Element(b, l, j, transposeB);
                    sum += term;
                    magnitude += Math.Abs(term);
                }
                Assert.Equal(sum, c.Values[i * n + j], (k + 2) * Math.Pow(2, -24) * magnitude);
            }
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Every_element_has_the_bits_of_the_documented_order(int m, int n, int k, bool transposeA, bool transposeB, bool accumulate)
    {
        var (a, b, c) = Operands(m, n, k, transposeA, transposeB);
        var before = c.Clone();

        MatrixProduct.Multiply(a, b, c, transposeA, transposeB, accumulate);

        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = accumulate ? before.Values[i * n + j] : 0f;
                for (var start = 0; start < k; start += 256)
                {
                    var block = 0f;
                    for (var l = start; l < Math.Min(k, start + 256); l++)
                        block = MathF.FusedMultiplyAdd(Element(a, i, l, transposeA), Element(b, l, j, transposeB), block);
                    sum += block;
                }
                Assert.Equal(BitConverter.SingleToInt32Bits(sum), BitConverter.SingleToInt32Bits(c.Values[i * n + j]));
            }
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void A_row_has_the_same_bits_alone_and_in_any_batch(bool transposeA, bool transposeB)
    {
        const int m = 75, n = 51, k = 29;
        var (a, b, _) = Operands(m, n, k, transposeA, transposeB);
        var together = MatrixProduct.Multiply(a, b, transposeA, transposeB);
        for (var i = 0; i < m; i++)
        {
            var row = transposeA ? new Tensor(k, 1) : new Tensor(1, k);
            for (var l = 0; l < k; l++)
                row.AsSpan()[l] = Element(a, i, l, transposeA);
            Assert.Equal(together.Row(i), MatrixProduct.Multiply(row, b, transposeA, transposeB).Values);
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void The_number_of_threads_changes_no_bit(bool transposeA, bool transposeB)
    {
        const int m = 200, n = 97, k = 300;     // enough work for threads to be used
        var (a, b, start) = Operands(m, n, k, transposeA, transposeB);
        var threads = Workers.Threads;
        try
        {
            var results = new List<Tensor>();
            foreach (var count in new[] { 1, 2, 5 })
            {
                Workers.Threads = count;
                var c = start.Clone();
                MatrixProduct.Multiply(a, b, c, transposeA, transposeB, accumulate: true);
                results.Add(c);
            }
            Assert.All(results, c => Assert.Equal(results[0].Values, c.Values));
        }
        finally
        {
            Workers.Threads = threads;
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void A_NaN_stays_in_its_row_or_column(bool transposeA, bool transposeB)
    {
        const int m = 11, n = 53, k = 6;
        var (a, b, _) = Operands(m, n, k, transposeA, transposeB);
        a.AsSpan()[transposeA ? 2 * m + 9 : 9 * k + 2] = float.NaN;         // row 9 of op(A)
        b.AsSpan()[transposeB ? 52 * k + 3 : 3 * n + 52] = float.NaN;       // column 52 of op(B)

        var c = MatrixProduct.Multiply(a, b, transposeA, transposeB);

        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
                Assert.Equal(i == 9 || j == 52, float.IsNaN(c.Values[i * n + j]));
        }
    }

    [Fact]
    public void Without_depth_the_product_is_zero_or_leaves_C()
    {
        var c = new Tensor([1, 2, 3, 4, 5, 6], 2, 3);
        MatrixProduct.Multiply(new Tensor(2, 0), new Tensor(0, 3), c, accumulate: true);
        Assert.Equal([1, 2, 3, 4, 5, 6], c.Values);
        MatrixProduct.Multiply(new Tensor(2, 0), new Tensor(0, 3), c);
        Assert.Equal([0, 0, 0, 0, 0, 0], c.Values);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    [InlineData(0, 0)]
    public void Without_rows_or_columns_the_product_is_empty(int m, int n) =>
        Assert.Equal([m, n], MatrixProduct.Multiply(new Tensor(m, 4), new Tensor(4, n)).Shape);

    [Fact]
    public void A_product_into_a_given_tensor_allocates_nothing_in_steady_state()
    {
        var (a, b, c) = Operands(35, 50, 20, false, true);
        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            MatrixProduct.Multiply(a, b, c, transposeB: true);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Allocated();
        Assert.Equal(0, Allocated());
    }

    [Fact]
    public void Wrong_shapes_are_named()
    {
        var a = new Tensor(2, 3);
        Assert.Equal("MatrixProduct A: expected shape [rows, columns], got [2].",
            Assert.Throws<ShapeException>(() => MatrixProduct.Multiply(new Tensor(2), a)).Message);
        Assert.Equal("MatrixProduct B: expected shape [3, n], got [2, 3].",
            Assert.Throws<ShapeException>(() => MatrixProduct.Multiply(a, a)).Message);
        Assert.Equal("MatrixProduct B (transposed): expected shape [n, 2], got [2, 3].",
            Assert.Throws<ShapeException>(() => MatrixProduct.Multiply(a, a, transposeA: true, transposeB: true)).Message);
        Assert.Equal("MatrixProduct C: expected shape [3, 3], got [2, 2].",
            Assert.Throws<ShapeException>(() => MatrixProduct.Multiply(a, a, new Tensor(2, 2), transposeA: true)).Message);
    }

    [Fact]
    public void C_may_not_share_memory_with_A_or_B()
    {
        var (a, b) = (new Tensor(2, 2), new Tensor(2, 2));
        Assert.Contains("memory of its own", Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(a, b, a)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(a, b, b.Reshape(2, 2)));
    }

    private static (Tensor A, Tensor B, Tensor C) Operands(int m, int n, int k, bool transposeA, bool transposeB)
    {
        var random = new Random(1000 * m + 100 * n + k);
        var a = transposeA ? new Tensor(k, m) : new Tensor(m, k);
        var b = transposeB ? new Tensor(n, k) : new Tensor(k, n);
        var c = new Tensor(m, n);
        foreach (var tensor in new[] { a, b, c })
        {
            foreach (ref var value in tensor.AsSpan())
                value = 2 * random.NextSingle() - 1;
        }
        return (a, b, c);
    }

    private static float Element(Tensor matrix, int row, int column, bool transposed) =>
        matrix.Values[transposed ? column * matrix.Shape[1] + row : row * matrix.Shape[1] + column];
}
