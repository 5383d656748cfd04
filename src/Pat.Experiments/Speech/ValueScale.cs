using Pat.Core.Tensors;

namespace Pat.Experiments.Speech;

/// <summary>Brings each value of a step (a band, a coefficient) to mean 0 and a given standard deviation over rows and steps, with the statistics of the training rows.</summary>
internal sealed class ValueScale
{
    // Beyond so many deviations a value is clipped: a drive has a range.
    private const float Most = 3;

    private readonly float[] means;
    private readonly float[] factors;
    private readonly float deviation;

    /// <summary>Takes the statistics.</summary>
    /// <param name="training">[rows, steps times values].</param>
    /// <param name="values">Values of a step.</param>
    /// <param name="deviation">Standard deviation after scaling.</param>
    public ValueScale(Tensor training, int values, float deviation)
    {
        this.deviation = deviation;
        (means, factors) = (new float[values], new float[values]);
        for (var value = 0; value < values; value++)
        {
            var (sum, squares, count) = (0.0, 0.0, 0);
            for (var i = value; i < training.Length; i += values, count++)
            {
                double x = training.Values[i];
                (sum, squares) = (sum + x, squares + x * x);
            }
            var mean = sum / Math.Max(1, count);
            var variance = squares / Math.Max(1, count) - mean * mean;
            // A value that is the same everywhere tells nothing: it becomes 0.
            (means[value], factors[value]) = ((float)mean, variance > 1e-12 ? (float)(deviation / Math.Sqrt(variance)) : 0);
        }
    }

    /// <summary>Takes statistics that were written down.</summary>
    /// <param name="means">What is subtracted from each value of a step.</param>
    /// <param name="factors">What it is then multiplied with.</param>
    /// <param name="deviation">Standard deviation after scaling.</param>
    public ValueScale(float[] means, float[] factors, float deviation) => (this.means, this.factors, this.deviation) = (means, factors, deviation);

    /// <summary>What is subtracted from each value of a step.</summary>
    public IReadOnlyList<float> Means => means;

    /// <summary>What it is then multiplied with.</summary>
    public IReadOnlyList<float> Factors => factors;

    /// <summary>Scales rows in place.</summary>
    public void Apply(Tensor rows)
    {
        var all = rows.AsSpan();
        for (var i = 0; i < all.Length; i++)
            all[i] = Math.Clamp((all[i] - means[i % means.Length]) * factors[i % means.Length], -Most * deviation, Most * deviation);
    }
}
