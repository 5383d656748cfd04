using System.Runtime.CompilerServices;
using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Core.Training.Optimisers;

/// <summary>RMSProp: s ← α s + (1 − α) g², p ← p − η g / (√s + ε).</summary>
/// <remarks>
/// Tieleman, Hinton, "Neural networks for machine learning", Coursera, lecture 6.5, 2012, with α = 0.9 and without ε.
/// Defaults as in PyTorch: α = 0.99 and ε outside the root (other libraries put it inside); the usual learning rate there is 0.01.
/// </remarks>
/// <param name="alpha">α, in [0, 1).</param>
/// <param name="epsilon">ε, positive, added outside the root.</param>
public sealed class RmsProp(double alpha = 0.99, double epsilon = 1e-8) : IOptimiser
{
    private readonly double alpha = Hyperparameter.Fraction("RMSProp α", alpha);
    private readonly float epsilon = (float)Hyperparameter.Positive("RMSProp ε", epsilon);
    private readonly Moments moments = new("RmsProp", "square");

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State => moments.State;

    /// <inheritdoc/>
    public void Step(IReadOnlyDictionary<string, Tensor> parameters, IReadOnlyDictionary<string, Tensor> gradients, double learningRate)
    {
        moments.Check(parameters, gradients, learningRate);
        var rule = new Rule((float)learningRate, (float)alpha, (float)(1 - alpha), epsilon);
        foreach (var (name, gradient) in gradients)
        {
            var parameter = parameters[name];
            UpdateRule.Run(rule, parameter, gradient, moments.Of(name, parameter)[0]);
        }
    }

    /// <inheritdoc/>
    public void Restore(IReadOnlyDictionary<string, Tensor> state) => moments.Restore(state);

    private readonly struct Rule(float rate, float alpha, float rest, float epsilon) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<V>(ref V p, V g, ref V square, ref V b) where V : unmanaged, ILane<V>
        {
            square = V.MultiplyAdd(V.Of(alpha), square, V.Of(rest) * g * g);
            p = V.NegatedMultiplyAdd(V.Of(rate), g / (V.Sqrt(square) + V.Of(epsilon)), p);
        }
    }
}
