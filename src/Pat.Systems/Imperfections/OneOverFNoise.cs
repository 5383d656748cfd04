using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>
/// Noise with a spectrum of 1/f between two frequencies (slow): y_i = x_i + sigma n_i(t), n of variance 1, independent for each element and correlated in time.
/// </summary>
/// <remarks>
/// <para>n is the sum of two processes for each decade, with time constants in equal steps of the logarithm and the same variance; a function of key and
/// time alone (<see cref="SlowNoise"/>). Its one-sided spectrum is sigma² / (f log(highest / lowest)) within 11 % from three times the lowest to a fifth of the
/// highest frequency; below the band it is flat, above it falls steeply.</para>
/// <para>n is that of the start of a run, for all samples of a series: what is faster than runs is noise of the trial. Parameters are read once for
/// each batch, at the time of its first run. Derivative: 1.</para>
/// </remarks>
/// <param name="Sigma">Standard deviation over the whole band, in the unit of the port, at least 0.</param>
/// <param name="Lowest">Lower end of the band in hertz, above 0.</param>
/// <param name="Highest">Upper end of the band in hertz, above the lower.</param>
/// <param name="Channels">Channels of a series, whose samples share an element; 0 where every value is an element of its own.</param>
public sealed record OneOverFNoise(double Sigma, double Lowest, double Highest, int Channels = 0) : IImperfection
{
    private const int RowsOfChunk = 32;

    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "one-over-f-noise", typeof(OneOverFNoise), ImperfectionKind.Slow, [Place.Input, Place.Parameters, Place.Output], "unit of the port", "y = x + σ n(t), S(f) = σ² / (f log(f₁ / f₀))",
        "σ² = (0.0088 of full scale)² log(f₁ / f₀), from 10⁻⁴ to 100 Hz",
        "0.0088 √log: phase-change memory, Nandakumar et al., ICECS 2019, as fitted in IBM aihwkit at full scale; band and time series: our choice",
        placement => new OneOverFNoise(0.0088 * Math.Sqrt(Math.Log(1e6)) * placement.FullScale, 1e-4, 100, PerElement.ChannelsOf(placement)));

    /// <summary>Standard deviation over the whole band, in the unit of the port.</summary>
    public double Sigma { get; } = Expect.AtLeastZero("OneOverFNoise Sigma", Sigma);

    /// <summary>Lower end of the band in hertz.</summary>
    public double Lowest { get; } = Expect.Positive("OneOverFNoise Lowest", Lowest);

    /// <summary>Upper end of the band in hertz.</summary>
    /// <exception cref="ArgumentException">It is not above the lower, or not finite.</exception>
    public double Highest { get; } = double.IsFinite(Highest) && Highest > Lowest
        ? Highest
        : throw new ArgumentException(FormattableString.Invariant($"OneOverFNoise Highest: expected a finite number above Lowest = {Lowest}, got {Highest}."));

    /// <summary>Channels of a series; 0 where every value is an element of its own.</summary>
    public int Channels { get; } = Expect.AtLeast("OneOverFNoise Channels", 0, Channels);

    /// <inheritdoc/>
    public string Name => "1/f noise";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Slow;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => PerElement.Accepts(Channels, layout);

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot)
    {
        if (Sigma == 0)
            return clean;
        var y = Tensor.CreateLike(clean);
        var processes = Processes(shot.Noise);
        var scale = (float)(Sigma / Math.Sqrt(processes.Length));
        Workers.ForEachChunk(clean.Rows, RowsOfChunk, (from, to) =>
        {
            using var taps = Workspace.Rent(2 * clean.RowLength);
            for (var row = from; row < to; row++)
                clean.Values.Slice(row * clean.RowLength, clean.RowLength).CopyTo(y.Row(row));
            foreach (var process in processes)
                Add(process, scale, shot, from, to, taps, y);
        });
        return y;
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => dy;

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => new OneOverFNoise(Sigma * strength, Lowest, Highest, Channels);

    private SlowNoise[] Processes(Noise noise)
    {
        var processes = new SlowNoise[Math.Max(1, (int)Math.Round(2 * Math.Log10(Highest / Lowest)))];
        for (var i = 0; i < processes.Length; i++)
            processes[i] = SlowNoise.OfFrequency(noise.Split(i), Lowest * Math.Pow(Highest / Lowest, (i + 0.5) / processes.Length));
        return processes;
    }

    // Neighbouring rows mostly need the same two cells, or one of them.
    private unsafe void Add(SlowNoise process, float scale, Shot shot, int from, int to, Workspace taps, Tensor y)
    {
        var first = new Span<float>(taps.Pointer, y.RowLength);
        var second = new Span<float>(taps.Pointer + y.RowLength, y.RowLength);
        var drawn = long.MinValue;
        for (var row = from; row < to; row++)
        {
            var (cell, a, b) = process.At(shot.TimeOf(row));
            if (cell == drawn + 1)
                second.CopyTo(first);
            else if (cell != drawn)
                process.Draw(cell, Channels, first);
            if (cell != drawn)
                process.Draw(cell + 1, Channels, second);
            drawn = cell;
            var values = y.Row(row);
            LaneMap.Apply(values, first, values, new PerElement.Weighted(scale * a));
            LaneMap.Apply(values, second, values, new PerElement.Weighted(scale * b));
        }
    }
}
