using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>
/// Parameters differ from device to device (fixed): θ' = θ (1 + sigma · xi), or θ' = θ + sigma · xi, for example of a phase whose zero is not known.
/// </summary>
/// <remarks>Scaled(s) scales the deviation of the same device. Derivative: 1 + sigma · xi, or 1.</remarks>
/// <param name="Sigma">Standard deviation, at least 0: in parts of the value, or in the unit of the port.</param>
/// <param name="Fabrication">Noise of the device seed.</param>
/// <param name="Relative">Whether it is in parts of the value.</param>
public sealed record ParameterMismatch(double Sigma, Noise Fabrication, bool Relative = true) : IImperfection
{
    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "parameter-mismatch", typeof(ParameterMismatch), ImperfectionKind.Fixed, [Place.Parameters], "1 (of the value), or unit of the port", "θ' = θ (1 + σ ξ), or θ + σ ξ",
        "1.2 % of the value",
        "spread of a phase shifter's response, 0.002 of 0.1653 rad/V² (Gu et al., L2ight, NeurIPS 2021); for phases without a known zero 0.02 rad and more (Zheng et al., dual adaptive training, Nat. Mach. Intell. 2023)",
        placement => new ParameterMismatch(0.012, placement.Fabrication));

    /// <summary>Standard deviation: in parts of the value, or in the unit of the port.</summary>
    public double Sigma { get; } = Expect.AtLeastZero("ParameterMismatch Sigma", Sigma);

    /// <inheritdoc/>
    public string Name => "parameter mismatch";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Fixed;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => true;

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot) =>
        Sigma == 0 ? clean : Relative ? PerElement.Affine(clean, Drawn(clean, 1), default) : PerElement.Affine(clean, default, Drawn(clean, 0));

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => Relative ? PerElement.Affine(dy, Drawn(clean, 1), default) : dy;

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => new ParameterMismatch(Sigma * strength, Fabrication, Relative);

    private Span<float> Drawn(Tensor clean, float mean)
    {
        var drawn = Tensor.CreateUninitialized(clean.RowLength).AsSpan();
        Fabrication.Normals(0, drawn);
        LaneMap.Apply(drawn, drawn, new PerElement.Spread(mean, (float)Sigma));
        return drawn;
    }
}
