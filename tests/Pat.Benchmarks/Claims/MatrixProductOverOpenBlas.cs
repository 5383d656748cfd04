using System.Runtime.InteropServices;

namespace Pat.Benchmarks.Claims;

/// <summary>The matrix product against OpenBLAS on one thread, where that library is installed. Shown, not required.</summary>
internal sealed unsafe class MatrixProductOverOpenBlas(int m, int n, int k) : IClaim
{
    private const string Library = "libopenblas.so.0";
    private const int RowMajor = 101, NoTranspose = 111;

    public string Name => $"matrix product {m}x{n}x{k} over OpenBLAS";

    public double? Required => null;

    public Measurement Measure()
    {
        if (!NativeLibrary.TryLoad(Library, out var library))
            return Measurement.Skipped($"{Library} is not installed");
        var setThreads = (delegate* unmanaged<int, void>)NativeLibrary.GetExport(library, "openblas_set_num_threads");
        var multiply = (delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)
            NativeLibrary.GetExport(library, "cblas_sgemm");
        setThreads(1);

        var matrices = new Matrices(m, n, k);
        var result = new float[m * n];
        var timing = matrices.TimeOnOneThread(() =>
        {
            fixed (float* a = matrices.A.Values, b = matrices.B.Values, c = result)
                multiply(RowMajor, NoTranspose, NoTranspose, m, n, k, 1, a, k, b, n, 0, c, n);
        });
        return new(timing.BaselineOverSubject, $"OpenBLAS {matrices.Operations / timing.Baseline / 1e9:F0} GFLOP/s");
    }
}
