using System.Runtime.CompilerServices;
using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Tensors;
using static System.FormattableString;

namespace Pat.Systems.Imperfections;

/// <summary>
/// Ripple of a power supply on the signal (slow): y = x + a sin(2π f t), with t the hardware clock at the sample.
/// </summary>
/// <remarks>
/// <para>A full-wave rectifier leaves a ripple at twice the frequency of the mains, a switching converter at its own frequency (Horowitz, Hill,
/// The Art of Electronics, 3rd ed., 2015, chapter 9; the shape is simplified to its first harmonic). The amplitude a is
/// what the circuit's supply rejection leaves of it.</para>
/// <para>A run starts at a tick of the sampling clock: its time is rounded to whole sampling periods, so that a row does not depend on the batch
/// that it is in. Derivative: 1. A series of one channel with the same sampling period.</para>
/// </remarks>
/// <param name="Amplitude">a in the unit of the port, at least 0.</param>
/// <param name="Frequency">f in hertz, above 0.</param>
/// <param name="SamplingPeriod">Time from sample to sample in seconds, above 0: that of the port's layout.</param>
/// <param name="Strength">Factor of the amplitude, finite.</param>
public sealed record SupplyRipple(double Amplitude, double Frequency, double SamplingPeriod, double Strength = 1) : IImperfection
{
    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "supply-ripple", typeof(SupplyRipple), ImperfectionKind.Slow, [Place.Input, Place.Output], "unit of the port", "y = x + a sin(2π f t)",
        "a = 0.1 % of full scale, f = 100 Hz", "Horowitz and Hill 2015 for a full-wave rectifier at 50 Hz; amplitude: our choice",
        placement => new SupplyRipple(1e-3 * placement.FullScale, 100, placement.Port.Layout is Layout.Series series ? series.Period : 1));

    /// <summary>a in the unit of the port, at least 0.</summary>
    /// <exception cref="ArgumentException">It is negative or not finite.</exception>
    public double Amplitude { get; init => field = Expect.AtLeastZero("SupplyRipple Amplitude", value); } = Expect.AtLeastZero("SupplyRipple Amplitude", Amplitude);

    /// <summary>f in hertz, above 0.</summary>
    /// <exception cref="ArgumentException">It is 0, negative or not finite.</exception>
    public double Frequency { get; init => field = Positive(value, nameof(Frequency)); } = Positive(Frequency, nameof(Frequency));

    /// <summary>Time from sample to sample in seconds, above 0.</summary>
    /// <exception cref="ArgumentException">It is 0, negative or not finite.</exception>
    public double SamplingPeriod { get; init => field = Positive(value, nameof(SamplingPeriod)); } = Positive(SamplingPeriod, nameof(SamplingPeriod));

    /// <summary>Factor of the amplitude.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public double Strength { get; init => field = Expect.Finite("SupplyRipple Strength", value); } = Expect.Finite("SupplyRipple Strength", Strength);

    /// <inheritdoc/>
    public string Name => "supply ripple";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Slow;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => layout is Layout.Series { Channels: 1 } series && series.Period == SamplingPeriod;

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot)
    {
        var applied = Tensor.CreateLike(clean);
        var waves = Tensor.CreateUninitialized(2, clean.RowLength);
        var sines = waves.Row(0);
        var cosines = waves.Row(1);
        for (var sample = 0; sample < sines.Length; sample++)
            (sines[sample], cosines[sample]) = Wave(sample);
        var amplitude = (float)(Strength * Amplitude);
        for (var row = 0; row < clean.Rows; row++)
        {
            var (sin, cos) = Wave(Math.Round((shot.Time + row * shot.Period) / SamplingPeriod));
            Add(clean.Row(row), sines, cosines, amplitude * cos, amplitude * sin, applied.Row(row));
        }
        return applied;
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => dy;

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => this with { Strength = Strength * strength };

    // Sine and cosine of the ripple at a tick of the sampling clock.
    private (float Sin, float Cos) Wave(double tick)
    {
        var turns = Frequency * SamplingPeriod * tick;
        var (sin, cos) = Math.SinCos(2 * Math.PI * (turns - Math.Floor(turns)));
        return ((float)sin, (float)cos);
    }

    // y = x + a sin + b cos.
    private static unsafe void Add(ReadOnlySpan<float> x, ReadOnlySpan<float> sines, ReadOnlySpan<float> cosines, float a, float b, Span<float> y)
    {
        fixed (float* px = x, ps = sines, pc = cosines, py = y)
        {
            var kernel = new AddKernel(px, ps, pc, py, x.Length, a, b);
            Widest.Run(ref kernel);
        }
    }

    private readonly unsafe struct AddKernel(float* x, float* sines, float* cosines, float* y, int length, float a, float b) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>() where V : unmanaged, ILane<V> => From<LaneScalar>(From<V>(0));

        private int From<V>(int i) where V : unmanaged, ILane<V>
        {
            for (V va = V.Of(a), vb = V.Of(b); i + V.Count <= length; i += V.Count)
                V.Store(V.MultiplyAdd(vb, V.Load(cosines + i), V.MultiplyAdd(va, V.Load(sines + i), V.Load(x + i))), y + i);
            return i;
        }
    }

    private static double Positive(double value, string name) => double.IsFinite(value) && value > 0
        ? value
        : throw new ArgumentException(Invariant($"SupplyRipple {name}: expected a finite number above 0, got {value}."));
}
