namespace Pat.Systems.Tests.Imperfections;

/// <summary>Mean and variance of independent samples, each with its standard error.</summary>
internal readonly record struct Sampled(double Mean, double MeanError, double Variance, double VarianceError)
{
    private const double Errors = 4; // one in 16,000 normal samples is farther off, and seeds are fixed

    public static Sampled Of(IEnumerable<double> samples)
    {
        var all = samples.ToArray();
        var mean = all.Average();
        var squares = all.Select(sample => (sample - mean) * (sample - mean)).ToArray();
        var variance = squares.Sum() / (all.Length - 1);
        var spread = squares.Average(square => (square - variance) * (square - variance));
        return new(mean, Math.Sqrt(variance / all.Length), variance, Math.Sqrt(spread / all.Length));
    }

    public void HasMean(double expected, double exact = 0) => Assert.Equal(expected, Mean, Errors * MeanError + exact);

    public void HasDeviation(double expected) => Assert.Equal(expected * expected, Variance, Errors * VarianceError);
}
