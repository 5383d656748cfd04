using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;

namespace Pat.Experiments.Classification;

/// <summary>An estimator that leaves some parameters out, so that training keeps them as they start.</summary>
/// <param name="inner">Where the other gradients come from.</param>
/// <param name="kept">Which parameters, "layer/parameter", are left out.</param>
internal sealed class WithoutGradientOf(IGradientEstimator inner, Func<string, bool> kept) : IGradientEstimator
{
    /// <inheritdoc/>
    public GradientEstimate Estimate(
        Network network, Objective objective, IReadOnlyDictionary<string, Tensor> parameters, Batch batch, Laboratories laboratories)
    {
        var estimate = inner.Estimate(network, objective, parameters, batch, laboratories);
        return estimate with { Gradients = estimate.Gradients.Where(pair => !kept(pair.Key)).ToDictionary() };
    }
}
