using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>
/// Which elements of a device are defective: element i is where u_i is below the fraction, so that an element that is defective stays so as the
/// fraction grows.
/// </summary>
internal static class DefectMap
{
    /// <summary>The values, except that those of defective elements are low, or high with probability one half.</summary>
    /// <param name="x">Values, shape [batch, size].</param>
    /// <param name="fraction">Share of defective elements, in [0, 1].</param>
    /// <param name="fabrication">Noise of the device seed.</param>
    /// <param name="low">What one half of them has.</param>
    /// <param name="high">What the other half has.</param>
    public static Tensor Set(Tensor x, double fraction, Noise fabrication, float low, float high)
    {
        if (fraction == 0)
            return x;
        var y = Tensor.CreateLike(x);
        x.Values.CopyTo(y.AsSpan());
        var draws = Tensor.CreateUninitialized(2, x.RowLength);
        fabrication.Uniforms(0, draws);
        var defects = draws.Row(0);
        var ends = draws.Row(1);
        for (var i = 0; i < x.RowLength; i++)
        {
            if (defects[i] < fraction)
                Fill(y, i, ends[i] < 0.5f ? low : high);
        }
        return y;
    }

    private static void Fill(Tensor y, int element, float value)
    {
        var values = y.AsSpan();
        for (var i = element; i < values.Length; i += y.RowLength)
            values[i] = value;
    }
}
