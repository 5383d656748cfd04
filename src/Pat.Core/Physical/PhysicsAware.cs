using Pat.Core.Autodiff;
using Pat.Core.Tensors;

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
        return Var.Record(measured, [x, theta], dy => Both(VectorJacobian(backward, x.Value, theta.Value, shot, dy)));

        static Tensor?[] Both((Tensor Dx, Tensor DTheta) gradients) => [gradients.Dx, gradients.DTheta];
    }

    // What a twin keeps between its two passes is given back at once: the next layer's then lies in memory that is still in the cache.
    private static (Tensor Dx, Tensor DTheta) VectorJacobian(IDigitalTwin twin, Tensor x, Tensor theta, Shot shot, Tensor dy)
    {
        var (dx, dTheta) = (Tensor.CreateLike(x), Tensor.CreateLike(theta));
        using var scope = new TensorScope();
        var gradients = twin.Linearize(x, theta, shot).Pullback(dy);
        gradients.Dx.Values.CopyTo(dx.AsSpan());
        gradients.DTheta.Values.CopyTo(dTheta.AsSpan());
        return (dx, dTheta);
    }
}
