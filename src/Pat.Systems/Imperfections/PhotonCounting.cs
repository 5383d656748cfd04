using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Tensors;
using static System.FormattableString;

namespace Pat.Systems.Imperfections;

/// <summary>
/// A detector that counts photons (trial): y = n / N with n of the Poisson distribution of mean N x. A negative signal has no photons, so y = 0.
/// Scaled(s) counts N / s² photons at 1, which is s times the deviation, and passes the share 1 − s of a negative signal.
/// </summary>
/// <remarks>
/// <para>Up to a mean of 64 the count is drawn from the Poisson distribution itself, by inverting its distribution function at a uniform number of 24 bits. Above,
/// a normal number is bent to the skewness of the Poisson distribution and rounded, with the mean and, to 1 / mean, the variance of the count
/// (Cornish, Fisher, Rev. Inst. Int. Stat. 5, 307 (1938), doi 10.2307/1400905).</para>
/// <para>Derivative: that of the mean, because counts are discrete: 1, and 1 − s for a negative signal.</para>
/// </remarks>
/// <param name="PhotonsAtOne">N: photons at a signal of 1, more than 0.</param>
/// <param name="Strength">Factor of the standard deviation, finite.</param>
public sealed record PhotonCounting(double PhotonsAtOne, double Strength = 1) : IImperfection
{
    /// <summary>The largest mean for which the count is drawn from the Poisson distribution itself.</summary>
    public const double LargestExactMean = 64;

    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "photon-counting", typeof(PhotonCounting), ImperfectionKind.Trial, [Place.Output], "photons", "y = Poisson(N x) / N",
        "10,000 photons at full scale: a ratio of signal to noise of 100", "our choice", placement => new PhotonCounting(1e4 / placement.FullScale))
    {
        Derivative = DerivativeRule.OfTheMean,
    };

    /// <summary>Photons at a signal of 1, more than 0.</summary>
    /// <exception cref="ArgumentException">It is not positive or not finite.</exception>
    public double PhotonsAtOne { get; init => field = CheckedPhotons(value); } = CheckedPhotons(PhotonsAtOne);

    /// <summary>Factor of the standard deviation.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public double Strength { get; init => field = Expect.Finite("PhotonCounting Strength", value); } = Expect.Finite("PhotonCounting Strength", Strength);

    /// <inheritdoc/>
    public string Name => "photon counting";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Trial;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => layout is not Layout.Complex;

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot)
    {
        if (Strength == 0)
            return clean.Clone();
        var applied = Tensor.CreateLike(clean);
        var uniforms = Tensor.CreateLike(clean);
        shot.Noise.Normals(shot.FirstRun, applied);
        shot.Noise.Split("few").Uniforms(shot.FirstRun, uniforms);
        var x = clean.Values;
        var few = uniforms.Values;
        var y = applied.AsSpan();
        var (perOne, passed) = (PhotonsAtOne / (Strength * Strength), (float)(1 - Strength));
        for (var i = 0; i < x.Length; i++)
        {
            var mean = perOne * x[i];
            y[i] = x[i] < 0 ? passed * x[i] : (float)((mean <= LargestExactMean ? Few(mean, few[i]) : Many(mean, y[i])) / perOne);
        }
        return applied;
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot)
    {
        var dx = Tensor.CreateLike(dy);
        LaneMap.Apply(clean.Values, dy.Values, dx.AsSpan(), new StraightThrough(0, float.PositiveInfinity, 1 - (float)Strength));
        return dx;
    }

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => this with { Strength = Strength * strength };

    // The smallest n at which the distribution function exceeds the uniform number, taken at the middle of its step of 2^-24.
    private static double Few(double mean, float uniform)
    {
        var (left, probability) = (uniform + 1 / 33554432.0, Math.Exp(-mean));
        var count = 0;
        while (left > probability)
        {
            left -= probability;
            count++;
            probability *= mean / count;
        }
        return count;
    }

    // Rounding adds 1/12 to the variance and the bend 1/18.
    private static double Many(double mean, double normal) => Math.Round(mean + Math.Sqrt(mean - 5.0 / 36) * normal + (normal * normal - 1) / 6);

    private static double CheckedPhotons(double photons) => double.IsFinite(photons) && photons > 0
        ? photons
        : throw new ArgumentException(Invariant($"PhotonCounting PhotonsAtOne: expected a finite number above 0, got {photons}."));
}
