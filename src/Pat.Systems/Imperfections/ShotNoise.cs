using Pat.Core.Physical;
using Pat.Core.Tensors;
using static System.FormattableString;

namespace Pat.Systems.Imperfections;

/// <summary>
/// Photo-electron shot noise of a detector (trial): a signal y of N·y electrons has the standard deviation sqrt((y + d) / N), with d the dark signal.
/// The Poisson distribution is taken as normal, which holds from about 20 electrons on; a negative signal has no shot noise of its own.
/// </summary>
/// <remarks>
/// W. Schottky, Ann. Phys. 362, 541 (1918), doi 10.1002/andp.19183622304: a photocurrent I in the band B has the variance 2 q (I + I_d) B
/// (<see cref="OfPhotocurrent"/>). The mean of the dark signal is taken off in the reading. Derivative: that of the mean, 1, because counts are discrete.
/// </remarks>
/// <param name="ElectronsAtOne">N: electrons at a signal of 1, more than 0.</param>
/// <param name="Strength">Factor of the standard deviation, finite.</param>
public sealed record ShotNoise(double ElectronsAtOne, double Strength = 1) : IImperfection
{
    private const double ElementaryCharge = 1.602176634e-19; // coulomb, exact (SI, 2019)

    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "shot-noise", typeof(ShotNoise), ImperfectionKind.Trial, [Place.Output], "photocurrent at full scale, A", "σ² = 2 q (I + I_d) B",
        "1 µA at full scale, dark current 0.1 nA; B half the sampling rate of a series, otherwise 1 MHz",
        "Schottky 1918; dark current as in photontorch (Laporte et al. 2019); current and band: our choice",
        placement => OfPhotocurrent(Receiver.CurrentAtFullScale / placement.FullScale, Receiver.BandwidthOf(placement), 1e-10))
    {
        Derivative = DerivativeRule.OfTheMean,
    };

    /// <summary>Shot noise of a photocurrent: N = I / (2 q B) electrons, which is what flows in the time 1 / (2 B) of an independent sample.</summary>
    /// <param name="amperesAtOne">Photocurrent at a signal of 1, in ampere, more than 0.</param>
    /// <param name="bandwidth">B in hertz, more than 0.</param>
    /// <param name="darkAmperes">I_d in ampere, at least 0.</param>
    /// <exception cref="ArgumentException">These numbers give no number of electrons, or no dark signal, that is allowed.</exception>
    public static ShotNoise OfPhotocurrent(double amperesAtOne, double bandwidth, double darkAmperes = 0) =>
        new(amperesAtOne / (2 * ElementaryCharge * bandwidth)) { Dark = darkAmperes / amperesAtOne };

    /// <summary>Electrons at a signal of 1, more than 0.</summary>
    /// <exception cref="ArgumentException">It is not positive or not finite.</exception>
    public double ElectronsAtOne { get; init => field = CheckedElectrons(value); } = CheckedElectrons(ElectronsAtOne);

    /// <summary>d: signal of the dark current, at least 0, in the unit of the port.</summary>
    /// <exception cref="ArgumentException">It is negative or not finite.</exception>
    public double Dark { get; init => field = Expect.AtLeastZero("ShotNoise Dark", value); }

    /// <summary>Factor of the standard deviation.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public double Strength { get; init => field = Expect.Finite("ShotNoise Strength", value); } = Expect.Finite("ShotNoise Strength", Strength);

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
        var dark = (float)Dark;
        for (var i = 0; i < x.Length; i++)
            y[i] = x[i] + factor * MathF.Sqrt(MathF.Max(0, x[i]) + dark) * y[i];
        return applied;
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => dy;

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => this with { Strength = Strength * strength };

    private static double CheckedElectrons(double electrons) => double.IsFinite(electrons) && electrons > 0
        ? electrons
        : throw new ArgumentException(Invariant($"ShotNoise ElectronsAtOne: expected a finite number above 0, got {electrons}."));
}
