using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>
/// Loss on the way (fixed): amplitudes are multiplied by 10^(−a / 20), with a in decibels: attenuation times length. Scaled(s) is x + s (y − x).
/// </summary>
/// <remarks>A power loses 10^(−a / 10): where the port carries a power, give twice the decibels. Derivative: exact; the map is linear.</remarks>
/// <param name="Decibels">a in decibels; negative is a gain.</param>
/// <param name="Strength">Share of the loss that takes place, finite; 1 is all of it.</param>
public sealed record Attenuation(double Decibels, double Strength = 1) : IImperfection
{
    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "loss", typeof(Attenuation), ImperfectionKind.Fixed, [Place.Input, Place.Output], "dB of an amplitude", "y = 10^(−a / 20) x", "1 dB",
        "form as in photontorch (Laporte et al. 2019); size: our choice", _ => new Attenuation(1));

    /// <summary>a in decibels.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public double Decibels { get; init => field = Expect.Finite("Attenuation Decibels", value); } = Expect.Finite("Attenuation Decibels", Decibels);

    /// <summary>Share of the loss that takes place; 1 is all of it.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public double Strength { get; init => field = Expect.Finite("Attenuation Strength", value); } = Expect.Finite("Attenuation Strength", Strength);

    /// <inheritdoc/>
    public string Name => "loss";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Fixed;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => true;

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot) => Scale(clean);

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => Scale(dy);

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => this with { Strength = Strength * strength };

    private Tensor Scale(Tensor x)
    {
        var scaled = Tensor.CreateLike(x);
        LaneMap.Apply(x.Values, scaled.AsSpan(), new Factor((float)(1 + Strength * (Math.Pow(10, -Decibels / 20) - 1))));
        return scaled;
    }

    private readonly struct Factor(float factor) : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => V.Of(factor) * x;
    }
}
