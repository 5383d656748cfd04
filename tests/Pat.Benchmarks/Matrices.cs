using Pat.Core.Tensors;

namespace Pat.Benchmarks;

/// <summary>Operands for a product of [m, k] and [k, n], and the call that is measured.</summary>
internal sealed class Matrices
{
    public Matrices(int m, int n, int k)
    {
        (A, B, C) = (new(m, k), new(k, n), new(m, n));
        var random = new Random(1);
        foreach (ref var value in A.AsSpan())
            value = random.NextSingle() - 0.5f;
        foreach (ref var value in B.AsSpan())
            value = random.NextSingle() - 0.5f;
        Operations = 2.0 * m * n * k;
    }

    public Tensor A { get; }

    public Tensor B { get; }

    public Tensor C { get; }

    /// <summary>Useful floating-point operations; a multiply-add counts as two.</summary>
    public double Operations { get; }

    public void Multiply() => MatrixProduct.Multiply(A, B, C);

    /// <summary>Times the product on one thread against <paramref name="baseline"/>.</summary>
    public Timing TimeOnOneThread(Action baseline)
    {
        var timing = default(Timing);
        Workers.OnOneThread(() => timing = Interleaved.MeasureOnThisThread(Multiply, baseline));
        return timing;
    }
}
