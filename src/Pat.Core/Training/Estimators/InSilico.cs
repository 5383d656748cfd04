using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Core.Training.Estimators;

/// <summary>Backpropagation through the twin alone; the device is not used.</summary>
/// <param name="twin">The twin.</param>
public sealed class InSilico(IDigitalTwin twin) : IGradientEstimator
{
    /// <inheritdoc/>
    public GradientEstimate Estimate(
        Network network, Objective objective, IReadOnlyDictionary<string, Tensor> parameters, Batch batch, Laboratory laboratory) =>
        Backpropagation.Run(network, objective, parameters, batch, PhysicalSteps.Modelled(twin, laboratory));
}
