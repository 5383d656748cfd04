using Pat.Core.Physical;
using Pat.Core.Tensors;
using static System.FormattableString;

namespace Pat.Systems.Imperfections;

/// <summary>
/// Photo-electron shot noise of a detector (trial): a signal y of N·y electrons has the standard deviation sqrt(y / N).
/// The Poisson distribution is taken as normal, which holds from about 20 electrons on; a negative signal has no shot noise.
/// </summary>
/// <remarks>Derivative: that of the mean, 1, because counts are discrete.</remarks>
/// <param name="ElectronsAtOne">N: electrons at a signal of 1, more than 0.</param>
/// <param name="Strength">Factor of the standard deviation, finite.</param>
public sealed record ShotNoise(double ElectronsAtOne, double Strength = 1) : IImperfection
{
    /// <summary>Electrons at a signal of 1, more than 0.</summary>
    /// <exception cref="ArgumentException">It is not positive or not finite.</exception>
    public double ElectronsAtOne { get; init => field = CheckedElectrons(value); } = CheckedElectrons(ElectronsAtOne);

    /// <summary>Factor of the standard deviation.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public double Strength { get; init => field = CheckedStrength(value); } = CheckedStrength(Strength);

    /// <inheritdoc/>
    public string Name => "shot noise";

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
        var factor = (float)(Strength / Math.Sqrt(ElectronsAtOne));
        for (var i = 0; i < x.Length; i++)
            y[i] = x[i] + factor * MathF.Sqrt(MathF.Max(0, x[i])) * y[i];
        return applied;
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => dy;

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => this with { Strength = Strength * strength };

    private static double CheckedElectrons(double electrons) => double.IsFinite(electrons) && electrons > 0
        ? electrons
        : throw new ArgumentException(Invariant($"ShotNoise ElectronsAtOne: expected a finite number above 0, got {electrons}."));

    private static double CheckedStrength(double strength) => double.IsFinite(strength)
        ? strength
        : throw new ArgumentException(Invariant($"ShotNoise Strength: expected a finite number, got {strength}."));
}
