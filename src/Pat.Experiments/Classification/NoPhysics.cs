using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Experiments.Classification;

/// <summary>The identity in the place of a physical system, y = x: shows what a network does without its physics.</summary>
public sealed class NoPhysics : IDigitalTwin
{
    /// <summary>Takes the place of a system with these ports; parameters are accepted and have no effect.</summary>
    /// <exception cref="ShapeException">The system has not as many outputs as inputs.</exception>
    public NoPhysics(SystemPorts ports) => Ports = ports.Input.Size == ports.Output.Size
        ? ports
        : throw new ShapeException($"No physics: expected a system with as many outputs as inputs, got {ports.Input.Size} inputs and {ports.Output.Size} outputs.");

    /// <inheritdoc/>
    public SystemPorts Ports { get; }

    /// <inheritdoc/>
    public Tensor Run(Tensor x, Tensor theta, Shot shot)
    {
        Ports.Check("No physics", x, theta);
        return x;
    }

    /// <inheritdoc/>
    public (Tensor Y, Pullback Pullback) Linearize(Tensor x, Tensor theta, Shot shot) =>
        (Run(x, theta, shot), dy => (dy, Tensor.Create(theta.Length)));
}
