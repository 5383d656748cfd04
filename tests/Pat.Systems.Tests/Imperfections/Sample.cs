using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Tests.Imperfections;

/// <summary>What an imperfection makes of one value over many runs.</summary>
internal sealed class Sample
{
    public const int Count = 40_000;

    public static readonly Shot Shot = new(Noise.FromSeed(1), Noise.FromSeed(2), 100, 0, 0);

    private Sample(double[] values)
    {
        Values = values;
        Mean = values.Average();
        Variance = values.Average(value => Math.Pow(value - Mean, 2));
        ThirdMoment = values.Average(value => Math.Pow(value - Mean, 3));
    }

    public double[] Values { get; }

    public double Mean { get; }

    public double Variance { get; }

    public double ThirdMoment { get; }

    public static Sample Of(IImperfection imperfection, double signal) =>
        new([.. imperfection.Apply(Filled(40, Count / 40, (float)signal), Shot).Values.ToArray().Select(value => (double)value)]);

    /// <summary>
    /// Within four standard errors: sqrt(v / n) of the mean, and sqrt((fourth − v²) / n) of the variance, with the fourth central moment 3 v² unless it is given;
    /// the variance around the mean of the sample also lacks the square of that mean's error.
    /// </summary>
    public void Has(double mean, double variance, double? fourth = null, double rounding = 0)
    {
        Assert.Equal(mean, Mean, 4 * Math.Sqrt(variance / Count) + rounding);
        Assert.Equal(variance, Variance, 4 * Math.Sqrt(((fourth ?? 3 * variance * variance) - variance * variance) / Count) + 16 * variance / Count);
    }

    public static Tensor Filled(int rows, int columns, float value)
    {
        var tensor = new Tensor(rows, columns);
        tensor.AsSpan().Fill(value);
        return tensor;
    }
}
