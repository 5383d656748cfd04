using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Core.Training.Estimators;

/// <summary>
/// Physics-aware training: forward on the device, layer by layer; backward on the twin, at what each layer measured
/// (Wright et al., Nature 601, 549, 2022, doi 10.1038/s41586-021-04223-6, Methods eqs. 1-4).
/// </summary>
/// <param name="twins">The twin whose derivative is used, or one for each apparatus.</param>
public sealed class PhysicsAwareTraining(params IReadOnlyList<IDigitalTwin> twins) : IGradientEstimator
{
    /// <inheritdoc/>
    public GradientEstimate Estimate(
        Network network, Objective objective, IReadOnlyDictionary<string, Tensor> parameters, Batch batch, Laboratories laboratories) =>
        Backpropagation.Run(network, objective, parameters, batch, PhysicalSteps.MeasuredWithGradientOf(laboratories, twins));
}
