using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>
/// What is programmed is not exactly what was asked for (cycle): θ' = θ + full scale · sigma(g) · xi with g = |θ| / full scale and
/// sigma(g) = c0 + c1 g + c2 g², drawn anew at each programming.
/// </summary>
/// <remarks>
/// Beyond full scale sigma is that of full scale: the fit ends there. The sign of θ, which a pair of cells makes, is kept out of it: values near 0 may change theirs.
/// Derivative: that of the draw, 1 + sigma'(g) sign(θ) xi; sign(0) is 0.
/// </remarks>
/// <param name="FullScale">The largest value, in the unit of the port, above 0.</param>
/// <param name="Constant">c0, at least 0.</param>
/// <param name="Linear">c1, finite.</param>
/// <param name="Quadratic">c2, finite.</param>
public sealed record ProgrammingError(
    double FullScale, double Constant = 0.26348 / 25, double Linear = 1.9650 / 25, double Quadratic = -1.1731 / 25) : IImperfection
{
    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "programming-error", typeof(ProgrammingError), ImperfectionKind.Cycle, [Place.Parameters], "1 (of full scale)", "θ' = θ + σ(g) ξ, σ = c₀ + c₁ g + c₂ g², g = |θ| / full scale",
        "0.26348 + 1.9650 g − 1.1731 g² µS of 25 µS", "phase-change memory, Nandakumar et al., ICECS 2019, as fitted in IBM aihwkit",
        placement => new ProgrammingError(placement.FullScale));

    /// <summary>The largest value, in the unit of the port.</summary>
    public double FullScale { get; } = Expect.Positive("ProgrammingError FullScale", FullScale);

    /// <summary>c0: the deviation at 0, in parts of full scale.</summary>
    public double Constant { get; } = Expect.AtLeastZero("ProgrammingError Constant", Constant);

    /// <summary>c1.</summary>
    public double Linear { get; } = Expect.Finite("ProgrammingError Linear", Linear);

    /// <summary>c2.</summary>
    public double Quadratic { get; } = Expect.Finite("ProgrammingError Quadratic", Quadratic);

    /// <inheritdoc/>
    public string Name => "programming error";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Cycle;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => true;

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot)
    {
        var applied = Tensor.CreateLike(clean);
        var draws = Draws(clean, shot);
        for (var row = 0; row < clean.Rows; row++)
            LaneMap.Apply(clean.Row(row), draws, applied.Row(row), new Forward(Polynomial));
        return applied;
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot)
    {
        var dx = Tensor.CreateLike(dy);
        var draws = Draws(clean, shot);
        for (var row = 0; row < clean.Rows; row++)
            LaneMap.Apply(clean.Row(row), draws, dx.Row(row), new Slope(Polynomial));
        LaneMap.Apply(dx.Values, dy.Values, dx.AsSpan(), default(PerElement.Product));
        return dx;
    }

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => new ProgrammingError(FullScale, Constant * strength, Linear * strength, Quadratic * strength);

    // One draw for all runs: the key is that of the programming.
    private static ReadOnlySpan<float> Draws(Tensor clean, Shot shot)
    {
        var draws = Tensor.CreateUninitialized(clean.RowLength).AsSpan();
        shot.Noise.Normals(0, draws);
        return draws;
    }

    private Coefficients Polynomial => new((float)FullScale, (float)(FullScale * Constant), (float)Linear, (float)(Quadratic / FullScale));

    // sigma in the unit of the port is A + B |θ| + C θ².
    private readonly record struct Coefficients(float FullScale, float A, float B, float C);

    private readonly struct Forward(Coefficients c) : ILaneBinary
    {
        public V Apply<V>(V x, V xi) where V : unmanaged, ILane<V>
        {
            var size = V.Min(V.Abs(x), V.Of(c.FullScale));
            return V.MultiplyAdd(V.MultiplyAdd(V.MultiplyAdd(V.Of(c.C), size, V.Of(c.B)), size, V.Of(c.A)), xi, x);
        }
    }

    private readonly struct Slope(Coefficients c) : ILaneBinary
    {
        public V Apply<V>(V x, V xi) where V : unmanaged, ILane<V>
        {
            var (zero, size) = (V.Of(0), V.Abs(x));
            var slope = V.MultiplyAdd(V.Of(2 * c.C), size, V.Of(c.B));
            slope = V.WhereLess(x, zero, -slope, V.WhereLess(zero, x, slope, zero));
            slope = V.WhereLess(V.Of(c.FullScale), size, zero, slope);
            return V.MultiplyAdd(slope, xi, V.Of(1));
        }
    }
}
