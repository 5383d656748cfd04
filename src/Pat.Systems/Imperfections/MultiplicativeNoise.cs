using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>Independent Gaussian noise in proportion to each value (trial), for example of a gain that is not steady: y = x (1 + sigma · xi).</summary>
/// <remarks>Derivative: exact, 1 + sigma · xi with the xi that was drawn.</remarks>
/// <param name="Name">What makes the noise, for example "read noise".</param>
/// <param name="Sigma">Standard deviation in parts of the value, at least 0.</param>
public sealed record MultiplicativeNoise(string Name, double Sigma) : IImperfection
{
    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "multiplicative-noise", typeof(MultiplicativeNoise), ImperfectionKind.Trial, [Place.Input, Place.Output], "parts of the value", "y = x (1 + σ ξ)",
        "1 % of the value", "form as the generic error of CrossSim (Sandia, 2023); size: our choice", _ => new MultiplicativeNoise("multiplicative noise", 0.01));

    /// <summary>Standard deviation in parts of the value, at least 0.</summary>
    /// <exception cref="ArgumentException">It is negative or not finite.</exception>
    public double Sigma { get; init => field = Expect.AtLeastZero($"MultiplicativeNoise '{Name}' Sigma", value); } = Expect.AtLeastZero($"MultiplicativeNoise '{Name}' Sigma", Sigma);

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Trial;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => true;

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot) => Scale(clean, shot);

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => Scale(dy, shot);

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => this with { Sigma = Sigma * strength };

    private Tensor Scale(Tensor x, Shot shot)
    {
        var scaled = Tensor.CreateLike(x);
        shot.Noise.Normals(shot.FirstRun, scaled);
        LaneMap.Apply(x.Values, scaled.Values, scaled.AsSpan(), new Scaling((float)Sigma));
        return scaled;
    }

    private readonly struct Scaling(float sigma) : ILaneBinary
    {
        public V Apply<V>(V x, V xi) where V : unmanaged, ILane<V> => V.MultiplyAdd(V.Of(sigma) * xi, x, x);
    }
}
