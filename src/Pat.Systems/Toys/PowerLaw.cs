using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Systems.Toys;

/// <summary>
/// The scalar map y = factor · x^theta of the notebooks of physics-aware training: the smallest system on which the error of a
/// gradient can be followed from layer to layer.
/// </summary>
/// <remarks>
/// x and y are sums of two float32 numbers, a coarse and a fine reading: each layer multiplies relative errors by theta, so that rounding
/// to one float32 would hide gaps below 1e-5 after twenty layers. The coarse reading carries the derivative.
/// </remarks>
/// <param name="factor">The factor: 2 in the notebook's device, 2.01 in its twin.</param>
public sealed class PowerLaw(double factor) : IDigitalTwin
{
    /// <inheritdoc/>
    public SystemPorts Ports { get; } = new(
        new Port("x", 2, 0, float.PositiveInfinity, "1 (coarse, fine)", new Layout.Values()),
        [new Port("exponent", 1, float.NegativeInfinity, float.PositiveInfinity, "1", new Layout.Values())],
        new Port("y", 2, 0, float.PositiveInfinity, "1 (coarse, fine)", new Layout.Values()));

    /// <inheritdoc/>
    public Tensor Run(Tensor x, Tensor theta, Shot shot)
    {
        var y = Tensor.CreateLike(x);
        for (var row = 0; row < x.Rows; row++)
        {
            var value = factor * Math.Pow(Reading(x, row), theta.Values[0]);
            y.Row(row)[0] = (float)value;
            y.Row(row)[1] = (float)(value - (float)value);
        }
        return y;
    }

    /// <inheritdoc/>
    public (Tensor Y, Pullback Pullback) Linearize(Tensor x, Tensor theta, Shot shot) => (Run(x, theta, shot), dy =>
    {
        var (dx, dTheta, exponent) = (Tensor.Create(x.Shape), 0.0, (double)theta.Values[0]);
        for (var row = 0; row < x.Rows; row++)
        {
            var (value, g) = (Reading(x, row), (double)dy.Row(row)[0]);
            dx.Row(row)[0] = (float)(g * factor * exponent * Math.Pow(value, exponent - 1));
            dTheta += g * factor * Math.Pow(value, exponent) * Math.Log(value);
        }
        return (dx, new Tensor([(float)dTheta], 1));
    }
    );

    private static double Reading(Tensor x, int row) => (double)x.Row(row)[0] + x.Row(row)[1];
}
