namespace Pat.Core.Tensors;

/// <summary>Products of matrices (tensors with two dimensions).</summary>
/// <remarks>
/// Sums run in float32 with fused multiply-adds: 256 terms at a time from zero, in order, and the sums of these blocks are added in order.
/// So an element has the same bits whatever rows and columns are around it, and for any number of threads.
/// </remarks>
public static class MatrixProduct
{
    /// <summary>C = op(A) op(B), or C + op(A) op(B), where op is nothing or the transpose.</summary>
    /// <param name="a">A, [m, k]; [k, m] if it is transposed.</param>
    /// <param name="b">B, [k, n]; [n, k] if it is transposed.</param>
    /// <param name="c">C, [m, n], with memory of its own.</param>
    /// <param name="transposeA">Whether op(A) is the transpose of A.</param>
    /// <param name="transposeB">Whether op(B) is the transpose of B.</param>
    /// <param name="accumulate">Whether the product is added to what C holds; otherwise C is overwritten.</param>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    /// <exception cref="ArgumentException">C shares its memory with A or B.</exception>
    public static unsafe void Multiply(Tensor a, Tensor b, Tensor c, bool transposeA = false, bool transposeB = false, bool accumulate = false)
    {
        var (m, n) = ProductShape(a, b, transposeA, transposeB);
        if (c.Rank != 2 || c.Shape[0] != m || c.Shape[1] != n)
            throw new ShapeException("MatrixProduct C", $"[{m}, {n}]", c);
        if (c.Values.Overlaps(a.Values) || c.Values.Overlaps(b.Values))
            throw new ArgumentException("MatrixProduct C: expected memory of its own, got that of A or B; multiply into another tensor.", nameof(c));

        if (c.Length == 0)
            return;
        if (a.Length == 0)
        {
            if (!accumulate)
                c.AsSpan().Clear();
            return;
        }
        fixed (float* pa = a.Values, pb = b.Values, pc = c.AsSpan())
        {
            BlockedProduct.OfThread.Multiply(
                new(pa, a.Shape[0], a.Shape[1], transposeA), new(pb, b.Shape[0], b.Shape[1], transposeB), pc, accumulate);
        }
    }

    /// <summary>op(A) op(B) as a tensor of the step under way; see <see cref="Tensor.Create"/>.</summary>
    /// <param name="a">A, [m, k]; [k, m] if it is transposed.</param>
    /// <param name="b">B, [k, n]; [n, k] if it is transposed.</param>
    /// <param name="transposeA">Whether op(A) is the transpose of A.</param>
    /// <param name="transposeB">Whether op(B) is the transpose of B.</param>
    /// <returns>The product, [m, n].</returns>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    public static Tensor Multiply(Tensor a, Tensor b, bool transposeA = false, bool transposeB = false)
    {
        var (m, n) = ProductShape(a, b, transposeA, transposeB);
        var c = Tensor.CreateUninitialized(m, n);
        Multiply(a, b, c, transposeA, transposeB);
        return c;
    }

    private static (int Rows, int Columns) ProductShape(Tensor a, Tensor b, bool transposeA, bool transposeB)
    {
        RequireMatrix("MatrixProduct A", a);
        RequireMatrix("MatrixProduct B", b);
        var depth = a.Shape[transposeA ? 0 : 1];
        if (b.Shape[transposeB ? 1 : 0] != depth)
            throw new ShapeException("MatrixProduct B" + (transposeB ? " (transposed)" : ""), transposeB ? $"[n, {depth}]" : $"[{depth}, n]", b);
        return (a.Shape[transposeA ? 1 : 0], b.Shape[transposeB ? 0 : 1]);
    }

    private static void RequireMatrix(string name, Tensor tensor)
    {
        if (tensor.Rank != 2)
            throw new ShapeException(name, "[rows, columns]", tensor);
    }
}
