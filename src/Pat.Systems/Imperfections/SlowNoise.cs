using Pat.Core.Randomness;

namespace Pat.Systems.Imperfections;

/// <summary>
/// A slow random function of time with mean 0 and variance 1 that can be asked for any time in any order: white noise, hashed at whole numbers k of
/// cells, through one compact kernel, n(t) = Σ_k cos(π/2 (u − k)) xi_k over the two k within 1 of u = t / cell + phase.
/// </summary>
/// <remarks>
/// <para>The squares of the two weights add up to 1, so that the variance is exactly 1 at all times. Over the phase, which is uniform and follows from the
/// key, the process is stationary, with the (one-sided) spectrum S(f) = 2 cell K(f cell)², K(x) = (4/π) cos(2πx) / (1 − 16 x²): flat up to 1 / (8 cell),
/// then falling as f^−4.</para>
/// <para>The autocorrelation is 0 beyond two cells. Its integral over positive lags is 8/π² cells: an Ornstein-Uhlenbeck process with correlation time
/// tau has the same as one with cells of π² tau / 8.</para>
/// </remarks>
internal readonly struct SlowNoise
{
    /// <summary>Mean of log (f cell) over the variance, as a number f cell: where such a process stands on a logarithmic axis of frequencies.</summary>
    public const double Centre = 0.128811;

    private readonly Noise noise;
    private readonly double cell;
    private readonly double phase;

    /// <summary>A process with cells of some seconds.</summary>
    public SlowNoise(Noise noise, double cell)
    {
        (this.noise, this.cell) = (noise.Split("cells"), cell);
        phase = noise.Split("phase").Uniform(0);
    }

    /// <summary>The process with the integral of the autocorrelation that e^(−t / tau) has.</summary>
    public static SlowNoise OfCorrelationTime(Noise noise, double tau) => new(noise, Math.PI * Math.PI / 8 * tau);

    /// <summary>The process that stands at a frequency on a logarithmic axis.</summary>
    public static SlowNoise OfFrequency(Noise noise, double frequency) => new(noise, Centre / frequency);

    /// <summary>The first of two neighbouring cells that matter at a time, and the weights of both.</summary>
    public (long Cell, float First, float Second) At(double time)
    {
        var u = time / cell + phase;
        var first = Math.Floor(u);
        var (sin, cos) = Math.SinCos(Math.PI / 2 * (u - first));
        return ((long)first, (float)cos, (float)sin);
    }

    /// <summary>xi of a cell for each element of a row of values; see <see cref="PerElement"/>.</summary>
    public void Draw(long cell, int channels, Span<float> row) => PerElement.Normals(noise, cell, channels, row);

    /// <summary>The process of a single element at a time.</summary>
    public float Value(double time)
    {
        var (cell, first, second) = At(time);
        return first * noise.Normal(cell) + second * noise.Normal(cell + 1);
    }
}
