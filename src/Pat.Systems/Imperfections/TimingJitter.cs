using System.Runtime.CompilerServices;
using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>
/// The clock of the converter starts late or early (trial): all samples of a run are taken tau later than they should be, y = x + tau dx/dt,
/// with one normal tau for each run.
/// </summary>
/// <remarks>
/// <para>First order in tau: for a component of angular frequency ω the next term is (ω tau)² / 2. The derivative is the central difference of the
/// neighbours, which for a component of angular frequency ω is sin(ω T) / (ω T) of its slope at the sampling period T; at the two ends, where one
/// neighbour is missing, the difference with the other; 0 for a single sample.</para>
/// <para>Derivative: the map is linear, and its transpose for the tau that was drawn is exact. A series of one channel.</para>
/// </remarks>
/// <param name="Deviation">Standard deviation of tau in sampling periods, at least 0: seconds over the period of the port's layout.</param>
/// <param name="Strength">Factor of tau, finite.</param>
public sealed record TimingJitter(double Deviation, double Strength = 1) : IImperfection
{
    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "timing-jitter", typeof(TimingJitter), ImperfectionKind.Trial, [Place.Input, Place.Output], "sampling periods", "y = x + τ dx/dt",
        "deviation 0.01 sampling periods", "our choice", placement => new TimingJitter(0.01));

    private const int ChunkLength = 1 << 15; // numbers shifted by one thread at a time

    /// <summary>Standard deviation of tau in sampling periods, at least 0.</summary>
    /// <exception cref="ArgumentException">It is negative or not finite.</exception>
    public double Deviation { get; init => field = Expect.AtLeastZero("TimingJitter Deviation", value); } = Expect.AtLeastZero("TimingJitter Deviation", Deviation);

    /// <summary>Factor of tau.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public double Strength { get; init => field = Expect.Finite("TimingJitter Strength", value); } = Expect.Finite("TimingJitter Strength", Strength);

    /// <inheritdoc/>
    public string Name => "timing jitter";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Trial;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => layout is Layout.Series { Channels: 1 };

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot) => Shifted(clean, shot, transposed: false);

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => Shifted(dy, shot, transposed: true);

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => this with { Strength = Strength * strength };

    private Tensor Shifted(Tensor x, Shot shot, bool transposed)
    {
        var y = Tensor.CreateLike(x);
        var scale = (float)(Strength * Deviation);
        Workers.ForEachChunk(x.Rows, Math.Max(1, ChunkLength / Math.Max(1, x.RowLength)), (start, end) =>
        {
            for (var row = start; row < end; row++)
            {
                var tau = scale * shot.Noise.Normal(shot.FirstRun + row);
                if (transposed)
                    ShiftBackward(x.Row(row), y.Row(row), tau);
                else
                    Shift(x.Row(row), y.Row(row), tau);
            }
        });
        return y;
    }

    private static void Shift(ReadOnlySpan<float> x, Span<float> y, float tau)
    {
        var last = x.Length - 1;
        if (last < 1)
        {
            x.CopyTo(y);
            return;
        }
        Inside(x, y, tau / 2);
        y[0] = x[0] + tau * (x[1] - x[0]);
        y[last] = x[last] + tau * (x[last] - x[last - 1]);
    }

    // The lines of Shift, transposed. Inside passes the ends on with half the weight that they have.
    private static void ShiftBackward(ReadOnlySpan<float> dy, Span<float> dx, float tau)
    {
        var last = dy.Length - 1;
        if (last < 1)
        {
            dy.CopyTo(dx);
            return;
        }
        var half = tau / 2;
        Inside(dy, dx, -half);
        dx[0] = dy[0] - tau * dy[0];
        dx[last] = dy[last] + tau * dy[last];
        dx[1] += (last == 1 ? tau : half) * dy[0];
        dx[last - 1] -= (last == 1 ? tau : half) * dy[last];
        if (last > 1)
        {
            dx[0] -= half * dy[1];
            dx[last] += half * dy[last - 1];
        }
    }

    // y[i] = x[i] + half (x[i + 1] − x[i − 1]) for all i that have two neighbours.
    private static unsafe void Inside(ReadOnlySpan<float> x, Span<float> y, float half)
    {
        fixed (float* px = x, py = y)
        {
            var kernel = new InsideKernel(px, py, x.Length, half);
            Widest.Run(ref kernel);
        }
    }

    private readonly unsafe struct InsideKernel(float* x, float* y, int length, float half) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>() where V : unmanaged, ILane<V> => From<LaneScalar>(From<V>(1));

        private int From<V>(int i) where V : unmanaged, ILane<V>
        {
            for (var h = V.Of(half); i + V.Count < length; i += V.Count)
                V.Store(V.MultiplyAdd(h, V.Load(x + i + 1) - V.Load(x + i - 1), V.Load(x + i)), y + i);
            return i;
        }
    }
}
