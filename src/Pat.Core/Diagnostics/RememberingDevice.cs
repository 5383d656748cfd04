using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Core.Diagnostics;

/// <summary>
/// A device that keeps what it gave while it was differentiated, and gives the same again for the same input and parameters: the gradients of
/// physics-aware training then cost no further runs, and are taken at the very measurements of the gradient that they are compared with.
/// </summary>
internal sealed class RememberingDevice(IDigitalTwin device) : IDigitalTwin
{
    private readonly List<(Tensor X, Tensor Theta, Tensor Y)> uses = [];

    /// <inheritdoc/>
    public SystemPorts Ports => device.Ports;

    /// <inheritdoc/>
    public Tensor Run(Tensor x, Tensor theta, Shot shot)
    {
        foreach (var use in uses)
        {
            if (Same(use.X, x) && Same(use.Theta, theta))
            {
                var y = Tensor.CreateLike(use.Y);
                use.Y.Values.CopyTo(y.AsSpan());
                return y;
            }
        }
        return device.Run(x, theta, shot);
    }

    /// <inheritdoc/>
    public (Tensor Y, Pullback Pullback) Linearize(Tensor x, Tensor theta, Shot shot)
    {
        var (y, pullback) = device.Linearize(x, theta, shot);
        uses.Add((x.Clone(), theta.Clone(), y.Clone()));
        return (y, pullback);
    }

    /// <summary>Forgets what it gave.</summary>
    public void Forget() => uses.Clear();

    private static bool Same(Tensor a, Tensor b) => a.HasShapeOf(b) && a.Values.SequenceEqual(b.Values);
}
