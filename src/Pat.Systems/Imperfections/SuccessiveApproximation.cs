using System.Collections.Immutable;
using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using static System.FormattableString;

namespace Pat.Systems.Imperfections;

/// <summary>
/// An analogue-to-digital converter by successive approximation whose capacitors do not match (fixed): from the highest bit to the lowest, a bit is kept if
/// the capacitors kept so far stand for no more than the input. One converter reads all values of the port. Scaled(s) is x + s (y − x).
/// </summary>
/// <remarks>
/// <para>Bit n has the capacitor C_n = 2^n + δ 2^(n/2) ξ_n in units of the smallest, and the comparator an offset; both are drawn when the device is made
/// (Spear et al., "The impact of analog-to-digital converter architecture and variability on analog neural network accuracy", IEEE JXCDC, 2023; without its finite gain
/// and split array). A code k stands for the middle of its ideal step, Min + (k + ½)(Max − Min) / 2^bits. Noise of the comparator is <see cref="AdditiveNoise"/> listed before.</para>
/// <para>Derivative: straight through, 1 inside the range, which the offset shifts, and 0 outside (1 − s outside when scaled).</para>
/// </remarks>
public sealed record SuccessiveApproximation : IImperfection
{
    private readonly float whole; // the array ends with a capacitor of one unit that is never switched

    private SuccessiveApproximation(ImmutableArray<float> capacitors, float min, float max, float offset) =>
        (Capacitors, Min, Max, Offset, whole) = (capacitors, min, max, offset, 1 + capacitors.Sum());

    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "sar-converter", typeof(SuccessiveApproximation), ImperfectionKind.Fixed, [Place.Output], "units of the smallest capacitor", "C_n = 2^n + δ 2^(n/2) ξ",
        "9 bits over full scale, δ = 0.15, offset 0.10 of half the range", "Spear et al. 2023, with the values of an example of CrossSim",
        placement => Create(9, ValueRange.Of(placement), 0.15, 0.10, placement.Fabrication))
    {
        Derivative = DerivativeRule.StraightThrough,
    };

    /// <summary>C_0, C_1, ... in units of the smallest as it was meant.</summary>
    public ImmutableArray<float> Capacitors { get; }

    /// <summary>The lower end of the range.</summary>
    public float Min { get; }

    /// <summary>The upper end of the range.</summary>
    public float Max { get; }

    /// <summary>What the comparator adds to the input, in the unit of the port.</summary>
    public float Offset { get; }

    /// <summary>Share of the conversion that takes place; 1 is a real converter.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public double Strength { get; init => field = Expect.Finite("SuccessiveApproximation Strength", value); } = 1;

    /// <inheritdoc/>
    public string Name => "successive approximation";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Fixed;

    /// <summary>Draws a converter.</summary>
    /// <param name="bits">Bits, 2 to 16.</param>
    /// <param name="range">Ends of the range, finite.</param>
    /// <param name="mismatch">δ: standard deviation of the smallest capacitor in parts of itself, at least 0.</param>
    /// <param name="offset">Standard deviation of the comparator's offset in parts of half the range, at least 0.</param>
    /// <param name="fabrication">Noise of the device seed.</param>
    /// <exception cref="ArgumentException">A number is out of its range, or the spread leaves a capacitor that is not above 0.</exception>
    public static SuccessiveApproximation Create(int bits, (float Min, float Max) range, double mismatch, double offset, Noise fabrication)
    {
        if (bits is < 2 or > 16)
            throw new ArgumentException(Invariant($"SuccessiveApproximation bits: expected 2 to 16, got {bits}."));
        if (!(float.IsFinite(range.Min) && float.IsFinite(range.Max) && range.Min < range.Max))
            throw new ArgumentException(Invariant($"SuccessiveApproximation range: expected finite ends with Min below Max, got {range.Min} and {range.Max}."));
        if (!(double.IsFinite(mismatch) && mismatch >= 0 && double.IsFinite(offset) && offset >= 0))
            throw new ArgumentException(Invariant($"SuccessiveApproximation mismatch and offset: expected finite numbers of at least 0, got {mismatch} and {offset}."));
        var drawn = new float[bits + 1];
        fabrication.Normals(0, drawn);
        var capacitors = drawn[..bits].Select((xi, n) => (float)(Math.Pow(2, n) + mismatch * Math.Pow(2, n / 2.0) * xi)).ToImmutableArray();
        return capacitors.All(capacitor => capacitor > 0)
            ? new(capacitors, range.Min, range.Max, (float)(offset * drawn[bits] * (range.Max - range.Min) / 2))
            : throw new ArgumentException(Invariant($"SuccessiveApproximation: with a mismatch of {mismatch} a capacitor of this device is not above 0; give a smaller one."));
    }

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => true;

    /// <inheritdoc/>
    public unsafe Tensor Apply(Tensor clean, Shot shot)
    {
        var applied = Tensor.CreateLike(clean);
        fixed (float* capacitors = Capacitors.AsSpan())
        {
            var search = new Search(capacitors, Capacitors.Length, Min, (Max - Min) / (1 << Capacitors.Length), Offset, whole / (Max - Min), (float)Strength);
            LaneMap.Apply(clean.Values, applied.AsSpan(), search);
        }
        return applied;
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot)
    {
        var dx = Tensor.CreateLike(dy);
        LaneMap.Apply(clean.Values, dy.Values, dx.AsSpan(), new StraightThrough(Min - Offset, Max - Offset, 1 - (float)Strength));
        return dx;
    }

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => this with { Strength = Strength * strength };

    private readonly unsafe struct Search(float* capacitors, int bits, float min, float step, float offset, float perUnit, float strength) : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V>
        {
            var sought = (x + V.Of(offset) - V.Of(min)) * V.Of(perUnit);
            var (kept, code) = (V.Of(0), V.Of(0.5f));
            for (var n = bits - 1; n >= 0; n--)
            {
                var tried = kept + V.Of(capacitors[n]);
                code = V.WhereLess(sought, tried, code, code + V.Of(1 << n));
                kept = V.WhereLess(sought, tried, kept, tried);
            }
            var level = V.MultiplyAdd(V.Of(step), code, V.Of(min));
            return strength == 1 ? level : V.MultiplyAdd(V.Of(strength), level - x, x);
        }
    }
}
