namespace Pat.Benchmarks.Claims;

/// <summary>How much of one thread's peak the matrix product reaches, counting useful operations only.</summary>
internal sealed class MatrixProductOverPeak(int m, int n, int k, double required) : IClaim
{
    public string Name => $"matrix product {m}x{n}x{k} over FMA peak";

    public double? Required => required;

    public Measurement Measure()
    {
        var matrices = new Matrices(m, n, k);
        var timing = matrices.TimeOnOneThread(FmaPeak.Run);
        var ratio = timing.BaselineOverSubject * matrices.Operations / FmaPeak.Operations;
        var speeds = $"{matrices.Operations / timing.Subject / 1e9:F0} of {FmaPeak.Operations / timing.Baseline / 1e9:F0} GFLOP/s";

        // A product above the peak means that the peak was not measured; 2 % is what neighbouring slices differ by.
        var invalid = ratio > 1;
        return new(ratio, invalid ? speeds + ": the product exceeds the peak, so the peak is wrong" : speeds, invalid);
    }
}
