using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>
/// Values move with the logarithm of time (slow): y_i = x_i + a_i log(1 + t / t0), with a_i = mean + spread · xi_i for each element, drawn once.
/// </summary>
/// <remarks>
/// <para>t counts from the last programming where it is so declared, otherwise from 0 on the hardware clock; in seconds. Parameters are read once for each
/// batch, at the time of its first run; on the way in and out each run has its own time.</para>
/// <para>Scaled(s) multiplies a_i by s. Derivative: 1. The move does not depend on the value, nor on its sign.</para>
/// </remarks>
/// <param name="Slope">Mean of a, in the unit of the port, finite.</param>
/// <param name="Spread">Standard deviation of a, in the unit of the port, at least 0.</param>
/// <param name="Onset">t0 in seconds, above 0.</param>
/// <param name="Fabrication">Noise of the device seed.</param>
/// <param name="SinceProgramming">Whether t counts from the last programming.</param>
/// <param name="Channels">Channels of a series, whose samples share an element; 0 where every value is an element of its own.</param>
public sealed record LogDrift(double Slope, double Spread, double Onset, Noise Fabrication, bool SinceProgramming = false, int Channels = 0) : IImperfection
{
    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "log-drift", typeof(LogDrift), ImperfectionKind.Slow, [Place.Input, Place.Parameters, Place.Output], "unit of the port, for each e-fold of the time",
        "y = x + a log(1 + t / t₀), a = mean + spread ξ", "a (−0.0890 ± 0.0420) / 90 of full scale, t₀ 1 s",
        "resistive memory of 90 µS, Falcone et al., 2025, arXiv:2502.04524, as fitted in IBM aihwkit (ReRamCMO): −0.0890 log t, deviation 0.0420 log t µS; its t is 1 + t / 1 s here, so that it begins at 0",
        placement => new LogDrift(
            -0.0890 / 90 * placement.FullScale, 0.0420 / 90 * placement.FullScale, 1, placement.Fabrication, placement.Place == Place.Parameters,
            PerElement.ChannelsOf(placement)));

    /// <summary>Mean of a, in the unit of the port.</summary>
    public double Slope { get; } = Expect.Finite("LogDrift Slope", Slope);

    /// <summary>Standard deviation of a, in the unit of the port.</summary>
    public double Spread { get; } = Expect.AtLeastZero("LogDrift Spread", Spread);

    /// <summary>t0 in seconds.</summary>
    public double Onset { get; } = Expect.Positive("LogDrift Onset", Onset);

    /// <summary>Channels of a series; 0 where every value is an element of its own.</summary>
    public int Channels { get; } = Expect.AtLeast("LogDrift Channels", 0, Channels);

    /// <inheritdoc/>
    public string Name => "logarithmic drift";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Slow;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => PerElement.Accepts(Channels, layout);

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot)
    {
        if (Slope == 0 && Spread == 0)
            return clean;
        var y = Tensor.CreateLike(clean);
        var slopes = Tensor.CreateUninitialized(clean.RowLength).AsSpan();
        PerElement.Normals(Fabrication, 0, Channels, slopes);
        LaneMap.Apply(slopes, slopes, new PerElement.Spread((float)Slope, (float)Spread));
        for (var row = 0; row < clean.Rows; row++)
        {
            var logarithm = Math.Log(1 + DriftTime.Of(shot, row, SinceProgramming) / Onset);
            LaneMap.Apply(clean.Row(row), slopes, y.Row(row), new PerElement.Weighted((float)logarithm));
        }
        return y;
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => dy;

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => new LogDrift(Slope * strength, Spread * strength, Onset, Fabrication, SinceProgramming, Channels);
}
