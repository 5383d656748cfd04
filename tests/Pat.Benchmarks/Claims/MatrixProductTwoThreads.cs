using Pat.Core.Tensors;

namespace Pat.Benchmarks.Claims;

/// <summary>What a second thread gives at 512x512x512.</summary>
internal sealed class MatrixProductTwoThreads(double required) : IClaim
{
    public string Name => "matrix product 512x512x512, two threads over one";

    public double? Required => required;

    public Measurement Measure()
    {
        if (Environment.ProcessorCount < 2)
            return Measurement.Skipped("this machine has one core");
        var matrices = new Matrices(512, 512, 512);
        var threads = Workers.Threads;
        var timing = Interleaved.Measure(() => MultiplyOn(2), () => MultiplyOn(1));
        Workers.Threads = threads;
        return new(timing.BaselineOverSubject, $"{1e3 * timing.Subject:F2} against {1e3 * timing.Baseline:F2} ms");

        void MultiplyOn(int count)
        {
            Workers.Threads = count;
            matrices.Multiply();
        }
    }
}
