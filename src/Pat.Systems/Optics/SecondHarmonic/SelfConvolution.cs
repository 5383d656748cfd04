using Pat.Core.Autodiff;
using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Systems.Optics.SecondHarmonic;

/// <summary>
/// The second-harmonic field of a thin crystal, B_k = Σ_m A_m A_(k−m), from the fundamental field on an even number of equidistant channels
/// around the centre, at the same number of lines around twice the centre frequency. Computed as the square in the time domain.
/// </summary>
internal static unsafe class SelfConvolution
{
    /// <summary>Records B for A; both [batch, 2 channels], all real parts, then all imaginary parts.</summary>
    public static Var Apply(Var a)
    {
        var channels = a.Value.RowLength / 2;
        var forward = new Kernel(a.Value, null, channels);
        Widest.Run(ref forward);
        return Var.Record(forward.Result, [a], db =>
        {
            var backward = new Kernel(a.Value, db, channels);
            Widest.Run(ref backward);
            return [backward.Result];
        });
    }

    private struct Kernel(Tensor a, Tensor? db, int channels) : ILaneKernel
    {
        public Tensor Result { get; } = Tensor.CreateLike(a);

        public void Run<V>() where V : unmanaged, ILane<V>
        {
            var (field, gradient, result, width) = (a, db, Result, channels);
            Workers.ForEachChunk((field.Rows + V.Count - 1) / V.Count, 1, (block, _) => Block<V>(field, gradient, result, width, block * V.Count));
        }

        private static void Block<V>(Tensor a, Tensor? db, Tensor result, int channels, int first) where V : unmanaged, ILane<V>
        {
            var here = Math.Min(V.Count, a.Rows - first);
            var plan = FourierPlan.Of(Samples(channels));
            var n = plan.Length * V.Count;
            using var workspace = Workspace.Rent(4 * n + (plan.ScratchLanes + 2 * channels) * V.Count);
            var time = workspace.Pointer;
            var other = time + 2 * n;
            var scratch = other + 2 * n;
            var rows = scratch + plan.ScratchLanes * V.Count;
            Spread<V>(a, first, here, channels, plan.Length, time, rows);
            plan.Inverse<V>(time, time + n, scratch);
            if (db is null)
            {
                Square<V>(time, n);
                plan.Forward<V>(time, time + n, scratch);
            }
            else
            {
                // B = F(z²) / n with z = F*(A): dz = 2 z* F*(dB) / n, dA = F(dz).
                Spread<V>(db, first, here, channels, plan.Length, other, rows);
                plan.Inverse<V>(other, other + n, scratch);
                SquareBackward<V>(time, other, n);
                plan.Forward<V>(time, time + n, scratch);
            }
            Gather<V>(time, plan.Length, channels, rows, result, first, here);
        }
    }

    // Enough samples that no sum of two channels aliases.
    private static int Samples(int channels)
    {
        var samples = 1;
        while (samples < 2 * channels + 2)
            samples *= 2;
        return samples;
    }

    private static void Square<V>(float* z, int n) where V : unmanaged, ILane<V>
    {
        for (var i = 0; i < n; i += V.Count)
        {
            V re = V.Load(z + i), im = V.Load(z + n + i);
            V.Store(re * re - im * im, z + i);
            V.Store(V.Of(2) * re * im, z + n + i);
        }
    }

    private static void SquareBackward<V>(float* z, float* dw, int n) where V : unmanaged, ILane<V>
    {
        var two = V.Of(2);
        for (var i = 0; i < n; i += V.Count)
        {
            V re = V.Load(z + i), im = V.Load(z + n + i), dre = V.Load(dw + i), dim = V.Load(dw + n + i);
            V.Store(two * (re * dre + im * dim), z + i);
            V.Store(two * (re * dim - im * dre), z + n + i);
        }
    }

    // Rows of [re, im] onto the frequency grid, channel m at frequency m − channels / 2.
    private static void Spread<V>(Tensor source, int first, int here, int channels, int samples, float* grid, float* rows) where V : unmanaged, ILane<V>
    {
        LaneTranspose.RowsToLanes<V>(source.Values[(first * 2 * channels)..], 2 * channels, here, 2 * channels, rows);
        new Span<float>(grid, 2 * samples * V.Count).Clear();
        for (var m = 0; m < channels; m++)
        {
            var k = (m - channels / 2 + samples) % samples;
            V.Store(V.Load(rows + m * V.Count), grid + k * V.Count);
            V.Store(V.Load(rows + (channels + m) * V.Count), grid + (samples + k) * V.Count);
        }
    }

    private static void Gather<V>(float* grid, int samples, int channels, float* rows, Tensor target, int first, int here) where V : unmanaged, ILane<V>
    {
        var scale = V.Of(1f / samples);
        for (var m = 0; m < channels; m++)
        {
            var k = (m - channels / 2 + samples) % samples;
            V.Store(scale * V.Load(grid + k * V.Count), rows + m * V.Count);
            V.Store(scale * V.Load(grid + (samples + k) * V.Count), rows + (channels + m) * V.Count);
        }
        LaneTranspose.LanesToRows<V>(rows, target.AsSpan()[(first * 2 * channels)..], 2 * channels, here, 2 * channels);
    }
}
