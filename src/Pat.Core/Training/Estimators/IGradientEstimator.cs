using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Core.Training.Estimators;

/// <summary>A way to get the gradient of the loss for a network whose layers are physical.</summary>
public interface IGradientEstimator
{
    /// <summary>Estimates loss and gradients on a batch.</summary>
    /// <param name="network">The network.</param>
    /// <param name="objective">What is made small.</param>
    /// <param name="parameters">Parameters by "layer/parameter".</param>
    /// <param name="batch">The examples.</param>
    /// <param name="laboratories">The apparatus, or several.</param>
    /// <returns>The estimate; its tensors belong to the open <see cref="TensorScope"/>.</returns>
    GradientEstimate Estimate(
        Network network, Objective objective, IReadOnlyDictionary<string, Tensor> parameters, Batch batch, Laboratories laboratories);
}

/// <summary>A gradient and the loss that belongs to it.</summary>
/// <param name="Loss">Value of the objective, as this method sees it.</param>
/// <param name="Gradients">Gradient of the objective with respect to each parameter.</param>
public sealed record GradientEstimate(double Loss, IReadOnlyDictionary<string, Tensor> Gradients);
