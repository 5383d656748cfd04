using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>Independent Gaussian noise on every value (trial): y = x + sigma · xi.</summary>
/// <remarks>Derivative: 1.</remarks>
/// <param name="Name">What makes the noise, for example "read noise".</param>
/// <param name="Sigma">Standard deviation, in the unit of the port.</param>
public sealed record AdditiveNoise(string Name, double Sigma) : IImperfection
{
    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Trial;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => true;

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot)
    {
        var applied = Tensor.CreateLike(clean);
        shot.Noise.Normals(shot.FirstRun, applied);
        var x = clean.Values;
        var y = applied.AsSpan();
        var sigma = (float)Sigma;
        for (var i = 0; i < x.Length; i++)
            y[i] = x[i] + sigma * y[i];
        return applied;
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => dy;

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => this with { Sigma = Sigma * strength };
}
