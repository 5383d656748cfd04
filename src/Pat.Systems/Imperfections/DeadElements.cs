using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>Some elements are dead (fixed): y_i = 0 where u_i is below the fraction. A pixel, channel or synapse that does nothing.</summary>
/// <remarks>
/// Scaled(s) has s times as many; an element that is dead stays dead as s grows. Derivative: 0 where it is dead, otherwise 1. Not for series, whose samples
/// all come from the same element.
/// </remarks>
/// <param name="Fraction">Expected share of dead elements, in [0, 1].</param>
/// <param name="Fabrication">Noise of the device seed.</param>
public sealed record DeadElements(double Fraction, Noise Fabrication) : IImperfection
{
    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "dead-elements", typeof(DeadElements), ImperfectionKind.Fixed, [Place.Input, Place.Parameters, Place.Output], "1 (share of the elements)",
        "y = 0 where u < f", "1 %", "our choice",
        placement => new DeadElements(0.01, placement.Fabrication));

    /// <summary>Expected share of dead elements.</summary>
    public double Fraction { get; } = Expect.Fraction("DeadElements Fraction", Fraction);

    /// <inheritdoc/>
    public string Name => "dead elements";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Fixed;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => layout is not Layout.Series;

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot) => DefectMap.Set(clean, Fraction, Fabrication, 0, 0);

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => DefectMap.Set(dy, Fraction, Fabrication, 0, 0);

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => new DeadElements(Fraction * strength, Fabrication);
}
