using MathNet.Numerics.LinearAlgebra;

namespace Pat.Experiments.Audio;

/// <summary>
/// A signal as the output of an all-pole filter: x_t ≈ −Σ_k a_k x_(t−k), by the autocorrelation method and Levinson's recursion
/// (J. Makhoul, Proc. IEEE 63, 561, 1975, doi 10.1109/PROC.1975.9792, eqs. 12 and 38).
/// </summary>
/// <param name="Coefficients">1, a_1 ... a_p.</param>
/// <param name="Error">Mean square of what is not predicted, per sample of the frame; a weighted mean where the fit was weighted.</param>
public sealed record LinearPrediction(double[] Coefficients, double Error)
{
    /// <summary>Fits a frame.</summary>
    /// <param name="frame">Samples, windowed.</param>
    /// <param name="order">Number p of poles, at least 1 and below the length of the frame.</param>
    /// <returns>The prediction; null for a frame of silence, which every filter predicts.</returns>
    public static LinearPrediction? Of(ReadOnlySpan<double> frame, int order)
    {
        if (order < 1 || order >= frame.Length)
            throw new ArgumentOutOfRangeException(nameof(order), order, $"LinearPrediction: expected an order from 1 to {frame.Length - 1}.");
        var r = new double[order + 1];
        for (var lag = 0; lag <= order; lag++)
        {
            for (var t = lag; t < frame.Length; t++)
                r[lag] += frame[t] * frame[t - lag];
        }
        if (r[0] <= 0)
            return null;
        var (a, error) = (new double[order + 1], r[0]);
        a[0] = 1;
        for (var i = 1; i <= order && error > 1e-12 * r[0]; i++)
        {
            var sum = r[i];
            for (var k = 1; k < i; k++)
                sum += a[k] * r[i - k];
            var reflection = -sum / error;
            var before = a.ToArray();
            for (var k = 1; k < i; k++)
                a[k] = before[k] + reflection * before[i - k];
            a[i] = reflection;
            error *= 1 - reflection * reflection;
        }
        return new(a, error / frame.Length);
    }

    /// <summary>
    /// Fits a frame of voiced speech where the glottis is closed: least squares over the frame with the energy of the samples before as weight, so that the
    /// harmonics of the voice pull the resonances less (C. Ma, Y. Kamp, L. F. Willems, Speech Commun. 12, 69, 1993, doi 10.1016/0167-6393(93)90019-H).
    /// </summary>
    /// <param name="frame">Samples, not windowed.</param>
    /// <param name="order">Number p of poles, at least 1 and below half the length of the frame.</param>
    /// <returns>The prediction, whose filter may be unstable; null for a frame of silence or one that a shorter filter predicts.</returns>
    public static LinearPrediction? OfWeighted(ReadOnlySpan<double> frame, int order)
    {
        if (order < 1 || 2 * order >= frame.Length)
            throw new ArgumentOutOfRangeException(nameof(order), order, $"LinearPrediction: expected an order from 1 to {(frame.Length - 1) / 2}.");
        var (sums, right) = (new double[order * order], new double[order]); // of the products, the lower triangle row by row
        var (power, weights) = (0.0, 0.0);
        for (var t = order; t < frame.Length; t++)
        {
            var weight = 0.0;
            for (var k = 1; k <= order; k++)
                weight += frame[t - k] * frame[t - k];
            for (var j = 0; j < order; j++)
            {
                right[j] += weight * frame[t] * frame[t - 1 - j];
                AddProducts(sums.AsSpan(j * order, j + 1), weight * frame[t - 1 - j], frame[(t - 1 - j)..t]);
            }
            (power, weights) = (power + weight * frame[t] * frame[t], weights + weight);
        }
        for (var j = 0; j < order; j++)
        {
            sums[j * order + j] += 1e-9 * power; // against a frame that fewer poles predict exactly
            for (var k = 0; k < j; k++)
                sums[k * order + j] = sums[j * order + k];
        }
        if (power <= 0)
            return null;
        var solved = Matrix<double>.Build.Dense(order, order, sums).Cholesky().Solve(Vector<double>.Build.Dense(right));
        var error = power;
        for (var j = 0; j < order; j++)
            error -= solved[j] * right[j];
        return new([1, .. solved.Select(value => -value)], error / weights);
    }

    // Adds the scaled samples before a time, the last one first.
    private static void AddProducts(Span<double> sums, double scale, ReadOnlySpan<double> before)
    {
        for (var k = 0; k < sums.Length; k++)
            sums[k] += scale * before[before.Length - 1 - k];
    }
}
