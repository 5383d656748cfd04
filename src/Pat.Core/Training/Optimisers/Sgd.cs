using System.Runtime.CompilerServices;
using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Core.Training.Optimisers;

/// <summary>Stochastic gradient descent: p ← p − η g.</summary>
/// <remarks>Robbins, Monro, Annals of Mathematical Statistics 22, 400, 1951, doi 10.1214/aoms/1177729586.</remarks>
public sealed class Sgd : IOptimiser
{
    private readonly Moments moments = new("SGD");

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State => moments.State;

    /// <inheritdoc/>
    public void Step(IReadOnlyDictionary<string, Tensor> parameters, IReadOnlyDictionary<string, Tensor> gradients, double learningRate)
    {
        moments.Check(parameters, gradients, learningRate);
        foreach (var (name, gradient) in gradients)
            UpdateRule.Run(new Rule((float)learningRate), parameters[name], gradient);
    }

    /// <inheritdoc/>
    public void Restore(IReadOnlyDictionary<string, Tensor> state) => moments.Restore(state);

    private readonly struct Rule(float rate) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<V>(ref V p, V g, ref V a, ref V b) where V : unmanaged, ILane<V> =>
            p = V.NegatedMultiplyAdd(V.Of(rate), g, p);
    }
}
