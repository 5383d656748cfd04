namespace Pat.Experiments.Audio;

/// <summary>
/// A signal as the output of an all-pole filter: x_t ≈ −Σ_k a_k x_(t−k), by the autocorrelation method and Levinson's recursion
/// (J. Makhoul, Proc. IEEE 63, 561, 1975, doi 10.1109/PROC.1975.9792, eqs. 12 and 38).
/// </summary>
/// <param name="Coefficients">1, a_1 ... a_p.</param>
/// <param name="Error">Mean square of what is not predicted, per sample of the frame.</param>
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
}
