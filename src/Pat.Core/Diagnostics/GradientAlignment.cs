using Pat.Core.Tensors;

namespace Pat.Core.Diagnostics;

/// <summary>How well two gradients agree.</summary>
/// <param name="Cosine">Cosine of the angle between them; not a number where one of them is zero.</param>
/// <param name="NormRatio">Norm of the first over that of the second.</param>
public readonly record struct GradientAlignment(double Cosine, double NormRatio)
{
    /// <summary>Compares an estimate with the truth over the parameters whose name the filter accepts, taken as one vector.</summary>
    /// <exception cref="ArgumentException">The estimate lacks a parameter, or has it in another shape.</exception>
    public static GradientAlignment Of(
        IReadOnlyDictionary<string, Tensor> estimate, IReadOnlyDictionary<string, Tensor> truth, Func<string, bool> filter)
    {
        var (product, ofEstimate, ofTruth) = (0.0, 0.0, 0.0);
        foreach (var (name, tensor) in truth)
        {
            if (!filter(name))
                continue;
            if (!estimate.TryGetValue(name, out var estimated))
                throw new ArgumentException($"GradientAlignment: expected an estimate of '{name}', got none.", nameof(estimate));
            if (!estimated.HasShapeOf(tensor))
                throw new ShapeException($"GradientAlignment estimate of '{name}'", tensor.ShapeText, estimated);
            var a = estimated.Values;
            var b = tensor.Values;
            for (var i = 0; i < b.Length; i++)
            {
                product += (double)a[i] * b[i];
                ofEstimate += (double)a[i] * a[i];
                ofTruth += (double)b[i] * b[i];
            }
        }
        return new(product / Math.Sqrt(ofEstimate * ofTruth), Math.Sqrt(ofEstimate / ofTruth));
    }
}
