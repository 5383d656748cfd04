namespace Pat.Core.Tensors;

/// <summary>The matrix product.</summary>
public static class MatrixProduct
{
    /// <summary>c = op(a) op(b), or c += op(a) op(b).</summary>
    public static void Multiply(Tensor a, Tensor b, Tensor c, bool transposeA = false, bool transposeB = false, bool accumulate = false)
    {
        var (m, n) = (c.Shape[0], c.Shape[1]);
        var k = a.Shape[transposeA ? 0 : 1];
        var x = a.Values;
        var y = b.Values;
        var z = c.AsSpan();
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = accumulate ? z[i * n + j] : 0f;
                for (var l = 0; l < k; l++)
                    sum = MathF.FusedMultiplyAdd(transposeA ? x[l * m + i] : x[i * k + l], transposeB ? y[j * k + l] : y[l * n + j], sum);
                z[i * n + j] = sum;
            }
        }
    }
}
