using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>Some elements are stuck at an end of their range, each end as often as the other (fixed): y_i = low or high where u_i is below the fraction.</summary>
/// <remarks>
/// Scaled(s) has s times as many; an element that is stuck stays stuck as s grows. Derivative: 0 where it is stuck, otherwise 1.
/// A cell that cannot be programmed is one at the parameters, a pixel that does not switch one at the input. Not for series, whose samples all come from
/// the same element.
/// </remarks>
/// <param name="Fraction">Expected share of stuck elements, in [0, 1].</param>
/// <param name="Low">The lower end, finite.</param>
/// <param name="High">The upper end, finite and at least the lower.</param>
/// <param name="Fabrication">Noise of the device seed.</param>
public sealed record StuckElements(double Fraction, float Low, float High, Noise Fabrication) : IImperfection
{
    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "stuck-elements", typeof(StuckElements), ImperfectionKind.Fixed, [Place.Input, Place.Parameters, Place.Output], "1 (share of the elements)",
        "y = min or max where u < f", "1 %",
        "our choice; 13.5 % of an array of resistive memory were faulty (preset ReRamArrayOM of IBM aihwkit; Gong et al., IEDM 2022)",
        placement => new StuckElements(0.01, LowOf(placement), HighOf(placement), placement.Fabrication));

    /// <summary>Expected share of stuck elements.</summary>
    public double Fraction { get; } = Expect.Fraction("StuckElements Fraction", Fraction);

    /// <summary>The lower end.</summary>
    /// <exception cref="ArgumentException">It is above the upper, or one of them is not finite.</exception>
    public float Low { get; } = float.IsFinite(Low) && float.IsFinite(High) && Low <= High
        ? Low
        : throw new ArgumentException(FormattableString.Invariant($"StuckElements Low and High: expected finite numbers with Low at most High, got {Low} and {High}."));

    /// <summary>The upper end.</summary>
    public float High { get; } = High;

    /// <inheritdoc/>
    public string Name => "stuck elements";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Fixed;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => layout is not Layout.Series;

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot) => DefectMap.Set(clean, Fraction, Fabrication, Low, High);

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => DefectMap.Set(dy, Fraction, Fabrication, 0, 0);

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => new StuckElements(Fraction * strength, Low, High, Fabrication);

    // Where a port has no limit, full scale is one.
    private static float LowOf(Placement placement) => float.IsFinite(placement.Port.Min) ? placement.Port.Min : -(float)placement.FullScale;

    private static float HighOf(Placement placement) => float.IsFinite(placement.Port.Max) ? placement.Port.Max : (float)placement.FullScale;
}
