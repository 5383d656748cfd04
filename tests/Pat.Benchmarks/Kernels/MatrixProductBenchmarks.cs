using BenchmarkDotNet.Attributes;
using Pat.Core.Tensors;

namespace Pat.Benchmarks.Kernels;

/// <summary>The matrix product, plain and with each transpose, against the textbook's three loops.</summary>
[MemoryDiagnoser]
public class MatrixProductBenchmarks
{
    private Tensor a = new(0, 0), at = new(0, 0), b = new(0, 0), bt = new(0, 0), c = new(0, 0);

    /// <summary>Rows of A.</summary>
    [Params(1, 32, 512)]
    public int Rows { get; set; }

    /// <summary>Columns of B, and columns of A.</summary>
    [Params(196, 512)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var matrices = new Matrices(Rows, Size, Size);
        (a, b, c) = (matrices.A, matrices.B, matrices.C);
        at = a.Reshape(Size, Rows);     // only the speed matters here, not which element lies where
        bt = b;
    }

    [Benchmark(Baseline = true)]
    public void ThreeLoops()
    {
        ReadOnlySpan<float> x = a.Values, y = b.Values;
        var z = c.AsSpan();
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Size; j++)
            {
                var sum = 0f;
                for (var k = 0; k < Size; k++)
                    sum += x[i * Size + k] * y[k * Size + j];
                z[i * Size + j] = sum;
            }
        }
    }

    [Benchmark]
    public void Plain() => MatrixProduct.Multiply(a, b, c);

    [Benchmark]
    public void TransposedA() => MatrixProduct.Multiply(at, b, c, transposeA: true);

    [Benchmark]
    public void TransposedB() => MatrixProduct.Multiply(a, bt, c, transposeB: true);

    [Benchmark]
    public void Accumulating() => MatrixProduct.Multiply(a, b, c, accumulate: true);
}
