using Pat.Core.Tensors;
using Pat.Core.Training.Optimisers;

namespace Pat.Core.Training;

/// <summary>Limits the length of a step.</summary>
public static class GradientClipping
{
    /// <summary>Scales all gradients by the same factor where their common norm is above a limit, so that it becomes the limit.</summary>
    /// <remarks>
    /// Pascanu, Mikolov, Bengio, ICML 2013, arXiv:1211.5063, algorithm 1, with the Euclidean norm over all elements of all gradients, in double.
    /// </remarks>
    /// <param name="gradients">
    /// Its entries are replaced by scaled tensors. The tensors themselves stay as they are, because a tape may hand out one tensor as the
    /// gradient of two values.
    /// </param>
    /// <param name="maxNorm">The limit, positive.</param>
    /// <returns>The norm before clipping.</returns>
    /// <exception cref="NonFiniteException">A gradient is not finite: its direction is lost, so no scaling would help.</exception>
    public static double ByNorm(IDictionary<string, Tensor> gradients, double maxNorm)
    {
        Hyperparameter.Positive("Gradient clipping norm", maxNorm);
        var sum = 0.0;
        foreach (var (name, gradient) in gradients)
        {
            var square = GradientNorms.SumOfSquares(gradient);
            if (!double.IsFinite(square))
                NonFiniteException.Check("the gradient", name, gradient);
            sum += square;
        }
        var norm = Math.Sqrt(sum);
        if (norm > maxNorm)
        {
            foreach (var name in gradients.Keys.ToArray())
            {
                var scaled = Tensor.CreateLike(gradients[name]);
                TensorPrimitives.Multiply(gradients[name].Values, (float)(maxNorm / norm), scaled.AsSpan());
                gradients[name] = scaled;
            }
        }
        return norm;
    }
}
