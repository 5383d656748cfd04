using Pat.Core.Tensors;
using Pat.Core.Training;

namespace Pat.Experiments.Data;

/// <summary>Maps each feature to [0, 1] by the least and the largest value of a training set; what lies outside is clipped, and counted.</summary>
internal sealed class FeatureScale
{
    private readonly double[] low;
    private readonly double[] high;

    public FeatureScale(IReadOnlyList<VowelRow> train)
    {
        var features = VowelSet.FeatureNames.Count;
        low = new double[features];
        high = new double[features];
        for (var f = 0; f < features; f++)
        {
            (low[f], high[f]) = (train.Min(row => row.Hertz[f]), train.Max(row => row.Hertz[f]));
            if (low[f] == high[f])
                throw new DataException("Vowels", $"feature {VowelSet.FeatureNames[f]}", "values that differ", $"{low[f]} in all {train.Count} training rows", "Check the file.");
        }
    }

    /// <summary>The scaled rows and how many of their values were clipped.</summary>
    public (Batch Rows, int Clipped) Apply(IReadOnlyList<VowelRow> rows)
    {
        var x = new Tensor(rows.Count, low.Length);
        var clipped = 0;
        for (var r = 0; r < rows.Count; r++)
        {
            var scaled = x.Row(r);
            for (var f = 0; f < low.Length; f++)
            {
                var value = (rows[r].Hertz[f] - low[f]) / (high[f] - low[f]);
                clipped += value is < 0 or > 1 ? 1 : 0;
                scaled[f] = (float)Math.Clamp(value, 0, 1);
            }
        }
        return (new Batch(x, [.. rows.Select(row => row.Label)]), clipped);
    }
}
