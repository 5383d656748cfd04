using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Tensors;
using static System.FormattableString;

namespace Pat.Systems.Imperfections;

/// <summary>Thermal noise of a resistor (trial): a normal voltage of variance 4 k T R B in series with the signal, independent for each value.</summary>
/// <remarks>
/// <para>J. B. Johnson, Phys. Rev. 32, 97 (1928), doi 10.1103/PhysRev.32.97; H. Nyquist, Phys. Rev. 32, 110 (1928), doi 10.1103/PhysRev.32.110,
/// for frequencies far below k T / h (6 THz at room temperature). Samples at the rate 2 B see the whole band B and are independent.
/// k = 1.380649e-23 J/K is exact (SI, 2019).</para>
/// <para>Derivative: 1.</para>
/// </remarks>
/// <param name="Resistance">R in ohm, at least 0.</param>
/// <param name="Bandwidth">B in hertz, at least 0; half the sampling rate for a series of independent samples.</param>
/// <param name="UnitsPerVolt">What a volt is in the unit of the port, above 0.</param>
/// <param name="Strength">Factor of the noise voltage, finite.</param>
public sealed record ThermalNoise(double Resistance, double Bandwidth, double UnitsPerVolt, double Strength = 1) : IImperfection
{
    private const double Boltzmann = 1.380649e-23; // J/K

    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "thermal-noise", typeof(ThermalNoise), ImperfectionKind.Trial, [Place.Input, Place.Output], "ohm", "σ² = 4 k T R B",
        "166 ohm at 300 K with 1 µA at full scale; B half the sampling rate of a series, otherwise 1 MHz",
        "Johnson 1928, Nyquist 1928; R and T as in photontorch (Laporte et al. 2019); current and band: our choice",
        placement => new ThermalNoise(
            Receiver.Load, Receiver.BandwidthOf(placement), placement.FullScale / (Receiver.CurrentAtFullScale * Receiver.Load)));

    /// <summary>R in ohm, at least 0.</summary>
    /// <exception cref="ArgumentException">It is negative or not finite.</exception>
    public double Resistance { get; init => field = AtLeastZero(value, nameof(Resistance)); } = AtLeastZero(Resistance, nameof(Resistance));

    /// <summary>B in hertz, at least 0.</summary>
    /// <exception cref="ArgumentException">It is negative or not finite.</exception>
    public double Bandwidth { get; init => field = AtLeastZero(value, nameof(Bandwidth)); } = AtLeastZero(Bandwidth, nameof(Bandwidth));

    /// <summary>What a volt is in the unit of the port, above 0.</summary>
    /// <exception cref="ArgumentException">It is 0, negative or not finite.</exception>
    public double UnitsPerVolt { get; init => field = CheckedUnits(value); } = CheckedUnits(UnitsPerVolt);

    /// <summary>T in kelvin, at least 0.</summary>
    /// <exception cref="ArgumentException">It is negative or not finite.</exception>
    public double Temperature { get; init => field = AtLeastZero(value, nameof(Temperature)); } = 300;

    /// <summary>Factor of the noise voltage.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public double Strength { get; init => field = Expect.Finite("ThermalNoise Strength", value); } = Expect.Finite("ThermalNoise Strength", Strength);

    /// <summary>Standard deviation of the noise, in the unit of the port.</summary>
    public double Sigma => Strength * UnitsPerVolt * Math.Sqrt(4 * Boltzmann * Temperature * Resistance * Bandwidth);

    /// <inheritdoc/>
    public string Name => "thermal noise";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Trial;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => true;

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot)
    {
        var applied = Tensor.CreateLike(clean);
        shot.Noise.Normals(shot.FirstRun, applied);
        LaneMap.Apply(clean.Values, applied.Values, applied.AsSpan(), new Added((float)Sigma));
        return applied;
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => dy;

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => this with { Strength = Strength * strength };

    private readonly struct Added(float sigma) : ILaneBinary
    {
        public V Apply<V>(V x, V xi) where V : unmanaged, ILane<V> => V.MultiplyAdd(V.Of(sigma), xi, x);
    }

    private static double AtLeastZero(double value, string name) => double.IsFinite(value) && value >= 0
        ? value
        : throw new ArgumentException(Invariant($"ThermalNoise {name}: expected a finite number of at least 0, got {value}."));

    private static double CheckedUnits(double units) => double.IsFinite(units) && units > 0
        ? units
        : throw new ArgumentException(Invariant($"ThermalNoise UnitsPerVolt: expected a finite number above 0, got {units}."));
}
