using Pat.Core.Tensors;

namespace Pat.Experiments.Audio;

/// <summary>The usual features of speech, from band powers.</summary>
public static class SpeechFeatures
{
    /// <summary>Natural logarithm of band powers, none below a floor that keeps silence finite.</summary>
    /// <param name="bands">Band powers, [frames, bands].</param>
    /// <param name="floor">The least power that is told from silence, above 0.</param>
    public static Tensor Log(Tensor bands, double floor = 1e-10)
    {
        if (!(floor > 0))
            throw new ArgumentOutOfRangeException(nameof(floor), floor, "SpeechFeatures: expected a floor above 0.");
        var logs = new Tensor(bands.Shape);
        for (var i = 0; i < logs.Length; i++)
            logs.AsSpan()[i] = (float)Math.Log(Math.Max(bands.Values[i], floor));
        return logs;
    }

    /// <summary>
    /// Mel-frequency cepstral coefficients: the first coefficients of the orthonormal discrete cosine transform (type II) of logarithmic band powers,
    /// c_k = √(2/n) Σ_j l_j cos(π k (j + ½) / n), with √(1/n) for k = 0 (Davis and Mermelstein 1980).
    /// </summary>
    /// <param name="logs">Logarithms of band powers, [frames, bands].</param>
    /// <param name="coefficients">How many, from 1 to the number of bands; the first is that of the mean level.</param>
    public static Tensor Cepstrum(Tensor logs, int coefficients)
    {
        var bands = logs.RowLength;
        if (coefficients < 1 || coefficients > bands)
            throw new ArgumentOutOfRangeException(nameof(coefficients), coefficients, $"SpeechFeatures: expected 1 to {bands} coefficients.");
        var cepstrum = new Tensor(logs.Rows, coefficients);
        for (var frame = 0; frame < logs.Rows; frame++)
        {
            for (var k = 0; k < coefficients; k++)
            {
                var sum = 0.0;
                for (var j = 0; j < bands; j++)
                    sum += logs.Row(frame)[j] * Math.Cos(Math.PI * k * (j + 0.5) / bands);
                cepstrum.Row(frame)[k] = (float)(sum * Math.Sqrt((k == 0 ? 1.0 : 2.0) / bands));
            }
        }
        return cepstrum;
    }

    /// <summary>
    /// How features change: the slope of the regression line over 2r + 1 frames, d_t = Σ_i i (c_(t+i) − c_(t−i)) / (2 Σ_i i²), i = 1 ... r
    /// (S. Furui, IEEE Trans. ASSP 34, 52, 1986, doi 10.1109/TASSP.1986.1164788). Beyond the ends the last frame goes on.
    /// </summary>
    /// <param name="features">[frames, features].</param>
    /// <param name="reach">Frames r to each side, at least 1.</param>
    public static Tensor Deltas(Tensor features, int reach = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(reach, 1);
        var deltas = new Tensor(features.Shape);
        var scale = 2 * Enumerable.Range(1, reach).Sum(i => (double)i * i);
        for (var t = 0; t < features.Rows; t++)
        {
            var to = deltas.Row(t);
            for (var i = 1; i <= reach; i++)
            {
                var (after, before) = (Math.Min(t + i, features.Rows - 1), Math.Max(t - i, 0));
                for (var j = 0; j < to.Length; j++)
                    to[j] += (float)(i * ((double)features.Row(after)[j] - features.Row(before)[j]) / scale);
            }
        }
        return deltas;
    }
}
