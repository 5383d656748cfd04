using System.Globalization;
using MathNet.Numerics.Distributions;

namespace Pat.Core.Diagnostics;

/// <summary>A mean over repeated runs, with its confidence interval.</summary>
/// <remarks>
/// The interval is mean ± t s / sqrt(n), with the sample standard deviation s and Student's t of n − 1 degrees of freedom
/// (Student, Biometrika 6, 1, 1908, doi 10.1093/biomet/6.1.1). It takes the runs as independent and their values as about normal.
/// </remarks>
/// <param name="Mean">The mean of the values.</param>
/// <param name="Low">Lower end of the interval; null for a single value, which tells nothing of the spread.</param>
/// <param name="High">Upper end of the interval; null for a single value.</param>
/// <param name="Count">How many values there were.</param>
public readonly record struct MeanEstimate(double Mean, double? Low, double? High, int Count)
{
    /// <summary>The mean of the values and its interval.</summary>
    /// <param name="values">One value for each run; at least one, all finite.</param>
    /// <param name="confidence">Probability that such intervals cover the mean, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There is no value, or one that is not finite.</exception>
    public static MeanEstimate Of(ReadOnlySpan<double> values, double confidence = 0.95)
    {
        if (values.IsEmpty)
            throw new ArgumentException("MeanEstimate: expected at least 1 value, got 0.", nameof(values));
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "MeanEstimate: expected a confidence between 0 and 1.");
        var mean = MeanOf(values);
        if (values.Length == 1)
            return new(mean, null, null, 1);
        var squares = 0.0;
        foreach (var value in values)
            squares += (value - mean) * (value - mean);
        var freedom = values.Length - 1;
        var half = StudentT.InvCDF(0, 1, freedom, (1 + confidence) / 2) * Math.Sqrt(squares / freedom / values.Length);
        return new(mean, mean - half, mean + half, values.Length);
    }

    /// <summary>The mean of first − second and its interval, where both were run on the same seeds and devices.</summary>
    /// <remarks>What a pair has in common cancels, so this interval is the one to compare methods by.</remarks>
    /// <param name="first">One value for each pair.</param>
    /// <param name="second">The other value of each pair, in the same order.</param>
    /// <param name="confidence">Probability that such intervals cover the mean, between 0 and 1.</param>
    /// <exception cref="ArgumentException">The numbers of values differ, or see <see cref="Of"/>.</exception>
    public static MeanEstimate OfDifferences(ReadOnlySpan<double> first, ReadOnlySpan<double> second, double confidence = 0.95)
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"MeanEstimate: expected pairs, got {first.Length} and {second.Length} values.", nameof(second));
        var differences = new double[first.Length];
        for (var i = 0; i < differences.Length; i++)
            differences[i] = first[i] - second[i];
        return Of(differences, confidence);
    }

    /// <summary>"94.6 (92.9 to 96.3)", or the mean alone where there is no interval.</summary>
    /// <param name="format">The numeric format of the three numbers, for example "F1".</param>
    public string ToText(string format)
    {
        var mean = Mean.ToString(format, CultureInfo.InvariantCulture);
        return Low is { } low && High is { } high
            ? $"{mean} ({low.ToString(format, CultureInfo.InvariantCulture)} to {high.ToString(format, CultureInfo.InvariantCulture)})"
            : mean;
    }

    private static double MeanOf(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"MeanEstimate: expected finite values, got {values[i]} at place {i}."), nameof(values));
            sum += values[i];
        }
        return sum / values.Length;
    }
}
