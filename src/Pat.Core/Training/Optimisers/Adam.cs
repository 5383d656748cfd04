using Pat.Core.Tensors;

namespace Pat.Core.Training.Optimisers;

/// <summary>Adam: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², p ← p − η m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ).</summary>
/// <remarks>
/// Kingma, Ba, ICLR 2015, arXiv:1412.6980, algorithm 1; the same as in PyTorch. t counts the steps of each parameter from 1.
/// The usual learning rate is 0.001.
/// </remarks>
/// <param name="beta1">β₁, in [0, 1).</param>
/// <param name="beta2">β₂, in [0, 1).</param>
/// <param name="epsilon">ε, positive, added outside the root.</param>
public sealed class Adam(double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) : IOptimiser
{
    private readonly double beta1 = Hyperparameter.Fraction("Adam β₁", beta1);
    private readonly double beta2 = Hyperparameter.Fraction("Adam β₂", beta2);
    private readonly double epsilon = Hyperparameter.Positive("Adam ε", epsilon);
    private readonly Moments moments = new("Adam", "m", "v", Moments.Steps);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State => moments.State;

    /// <inheritdoc/>
    public void Step(IReadOnlyDictionary<string, Tensor> parameters, IReadOnlyDictionary<string, Tensor> gradients, double learningRate)
    {
        moments.Check(parameters, gradients, learningRate);
        foreach (var (name, gradient) in gradients)
        {
            var parameter = parameters[name];
            var remembered = moments.Of(name, parameter);
            var steps = remembered[2].AsSpan()[0] += 1;
            UpdateRule.Run(AdamRule.AtStep(steps, learningRate, 0, beta1, beta2, epsilon), parameter, gradient, remembered[0], remembered[1]);
        }
    }

    /// <inheritdoc/>
    public void Restore(IReadOnlyDictionary<string, Tensor> state) => moments.Restore(state);
}
