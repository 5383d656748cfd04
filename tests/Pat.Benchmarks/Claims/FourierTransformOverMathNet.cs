using MathNet.Numerics;
using MathNet.Numerics.IntegralTransforms;
using Pat.Core.Tensors;

namespace Pat.Benchmarks.Claims;

/// <summary>
/// A batch of complex transforms, row-major in and out, against MathNet's managed transform of the same rows in single precision, in place,
/// one thread each.
/// </summary>
internal sealed class FourierTransformOverMathNet(int batch, int n, double required) : IClaim
{
    public string Name => $"Fourier transform {batch}x{n} over MathNet";

    public double? Required => required;

    public Measurement Measure()
    {
        Control.UseManaged();
        Control.UseSingleThread();
        var x = new Tensor(batch, 2 * n);
        var random = new Random(1);
        foreach (ref var value in x.AsSpan())
            value = random.NextSingle() - 0.5f;
        var rows = new Complex32[batch][];
        for (var r = 0; r < batch; r++)
        {
            rows[r] = new Complex32[n];
            for (var j = 0; j < n; j++)
                rows[r][j] = new(x.Row(r)[j], x.Row(r)[n + j]);
        }

        var spectra = Array.ConvertAll(rows, row => new Complex32[row.Length]);
        var timing = default(Timing);
        Workers.OnOneThread(() => timing = Interleaved.MeasureOnThisThread(Transform, TransformByMathNet));
        return new(timing.BaselineOverSubject, $"{1e9 * timing.Subject / batch:F0} against {1e9 * timing.Baseline / batch:F0} ns per row");

        void Transform()
        {
            using var scope = new TensorScope();
            FourierTransform.Forward(x);
        }

        // From a fresh copy, because repeated transforms without scaling would overflow.
        void TransformByMathNet()
        {
            for (var r = 0; r < batch; r++)
            {
                rows[r].CopyTo(spectra[r], 0);
                Fourier.Forward(spectra[r], FourierOptions.NoScaling);
            }
        }
    }
}
