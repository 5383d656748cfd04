using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Tensors;
using static System.FormattableString;

namespace Pat.Systems.Imperfections;

/// <summary>
/// A modulator with a finite number of equidistant levels (fixed): x becomes the nearest level, and what is out of range its end.
/// Scaled(s) is x + s (level(x) − x).
/// </summary>
/// <remarks>Derivative: straight through, 1 inside the range and 0 outside (1 − s outside when scaled).</remarks>
/// <param name="Count">Number of levels, at least 2.</param>
/// <param name="Min">The lowest level, finite.</param>
/// <param name="Max">The highest level, above the lowest.</param>
/// <param name="Strength">Share of the rounding that takes place, finite; 1 is a real modulator.</param>
public sealed record Levels(int Count, float Min, float Max, double Strength = 1) : IImperfection
{
    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "levels", typeof(Levels), ImperfectionKind.Fixed, [Place.Input, Place.Parameters], "number of levels", "y = the nearest of n equidistant levels",
        "256 levels over the port's range", "8 bits as in L2ight (Gu et al., NeurIPS 2021)", Create)
    {
        Derivative = DerivativeRule.StraightThrough,
    };

    /// <summary>Number of levels, at least 2.</summary>
    /// <exception cref="ArgumentException">There are fewer than 2.</exception>
    public int Count { get; } = Count >= 2 ? Count : throw new ArgumentException(Invariant($"Levels Count: expected at least 2, got {Count}."));

    /// <summary>The lowest level.</summary>
    /// <exception cref="ArgumentException">It is not below the highest, or one of them is not finite.</exception>
    public float Min { get; } = float.IsFinite(Min) && float.IsFinite(Max) && Min < Max
        ? Min
        : throw new ArgumentException(Invariant($"Levels Min and Max: expected finite numbers with Min below Max, got {Min} and {Max}."));

    /// <summary>The highest level.</summary>
    public float Max { get; } = Max;

    /// <summary>Share of the rounding that takes place; 1 is a real modulator.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public double Strength { get; init => field = Expect.Finite("Levels Strength", value); } = Expect.Finite("Levels Strength", Strength);

    /// <inheritdoc/>
    public string Name => "levels";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Fixed;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => true;

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot)
    {
        var applied = Tensor.CreateLike(clean);
        LaneMap.Apply(clean.Values, applied.AsSpan(), new Rounding(Min, Max, (Max - Min) / (Count - 1), (float)Strength));
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

    private static Levels Create(Placement placement)
    {
        var (min, max) = ValueRange.Of(placement);
        return new(256, min, max);
    }

    private readonly struct Rounding(float min, float max, float step, float strength) : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V>
        {
            var (low, size) = (V.Of(min), V.Of(step));
            var level = low + size * V.Round((V.Min(V.Max(x, low), V.Of(max)) - low) / size);
            return strength == 1 ? level : x + V.Of(strength) * (level - x);
        }
    }
}
