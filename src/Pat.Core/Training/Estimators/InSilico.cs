using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Core.Training.Estimators;

/// <summary>Backpropagation through the twin alone; the device is not used.</summary>
/// <param name="twins">The twin, or one for each apparatus.</param>
public sealed class InSilico(params IReadOnlyList<IDigitalTwin> twins) : IGradientEstimator
{
    /// <inheritdoc/>
    public GradientEstimate Estimate(
        Network network, Objective objective, IReadOnlyDictionary<string, Tensor> parameters, Batch batch, Laboratories laboratories) =>
        Backpropagation.Run(network, objective, parameters, batch, PhysicalSteps.Modelled(twins, laboratories));
}
