using Pat.Core.Tensors;

namespace Pat.Benchmarks.Claims;

/// <summary>What a second thread gives at 512x512x512, on a machine whose second core is free while this is measured.</summary>
internal sealed class MatrixProductTwoThreads(double required) : IClaim
{
    private const double FreeCore = 1.85;
    private const int Attempts = 4;

    public string Name => "matrix product 512x512x512, two threads over one";

    public double? Required => required;

    public Measurement Measure()
    {
        if (Environment.ProcessorCount < 2)
            return Measurement.Skipped("this machine has one core");
        var threads = Workers.Threads;
        try
        {
            return MeasureWhenFree();
        }
        finally
        {
            Workers.Threads = threads;
        }
    }

    private static Measurement MeasureWhenFree()
    {
        var matrices = new Matrices(512, 512, 512);
        var gain = 0.0;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            gain = SecondCore.Gain();
            var timing = Interleaved.Measure(() => MultiplyOn(2), () => MultiplyOn(1), seconds: 1);
            gain = Math.Min(gain, SecondCore.Gain());
            if (gain >= FreeCore)
                return new(timing.BaselineOverSubject, $"{1e3 * timing.Subject:F2} against {1e3 * timing.Baseline:F2} ms");
        }
        return Measurement.Skipped($"the second core is busy: two FMA peaks side by side gain only {gain:F2}");

        void MultiplyOn(int count)
        {
            Workers.Threads = count;
            matrices.Multiply();
        }
    }
}
