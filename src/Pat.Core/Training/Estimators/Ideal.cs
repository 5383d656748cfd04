using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Core.Training.Estimators;

/// <summary>Backpropagation through the device itself: possible only because the device is simulated, and the bound for every other method.</summary>
public sealed class Ideal : IGradientEstimator
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The apparatus cannot be differentiated.</exception>
    public GradientEstimate Estimate(
        Network network, Objective objective, IReadOnlyDictionary<string, Tensor> parameters, Batch batch, Laboratories laboratories)
    {
        var devices = new IDigitalTwin[laboratories.Count];
        for (var i = 0; i < devices.Length; i++)
        {
            devices[i] = laboratories[i].Apparatus as IDigitalTwin
                ?? throw new ArgumentException($"Ideal: {laboratories[i].Name} cannot be differentiated; only a simulated device can. Use PhysicsAwareTraining with a twin.");
        }
        return Backpropagation.Run(network, objective, parameters, batch, PhysicalSteps.MeasuredWithGradientOf(laboratories, devices));
    }
}
