using Pat.Core.Tensors;

namespace Pat.Core.Training.Optimisers;

/// <summary>AdamW: p ← (1 − η λ) p, then the step of <see cref="Adam"/> with the plain gradient.</summary>
/// <remarks>
/// Loshchilov, Hutter, ICLR 2019, arXiv:1711.05101, algorithm 2. There the decay is scaled by the schedule only, not by the learning rate;
/// here, as in PyTorch, η is both, so λ here is their λ divided by their α.
/// </remarks>
/// <param name="beta1">β₁, in [0, 1).</param>
/// <param name="beta2">β₂, in [0, 1).</param>
/// <param name="epsilon">ε, positive, added outside the root.</param>
/// <param name="weightDecay">λ, at least 0.</param>
public sealed class AdamW(double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01) : IOptimiser
{
    private readonly double beta1 = Hyperparameter.Fraction("AdamW β₁", beta1);
    private readonly double beta2 = Hyperparameter.Fraction("AdamW β₂", beta2);
    private readonly double epsilon = Hyperparameter.Positive("AdamW ε", epsilon);
    private readonly double weightDecay = Hyperparameter.AtLeastZero("AdamW λ", weightDecay);
    private readonly Moments moments = new("AdamW", "m", "v", Moments.Steps);

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
            UpdateRule.Run(AdamRule.AtStep(steps, learningRate, weightDecay, beta1, beta2, epsilon), parameter, gradient, remembered[0], remembered[1]);
        }
    }

    /// <inheritdoc/>
    public void Restore(IReadOnlyDictionary<string, Tensor> state) => moments.Restore(state);
}
