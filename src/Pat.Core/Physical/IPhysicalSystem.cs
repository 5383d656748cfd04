using Pat.Core.Tensors;

namespace Pat.Core.Physical;

/// <summary>A physical transformation y = f_p(x, theta): what the laboratory would measure.</summary>
public interface IPhysicalSystem
{
    /// <summary>What input, parameters and output are.</summary>
    SystemPorts Ports { get; }

    /// <summary>Runs the system once for each row of x.</summary>
    /// <param name="x">Inputs, shape [batch, Input.Size].</param>
    /// <param name="theta">Parameters, shape [ParameterCount], the same for every row.</param>
    /// <param name="shot">What is particular to this use: noise, run numbers, time.</param>
    /// <returns>Outputs, shape [batch, Output.Size].</returns>
    Tensor Run(Tensor x, Tensor theta, Shot shot);
}

/// <summary>A model y = f_m(x, theta) that can also be differentiated. A model twin ignores the shot; a simulated device uses it.</summary>
public interface IDigitalTwin : IPhysicalSystem
{
    /// <summary>The output and its derivative.</summary>
    /// <returns>
    /// Y equals Run(x, theta, shot) bit for bit. The pullback is the derivative with the shot held fixed; for discrete draws
    /// (counts, converter codes, stuck elements) the derivative of the mean or the declared straight-through rule.
    /// </returns>
    (Tensor Y, Pullback Pullback) Linearize(Tensor x, Tensor theta, Shot shot);
}

/// <summary>The vector-Jacobian product at the point of linearisation.</summary>
/// <param name="dy">Gradient with respect to the output, shape [batch, Output.Size].</param>
/// <returns>Dx, shaped as x; DTheta, shaped as theta and summed over the batch.</returns>
public delegate (Tensor Dx, Tensor DTheta) Pullback(Tensor dy);
