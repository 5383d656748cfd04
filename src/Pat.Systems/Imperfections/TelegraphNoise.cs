using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>
/// A defect that captures and releases a charge (slow): y_i = x_i + a s_i(t), where s_i is −½ or ½ and jumps at random times, independently for each element.
/// </summary>
/// <remarks>
/// <para>Dwell times are exponential with the two declared means; the mean of s + ½ is high / (low + high) and the spectrum a Lorentzian with the corner
/// (1 / low + 1 / high) / 2π (Machlup, J. Appl. Phys. 25, 341, 1954, doi 10.1063/1.1721637). The state is a function of key and time alone.</para>
/// <para>s is that of the start of a run, for all samples of a series. Parameters are read once for each batch, at the time of its first run.
/// Scaled(s) scales a. Derivative: 1; the jumps do not depend on the value.</para>
/// </remarks>
/// <param name="Amplitude">a in the unit of the port, finite.</param>
/// <param name="MeanLow">Mean time in the lower state in seconds, above 0.</param>
/// <param name="MeanHigh">Mean time in the upper state in seconds, above 0.</param>
/// <param name="Channels">Channels of a series, whose samples share an element; 0 where every value is an element of its own.</param>
public sealed record TelegraphNoise(double Amplitude, double MeanLow, double MeanHigh, int Channels = 0) : IImperfection
{
    private const int ElementsOfChunk = 64;

    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "telegraph-noise", typeof(TelegraphNoise), ImperfectionKind.Slow, [Place.Input, Place.Parameters, Place.Output], "unit of the port",
        "y = x + a s(t), s jumps between −½ and ½", "1 % of full scale, 10 s in each state", "our choice",
        placement => new TelegraphNoise(0.01 * placement.FullScale, 10, 10, PerElement.ChannelsOf(placement)));

    /// <summary>a in the unit of the port.</summary>
    public double Amplitude { get; } = Expect.Finite("TelegraphNoise Amplitude", Amplitude);

    /// <summary>Mean time in the lower state in seconds.</summary>
    public double MeanLow { get; } = Expect.Positive("TelegraphNoise MeanLow", MeanLow);

    /// <summary>Mean time in the upper state in seconds.</summary>
    public double MeanHigh { get; } = Expect.Positive("TelegraphNoise MeanHigh", MeanHigh);

    /// <summary>Channels of a series; 0 where every value is an element of its own.</summary>
    public int Channels { get; } = Expect.AtLeast("TelegraphNoise Channels", 0, Channels);

    /// <inheritdoc/>
    public string Name => "telegraph noise";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Slow;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => PerElement.Accepts(Channels, layout);

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot)
    {
        if (Amplitude == 0)
            return clean;
        var y = Tensor.CreateLike(clean);
        clean.Values.CopyTo(y.AsSpan());
        var times = new double[clean.Rows];
        for (var row = 0; row < times.Length; row++)
            times[row] = shot.TimeOf(row);
        var elements = PerElement.Count(Channels, clean.RowLength);
        Workers.ForEachChunk(elements, ElementsOfChunk, (from, to) =>
        {
            for (var element = from; element < to; element++)
                Add(shot.Noise.Split(element), times, element, elements, y);
        });
        return y;
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => dy;

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => new TelegraphNoise(Amplitude * strength, MeanLow, MeanHigh, Channels);

    private void Add(Noise noise, double[] times, int element, int elements, Tensor y)
    {
        var events = new TelegraphEvents(MeanLow, MeanHigh);
        var values = y.AsSpan();
        var (half, length) = ((float)(Amplitude / 2), y.RowLength);
        var (high, since, until) = (false, 0.0, double.NegativeInfinity);
        for (var row = 0; row < times.Length; row++)
        {
            if (times[row] >= until || times[row] < since)
            {
                since = times[row];
                (high, until) = events.At(noise, since);
            }
            for (var i = element; i < length; i += elements)
                values[row * length + i] += high ? half : -half;
        }
    }
}
