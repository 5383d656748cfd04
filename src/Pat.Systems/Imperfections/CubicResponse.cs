using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>A response that is not quite linear (fixed): y = x − c x³, the first odd term of a current over a voltage or of a spring. Scaled(s) has s c.</summary>
/// <remarks>Derivative: exact, 1 − 3 c x². Beyond |x| = 1 / √(3 c) the response falls again: the form is for values below.</remarks>
/// <param name="Coefficient">c in one over the unit of the port squared; negative hardens.</param>
public sealed record CubicResponse(double Coefficient) : IImperfection
{
    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "cubic-response", typeof(CubicResponse), ImperfectionKind.Fixed, [Place.Input, Place.Output], "one over the unit of the port squared", "y = x − c x³",
        "c = 0.25 / full scale squared", "an example of CrossSim (Sandia, 2023): I = G (V − 0.25 V³)",
        placement => new CubicResponse(0.25 / (placement.FullScale * placement.FullScale)));

    /// <summary>c in one over the unit of the port squared.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public double Coefficient { get; init => field = Expect.Finite("CubicResponse Coefficient", value); } = Expect.Finite("CubicResponse Coefficient", Coefficient);

    /// <inheritdoc/>
    public string Name => "cubic response";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Fixed;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => layout is not Layout.Complex; // whose parts do not bend one by one

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot)
    {
        var applied = Tensor.CreateLike(clean);
        LaneMap.Apply(clean.Values, applied.AsSpan(), new Response((float)Coefficient));
        return applied;
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot)
    {
        var dx = Tensor.CreateLike(dy);
        LaneMap.Apply(clean.Values, dy.Values, dx.AsSpan(), new ResponseBackward(3 * (float)Coefficient));
        return dx;
    }

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => this with { Coefficient = Coefficient * strength };

    private readonly struct Response(float c) : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => V.NegatedMultiplyAdd(V.Of(c) * x, x * x, x);
    }

    private readonly struct ResponseBackward(float c3) : ILaneBinary
    {
        public V Apply<V>(V x, V dy) where V : unmanaged, ILane<V> => dy * V.NegatedMultiplyAdd(V.Of(c3) * x, x, V.Of(1));
    }
}
