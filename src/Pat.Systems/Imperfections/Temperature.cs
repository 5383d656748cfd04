using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>The temperature of the room wanders, and the gain with it (slow): y = x (1 + c T(t)), with T of mean 0 and one standard deviation, for the whole port.</summary>
/// <remarks>
/// <para>T has the standard deviation and the integral of the autocorrelation of an Ornstein-Uhlenbeck process with the correlation time, and no memory beyond
/// 2.5 correlation times; it is a function of key and time alone (<see cref="SlowNoise"/>), and smooth, because things have a heat capacity.</para>
/// <para>Parameters are read once for each batch, at the time of its first run. Scaled(s) scales the standard deviation. Derivative: 1 + c T.</para>
/// </remarks>
/// <param name="Sigma">Standard deviation of the temperature in kelvin, at least 0.</param>
/// <param name="CorrelationTime">In seconds, above 0.</param>
/// <param name="Coefficient">c: relative change of the gain for each kelvin, finite.</param>
public sealed record Temperature(double Sigma, double CorrelationTime, double Coefficient) : IImperfection
{
    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "temperature", typeof(Temperature), ImperfectionKind.Slow, [Place.Input, Place.Parameters, Place.Output], "K", "y = x (1 + c T(t))",
        "0.1 K, correlation time 100 s, c 1 % per kelvin", "our choice; the coefficient is the device's",
        placement => new Temperature(0.1, 100, 0.01));

    /// <summary>Standard deviation of the temperature in kelvin.</summary>
    public double Sigma { get; } = Expect.AtLeastZero("Temperature Sigma", Sigma);

    /// <summary>In seconds.</summary>
    public double CorrelationTime { get; } = Expect.Positive("Temperature CorrelationTime", CorrelationTime);

    /// <summary>Relative change of the gain for each kelvin.</summary>
    public double Coefficient { get; } = Expect.Finite("Temperature Coefficient", Coefficient);

    /// <inheritdoc/>
    public string Name => "temperature";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Slow;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => true;

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot)
    {
        var y = Tensor.CreateLike(clean);
        var process = SlowNoise.OfCorrelationTime(shot.Noise, CorrelationTime);
        for (var row = 0; row < clean.Rows; row++)
        {
            var gain = (float)(1 + Coefficient * Sigma * process.Value(shot.TimeOf(row)));
            LaneMap.Apply(clean.Row(row), y.Row(row), new PerElement.Times(gain));
        }
        return y;
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => Apply(dy, shot);

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => new Temperature(Sigma * strength, CorrelationTime, Coefficient);
}
