using Pat.Core.Autodiff;

namespace Pat.Core.Physical;

/// <summary>Physics-aware training in one function (Wright, Onodera, Stein et al., Nature 601, 549, 2022, doi 10.1038/s41586-021-04223-6).</summary>
public static class PhysicsAware
{
    /// <summary>
    /// Records one physical layer: its value is <paramref name="forward"/>'s, its gradient that of <paramref name="backward"/>
    /// at the same x and theta. (device, twin) is physics-aware training; (twin, twin) is in silico; (device, device) is the ideal.
    /// </summary>
    public static Var Apply(IPhysicalSystem forward, IDigitalTwin backward, Var x, Var theta, Shot shot)
    {
        if (ReferenceEquals(forward, backward))
        {
            var (y, pullback) = backward.Linearize(x.Value, theta.Value, shot);
            return Var.Record(y, [x, theta], dy => Both(pullback(dy)));
        }
        var measured = forward.Run(x.Value, theta.Value, shot);
        return Var.Record(measured, [x, theta], dy => Both(backward.Linearize(x.Value, theta.Value, shot).Pullback(dy)));

        static Tensors.Tensor?[] Both((Tensors.Tensor Dx, Tensors.Tensor DTheta) gradients) => [gradients.Dx, gradients.DTheta];
    }
}
