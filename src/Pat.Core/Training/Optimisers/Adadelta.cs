using System.Runtime.CompilerServices;
using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Core.Training.Optimisers;

/// <summary>Adadelta: s ← ρ s + (1 − ρ) g², Δ = √(u + ε) / √(s + ε) g, u ← ρ u + (1 − ρ) Δ², p ← p − η Δ.</summary>
/// <remarks>
/// Zeiler, arXiv:1212.5701, 2012, algorithm 1, which has no learning rate: η = 1. Defaults as in PyTorch (Zeiler tries ρ = 0.95).
/// Both ε stand inside the roots; u does not contain η.
/// </remarks>
/// <param name="rho">ρ, in [0, 1).</param>
/// <param name="epsilon">ε, positive, inside both roots.</param>
public sealed class Adadelta(double rho = 0.9, double epsilon = 1e-6) : IOptimiser
{
    private readonly double rho = Hyperparameter.Fraction("Adadelta ρ", rho);
    private readonly float epsilon = (float)Hyperparameter.Positive("Adadelta ε", epsilon);
    private readonly Moments moments = new("Adadelta", "square", "update");

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State => moments.State;

    /// <inheritdoc/>
    public void Step(IReadOnlyDictionary<string, Tensor> parameters, IReadOnlyDictionary<string, Tensor> gradients, double learningRate)
    {
        moments.Check(parameters, gradients, learningRate);
        var rule = new Rule((float)learningRate, (float)rho, (float)(1 - rho), epsilon);
        foreach (var (name, gradient) in gradients)
        {
            var parameter = parameters[name];
            var remembered = moments.Of(name, parameter);
            UpdateRule.Run(rule, parameter, gradient, remembered[0], remembered[1]);
        }
    }

    /// <inheritdoc/>
    public void Restore(IReadOnlyDictionary<string, Tensor> state) => moments.Restore(state);

    private readonly struct Rule(float rate, float rho, float rest, float epsilon) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<V>(ref V p, V g, ref V square, ref V update) where V : unmanaged, ILane<V>
        {
            square = V.MultiplyAdd(V.Of(rho), square, V.Of(rest) * g * g);
            var delta = V.Sqrt(update + V.Of(epsilon)) / V.Sqrt(square + V.Of(epsilon)) * g;
            update = V.MultiplyAdd(V.Of(rho), update, V.Of(rest) * delta * delta);
            p = V.NegatedMultiplyAdd(V.Of(rate), delta, p);
        }
    }
}
