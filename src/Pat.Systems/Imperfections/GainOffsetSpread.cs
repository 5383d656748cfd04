using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>Every element has a gain and an offset of its own (fixed): y_i = a_i x_i + b_i with a_i = 1 + gain sigma · xi, b_i = offset sigma · xi'.</summary>
/// <remarks>Scaled(s) scales both deviations of the same device. Derivative: a_i.</remarks>
/// <param name="GainSigma">Standard deviation of the gains, at least 0.</param>
/// <param name="OffsetSigma">Standard deviation of the offsets, in the unit of the port, at least 0.</param>
/// <param name="Fabrication">Noise of the device seed.</param>
/// <param name="Channels">Channels of a series, whose samples share gain and offset; 0 where every value has its own.</param>
public sealed record GainOffsetSpread(double GainSigma, double OffsetSigma, Noise Fabrication, int Channels = 0) : IImperfection
{
    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "gain-offset-spread", typeof(GainOffsetSpread), ImperfectionKind.Fixed, [Place.Input, Place.Output], "1; unit of the port", "y = a x + b, a = 1 + σₐ ξ, b = σ_b ξ'",
        "gain 2 %, offset 1 % of full scale", "our choice",
        placement => new GainOffsetSpread(0.02, 0.01 * placement.FullScale, placement.Fabrication, PerElement.ChannelsOf(placement)));

    /// <summary>Standard deviation of the gains.</summary>
    public double GainSigma { get; } = Expect.AtLeastZero("GainOffsetSpread GainSigma", GainSigma);

    /// <summary>Standard deviation of the offsets, in the unit of the port.</summary>
    public double OffsetSigma { get; } = Expect.AtLeastZero("GainOffsetSpread OffsetSigma", OffsetSigma);

    /// <summary>Channels of a series; 0 where every value is an element of its own.</summary>
    public int Channels { get; } = Expect.AtLeast("GainOffsetSpread Channels", 0, Channels);

    /// <inheritdoc/>
    public string Name => "gain and offset spread";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Fixed;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => PerElement.Accepts(Channels, layout);

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot) => PerElement.Affine(clean, Gains(clean), OffsetSigma == 0 ? default : Offsets(clean));

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => PerElement.Affine(dy, Gains(clean), default);

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => new GainOffsetSpread(GainSigma * strength, OffsetSigma * strength, Fabrication, Channels);

    private Span<float> Gains(Tensor clean) => Drawn(clean, "gain", 1, GainSigma);

    private Span<float> Offsets(Tensor clean) => Drawn(clean, "offset", 0, OffsetSigma);

    private Span<float> Drawn(Tensor clean, string stream, float mean, double sigma)
    {
        var drawn = Tensor.CreateUninitialized(clean.RowLength).AsSpan();
        PerElement.Normals(Fabrication.Split(stream), 0, Channels, drawn);
        LaneMap.Apply(drawn, drawn, new PerElement.Spread(mean, (float)sigma));
        return drawn;
    }
}
