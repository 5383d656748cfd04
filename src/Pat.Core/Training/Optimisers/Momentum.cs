using System.Runtime.CompilerServices;
using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Core.Training.Optimisers;

/// <summary>Gradient descent with momentum: v ← μ v + g, p ← p − η v.</summary>
/// <remarks>
/// Polyak's heavy ball (USSR Computational Mathematics and Mathematical Physics 4, 1, 1964, doi 10.1016/0041-5553(64)90137-5)
/// with the velocity in units of the gradient, as in PyTorch. Sutskever, Martens, Dahl, Hinton (ICML 2013, PMLR 28, 1139), eq. 1,
/// put the rate into the velocity, v ← μ v − η g, p ← p + v: the same steps as long as the rate is constant.
/// </remarks>
/// <param name="momentum">μ, in [0, 1).</param>
public sealed class Momentum(double momentum = 0.9) : IOptimiser
{
    private readonly float momentum = (float)Hyperparameter.Fraction("Momentum μ", momentum);
    private readonly Moments moments = new("Momentum", "velocity");

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
            p = V.NegatedMultiplyAdd(V.Of(rate), velocity, p);
        }
    }
}
