using System.Runtime.CompilerServices;
using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Core.Training.Optimisers;

/// <summary>Adagrad: s ← s + g², p ← p − η g / (√s + ε).</summary>
/// <remarks>
/// Duchi, Hazan, Singer, Journal of Machine Learning Research 12, 2121, 2011, figure 1 (diagonal matrices), where ε is called δ.
/// Defaults as in PyTorch, where the usual learning rate is 0.01; s starts at 0.
/// </remarks>
/// <param name="epsilon">ε, positive, added outside the root.</param>
public sealed class Adagrad(double epsilon = 1e-10) : IOptimiser
{
    private readonly float epsilon = (float)Hyperparameter.Positive("Adagrad ε", epsilon);
    private readonly Moments moments = new("Adagrad", "square");

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State => moments.State;

    /// <inheritdoc/>
    public void Step(IReadOnlyDictionary<string, Tensor> parameters, IReadOnlyDictionary<string, Tensor> gradients, double learningRate)
    {
        moments.Check(parameters, gradients, learningRate);
        var rule = new Rule((float)learningRate, epsilon);
        foreach (var (name, gradient) in gradients)
        {
            var parameter = parameters[name];
            UpdateRule.Run(rule, parameter, gradient, moments.Of(name, parameter)[0]);
        }
    }

    /// <inheritdoc/>
    public void Restore(IReadOnlyDictionary<string, Tensor> state) => moments.Restore(state);

    private readonly struct Rule(float rate, float epsilon) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<V>(ref V p, V g, ref V square, ref V b) where V : unmanaged, ILane<V>
        {
            square = V.MultiplyAdd(g, g, square);
            p = V.NegatedMultiplyAdd(V.Of(rate), g / (V.Sqrt(square) + V.Of(epsilon)), p);
        }
    }
}
