using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Tensors;
using static System.FormattableString;

namespace Pat.Systems.Imperfections;

/// <summary>
/// A converter between numbers and voltages (fixed): x becomes the nearest of 2^bits − 1 equidistant levels from end to end, the middle being one of them, and what is out
/// of range its end. With stochastic rounding (trial) x becomes one of the two levels beside it, so that the mean is x. Scaled(s) is x + s (level(x) − x).
/// </summary>
/// <remarks>Derivative: straight through, 1 inside the range and 0 outside (1 − s outside when scaled). A converter with defects is <see cref="SuccessiveApproximation"/>.</remarks>
/// <param name="Name">What converts, for example "read-out converter".</param>
/// <param name="Bits">Bits, 2 to 20.</param>
/// <param name="Min">The lowest level, finite.</param>
/// <param name="Max">The highest level, above the lowest.</param>
/// <param name="Strength">Share of the rounding that takes place, finite; 1 is a real converter.</param>
public sealed record Converter(string Name, int Bits, float Min, float Max, double Strength = 1) : IImperfection
{
    private const string Formula = "y = the nearest of 2^b − 1 levels", Source = "IBM aihwkit (Rasch et al., AICAS 2021)";

    /// <summary>The line of converters on the way in.</summary>
    public static ImperfectionEntry DacEntry { get; } = new(
        "dac", typeof(Converter), ImperfectionKind.Fixed, [Place.Input, Place.Parameters], "bits", Formula, "7 bits over the port's range", Source,
        placement => Create("digital-to-analogue converter", 7, placement))
    {
        Derivative = DerivativeRule.StraightThrough,
    };

    /// <summary>The line of converters on the way out.</summary>
    public static ImperfectionEntry AdcEntry { get; } = new(
        "adc", typeof(Converter), ImperfectionKind.Fixed, [Place.Output], "bits", Formula, "9 bits over full scale", Source,
        placement => Create("analogue-to-digital converter", 9, placement))
    {
        Derivative = DerivativeRule.StraightThrough,
    };

    /// <summary>Bits, 2 to 20.</summary>
    /// <exception cref="ArgumentException">There are fewer or more.</exception>
    public int Bits { get; } = Bits is >= 2 and <= 20 ? Bits : throw new ArgumentException(Invariant($"Converter '{Name}' Bits: expected 2 to 20, got {Bits}."));

    /// <summary>The lowest level.</summary>
    /// <exception cref="ArgumentException">It is not below the highest, or one of them is not finite.</exception>
    public float Min { get; } = float.IsFinite(Min) && float.IsFinite(Max) && Min < Max
        ? Min
        : throw new ArgumentException(Invariant($"Converter '{Name}' Min and Max: expected finite numbers with Min below Max, got {Min} and {Max}."));

    /// <summary>The highest level.</summary>
    public float Max { get; } = Max;

    /// <summary>Whether a value is rounded up or down by chance, with the probabilities that make the mean right.</summary>
    public bool StochasticRounding { get; init; }

    /// <summary>Share of the rounding that takes place; 1 is a real converter.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public double Strength { get; init => field = Expect.Finite($"Converter '{Name}' Strength", value); } = Expect.Finite($"Converter '{Name}' Strength", Strength);

    /// <inheritdoc/>
    public ImperfectionKind Kind => StochasticRounding ? ImperfectionKind.Trial : ImperfectionKind.Fixed;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => true;

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot)
    {
        var applied = Tensor.CreateLike(clean);
        if (StochasticRounding)
            shot.Noise.Uniforms(shot.FirstRun, applied);
        else
            applied.AsSpan().Fill(0.5f);
        LaneMap.Apply(clean.Values, applied.Values, applied.AsSpan(), new Rounding(Min, Max, (Max - Min) / ((1 << Bits) - 2), (float)Strength));
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

    private static Converter Create(string name, int bits, Placement placement)
    {
        var (min, max) = ValueRange.Of(placement);
        return new(name, bits, min, max);
    }

    // Up by chance, which is uniform on [0, 1) or one half; steps are counted from the middle, so that it is a level itself.
    private readonly struct Rounding(float min, float max, float step, float strength) : ILaneBinary
    {
        public V Apply<V>(V x, V chance) where V : unmanaged, ILane<V>
        {
            var middle = V.Of(min + (max - min) / 2);
            var steps = (V.Min(V.Max(x, V.Of(min)), V.Of(max)) - middle) / V.Of(step);
            var level = V.MultiplyAdd(V.Of(step), V.Round(steps + (chance - V.Of(0.5f))), middle);
            return strength == 1 ? level : V.MultiplyAdd(V.Of(strength), level - x, x);
        }
    }
}
