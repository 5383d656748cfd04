using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>
/// Values decay by a power law (slow): y_i = x_i (1 + t / t0)^−ν_i, with ν_i = |mean + spread · xi_i| for each element, drawn once.
/// </summary>
/// <remarks>
/// <para>t counts from the last programming where it is so declared, otherwise from 0 on the hardware clock; in seconds. Parameters are read once for each
/// batch, at the time of its first run; on the way in and out each run has its own time.</para>
/// <para>Scaled(s) multiplies the exponents by s. Derivative: (1 + t / t0)^−ν_i.</para>
/// </remarks>
/// <param name="Exponent">Mean of the exponent, at least 0.</param>
/// <param name="Spread">Standard deviation of the exponent, at least 0.</param>
/// <param name="Onset">t0 in seconds, above 0.</param>
/// <param name="Fabrication">Noise of the device seed.</param>
/// <param name="SinceProgramming">Whether t counts from the last programming.</param>
/// <param name="Channels">Channels of a series, whose samples share an element; 0 where every value is an element of its own.</param>
public sealed record PowerLawDrift(double Exponent, double Spread, double Onset, Noise Fabrication, bool SinceProgramming = false, int Channels = 0) : IImperfection
{
    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "power-law-drift", typeof(PowerLawDrift), ImperfectionKind.Slow, [Place.Input, Place.Parameters, Place.Output], "1 (exponent)", "y = x (1 + t / t₀)^−ν, ν = |mean + spread ξ|",
        "ν 0.05 ± 0.02, t₀ 20 s", "phase-change memory, Nandakumar et al., ICECS 2019, as fitted in IBM aihwkit: 0.049 at full scale, spread between 0.008 and 0.045",
        placement => new PowerLawDrift(0.05, 0.02, 20, placement.Fabrication, placement.Place == Place.Parameters, PerElement.ChannelsOf(placement)));

    /// <summary>Mean of the exponent.</summary>
    public double Exponent { get; } = Expect.AtLeastZero("PowerLawDrift Exponent", Exponent);

    /// <summary>Standard deviation of the exponent.</summary>
    public double Spread { get; } = Expect.AtLeastZero("PowerLawDrift Spread", Spread);

    /// <summary>t0 in seconds.</summary>
    public double Onset { get; } = Expect.Positive("PowerLawDrift Onset", Onset);

    /// <summary>Channels of a series; 0 where every value is an element of its own.</summary>
    public int Channels { get; } = Expect.AtLeast("PowerLawDrift Channels", 0, Channels);

    /// <inheritdoc/>
    public string Name => "power-law drift";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Slow;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => PerElement.Accepts(Channels, layout);

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot)
    {
        var y = Tensor.CreateLike(clean);
        ReadOnlySpan<float> exponents = Exponents(clean.RowLength);
        for (var row = 0; row < clean.Rows; row++)
        {
            var logarithm = Math.Log(1 + DriftTime.Of(shot, row, SinceProgramming) / Onset);
            LaneMap.Apply(clean.Row(row), exponents, y.Row(row), new Decay((float)logarithm));
        }
        return y;
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => Apply(dy, shot);

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) =>
        new PowerLawDrift(Exponent * strength, Spread * strength, Onset, Fabrication, SinceProgramming, Channels);

    private Span<float> Exponents(int length)
    {
        var exponents = Tensor.CreateUninitialized(length).AsSpan();
        PerElement.Normals(Fabrication, 0, Channels, exponents);
        LaneMap.Apply(exponents, exponents, new Drawn((float)Exponent, (float)Spread));
        return exponents;
    }

    private readonly struct Drawn(float mean, float spread) : ILaneUnary
    {
        public V Apply<V>(V xi) where V : unmanaged, ILane<V> => V.Abs(V.MultiplyAdd(V.Of(spread), xi, V.Of(mean)));
    }

    private readonly struct Decay(float logarithm) : ILaneBinary
    {
        public V Apply<V>(V x, V exponent) where V : unmanaged, ILane<V> => x * LaneMath.Exp(V.Of(-logarithm) * exponent);
    }
}
