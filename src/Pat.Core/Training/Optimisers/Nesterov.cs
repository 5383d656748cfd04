using System.Runtime.CompilerServices;
using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Core.Training.Optimisers;

/// <summary>Gradient descent with Nesterov's momentum: v ← μ v + g, p ← p − η (g + μ v).</summary>
/// <remarks>
/// Nesterov, Doklady AN SSSR 269, 543, 1983, in the form of Sutskever, Martens, Dahl, Hinton (ICML 2013, PMLR 28, 1139), eq. 3 and 4, where the
/// gradient is taken at the look-ahead point p + μ v. Here p is that point, so that the gradient is taken where the network is evaluated
/// (Bengio, Boulanger-Lewandowski, Pascanu, ICASSP 2013, arXiv:1212.0901), and the velocity is in units of the gradient, as in PyTorch.
/// </remarks>
/// <param name="momentum">μ, in [0, 1).</param>
public sealed class Nesterov(double momentum = 0.9) : IOptimiser
{
    private readonly float momentum = (float)Hyperparameter.Fraction("Nesterov μ", momentum);
    private readonly Moments moments = new("Nesterov", "velocity");

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State => moments.State;

    /// <inheritdoc/>
    public void Step(IReadOnlyDictionary<string, Tensor> parameters, IReadOnlyDictionary<string, Tensor> gradients, double learningRate)
    {
        moments.Check(parameters, gradients, learningRate);
        var rule = new Rule((float)learningRate, momentum);
        foreach (var (name, gradient) in gradients)
        {
            var parameter = parameters[name];
            UpdateRule.Run(rule, parameter, gradient, moments.Of(name, parameter)[0]);
        }
    }

    /// <inheritdoc/>
    public void Restore(IReadOnlyDictionary<string, Tensor> state) => moments.Restore(state);

    private readonly struct Rule(float rate, float momentum) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<V>(ref V p, V g, ref V velocity, ref V b) where V : unmanaged, ILane<V>
        {
            velocity = V.MultiplyAdd(V.Of(momentum), velocity, g);
            p = V.NegatedMultiplyAdd(V.Of(rate), V.MultiplyAdd(V.Of(momentum), velocity, g), p);
        }
    }
}
