using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra.Single;

namespace Pat.Benchmarks.Claims;

/// <summary>The matrix product against MathNet's managed provider, one thread each. Shown, not required.</summary>
internal sealed class MatrixProductOverMathNet(int m, int n, int k) : IClaim
{
    public string Name => $"matrix product {m}x{n}x{k} over MathNet";

    public double? Required => null;

    public Measurement Measure()
    {
        Control.UseManaged();
        Control.UseSingleThread();
        var matrices = new Matrices(m, n, k);
        var a = new DenseMatrix(m, k, matrices.A.Values.ToArray());
        var b = new DenseMatrix(k, n, matrices.B.Values.ToArray());
        var c = new DenseMatrix(m, n);
        var timing = matrices.TimeOnOneThread(() => a.Multiply(b, c));
        return new(timing.BaselineOverSubject, $"MathNet {matrices.Operations / timing.Baseline / 1e9:F1} GFLOP/s");
    }
}
