using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Tensors;
using static System.FormattableString;

namespace Pat.Systems.Imperfections;

/// <summary>
/// The range of a converter or amplifier (fixed): what is outside becomes the nearest end. A converter has it as well as its <see cref="Levels"/>;
/// alone, it is what a digital twin knows of the converter. Scaled(s) is x + s (clip(x) − x).
/// </summary>
/// <remarks>Derivative: 1 inside the range, ends included, and 0 outside (1 − s when scaled): what <see cref="Levels"/> have straight through.</remarks>
/// <param name="Min">The lower end, finite.</param>
/// <param name="Max">The upper end, above the lower.</param>
/// <param name="Strength">Share of the clipping that takes place, finite; 1 is a real converter.</param>
public sealed record Clipping(float Min, float Max, double Strength = 1) : IImperfection
{
    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "clipping", typeof(Clipping), ImperfectionKind.Fixed, [Place.Input, Place.Parameters, Place.Output], "unit of the port", "y = min(max(x, a), b)",
        "the port's range; at the output full scale", "our choice", Create);

    /// <summary>The lower end.</summary>
    /// <exception cref="ArgumentException">It is not below the upper, or one of them is not finite.</exception>
    public float Min { get; } = float.IsFinite(Min) && float.IsFinite(Max) && Min < Max
        ? Min
        : throw new ArgumentException(Invariant($"Clipping Min and Max: expected finite numbers with Min below Max, got {Min} and {Max}."));

    /// <summary>The upper end.</summary>
    public float Max { get; } = Max;

    /// <summary>Share of the clipping that takes place; 1 is a real converter.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public double Strength { get; init => field = Expect.Finite("Clipping Strength", value); } = Expect.Finite("Clipping Strength", Strength);

    /// <inheritdoc/>
    public string Name => "clipping";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Fixed;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => true;

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot)
    {
        var applied = Tensor.CreateLike(clean);
        LaneMap.Apply(clean.Values, applied.AsSpan(), new Clip(Min, Max, (float)Strength));
        return applied;
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot)
    {
        var dx = Tensor.CreateLike(dy);
        LaneMap.Apply(clean.Values, dy.Values, dx.AsSpan(), new StraightThrough(Min, Max, 1 - (float)Strength));
        return dx;
    }

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => this with { Strength = Strength * strength };

    private static Clipping Create(Placement placement)
    {
        var (min, max) = ValueRange.Of(placement);
        return new(min, max);
    }

    private readonly struct Clip(float min, float max, float strength) : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V>
        {
            var clipped = V.Min(V.Max(x, V.Of(min)), V.Of(max));
            return strength == 1 ? clipped : V.MultiplyAdd(V.Of(strength), clipped - x, x);
        }
    }
}
