using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>A response that saturates (fixed), for example that of an amplifier: y = x / (1 + n |x|), which approaches ± 1 / n. Scaled(s) is x + s (y − x).</summary>
/// <remarks>Derivative: exact, 1 + s (1 / (1 + n |x|)² − 1).</remarks>
/// <param name="Bend">n, at least 0, in parts of the unit of the port: half is lost at 1 / n.</param>
/// <param name="Strength">Share of the bend that takes place, finite; 1 is all of it.</param>
public sealed record SaturatingResponse(double Bend, double Strength = 1) : IImperfection
{
    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "saturating-response", typeof(SaturatingResponse), ImperfectionKind.Fixed, [Place.Input, Place.Output], "parts of the unit of the port", "y = x / (1 + n |x|)",
        "n = 1 / full scale: half is lost there", "form as in IBM aihwkit (Rasch et al. 2021); size: our choice",
        placement => new SaturatingResponse(1 / placement.FullScale));

    /// <summary>n, at least 0.</summary>
    /// <exception cref="ArgumentException">It is negative or not finite.</exception>
    public double Bend { get; init => field = Expect.AtLeastZero("SaturatingResponse Bend", value); } = Expect.AtLeastZero("SaturatingResponse Bend", Bend);

    /// <summary>Share of the bend that takes place; 1 is all of it.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public double Strength { get; init => field = Expect.Finite("SaturatingResponse Strength", value); } = Expect.Finite("SaturatingResponse Strength", Strength);

    /// <inheritdoc/>
    public string Name => "saturating response";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Fixed;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => layout is not Layout.Complex; // whose parts do not saturate one by one

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot)
    {
        var applied = Tensor.CreateLike(clean);
        LaneMap.Apply(clean.Values, applied.AsSpan(), new Response((float)Bend, (float)Strength));
        return applied;
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot)
    {
        var dx = Tensor.CreateLike(dy);
        LaneMap.Apply(clean.Values, dy.Values, dx.AsSpan(), new ResponseBackward((float)Bend, (float)Strength));
        return dx;
    }

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => this with { Strength = Strength * strength };

    private readonly struct Response(float bend, float strength) : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V>
        {
            var bent = x / V.MultiplyAdd(V.Of(bend), V.Abs(x), V.Of(1));
            return strength == 1 ? bent : V.MultiplyAdd(V.Of(strength), bent - x, x);
        }
    }

    private readonly struct ResponseBackward(float bend, float strength) : ILaneBinary
    {
        public V Apply<V>(V x, V dy) where V : unmanaged, ILane<V>
        {
            var part = V.Of(1) / V.MultiplyAdd(V.Of(bend), V.Abs(x), V.Of(1));
            return dy * V.MultiplyAdd(V.Of(strength), part * part - V.Of(1), V.Of(1));
        }
    }
}
