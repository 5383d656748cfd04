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
    public double Strength { get; init => field = Checked(value); } = Checked(Strength);

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
        var x = clean.Values;
        var y = applied.AsSpan();
        var (step, s) = ((Max - Min) / (Count - 1), (float)Strength);
        for (var i = 0; i < x.Length; i++)
        {
            var level = Min + step * MathF.Round((Math.Clamp(x[i], Min, Max) - Min) / step);
            y[i] = s == 1 ? level : x[i] + s * (level - x[i]);
        }
        return applied;
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot)
    {
        var dx = Tensor.CreateLike(dy);
        var x = clean.Values;
        var g = dy.Values;
        var d = dx.AsSpan();
        var outside = 1 - (float)Strength;
        for (var i = 0; i < x.Length; i++)
            d[i] = x[i] >= Min && x[i] <= Max ? g[i] : outside * g[i];
        return dx;
    }

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => this with { Strength = Strength * strength };

    private static double Checked(double strength) => double.IsFinite(strength)
        ? strength
        : throw new ArgumentException(Invariant($"Levels Strength: expected a finite number, got {strength}."));
}
