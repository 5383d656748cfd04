using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>Independent Gaussian noise on every value (trial): y = x + sigma · xi.</summary>
/// <remarks>Derivative: 1.</remarks>
/// <param name="Name">What makes the noise, for example "read noise".</param>
/// <param name="Sigma">Standard deviation, in the unit of the port, at least 0.</param>
public sealed record AdditiveNoise(string Name, double Sigma) : IImperfection
{
    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "additive-noise", typeof(AdditiveNoise), ImperfectionKind.Trial, [Place.Input, Place.Output], "unit of the port", "y = x + σ ξ",
        "0.5 % of full scale", "IBM aihwkit, output noise 0.06 of a bound of 12 (Rasch et al., AICAS 2021, doi 10.1109/AICAS51828.2021.9458494)",
        placement => new AdditiveNoise("additive noise", 0.005 * placement.FullScale));

    /// <summary>The line of input noise in the library: the same on the way in, with the default of its source.</summary>
    public static ImperfectionEntry InputEntry { get; } = new(
        "input-noise", typeof(AdditiveNoise), ImperfectionKind.Trial, [Place.Input], "unit of the port", "x' = x + σ ξ", "2 % of full scale",
        "Wright et al., Nature 601, 549 (2022), doi 10.1038/s41586-021-04223-6, second example of its code: 0.02 with inputs of order 1",
        placement => new AdditiveNoise("input noise", 0.02 * placement.FullScale));

    /// <summary>Standard deviation, in the unit of the port, at least 0.</summary>
    /// <exception cref="ArgumentException">It is negative or not finite.</exception>
    public double Sigma { get; init => field = Expect.AtLeastZero($"AdditiveNoise '{Name}' Sigma", value); } = Expect.AtLeastZero($"AdditiveNoise '{Name}' Sigma", Sigma);

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Trial;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => true;

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot)
    {
        var applied = Tensor.CreateLike(clean);
        shot.Noise.Normals(shot.FirstRun, applied);
        LaneMap.Apply(clean.Values, applied.Values, applied.AsSpan(), new Scaling((float)Sigma));
        return applied;
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => dy;

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => this with { Sigma = Sigma * strength };

    private readonly struct Scaling(float sigma) : ILaneBinary
    {
        public V Apply<V>(V x, V xi) where V : unmanaged, ILane<V> => x + V.Of(sigma) * xi;
    }
}
