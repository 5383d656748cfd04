using System.Runtime.CompilerServices;
using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Tensors;
using static System.FormattableString;

namespace Pat.Systems.Imperfections;

/// <summary>
/// The filters of one pole y_n = a x_n + b z_n with z_n = z_(n−1) + k (x_n − z_(n−1)), z before the first sample 0: rows are lanes, because a series
/// has to be filtered sample by sample.
/// </summary>
/// <remarks>The transpose of such a filter is the same filter, run from the last sample to the first.</remarks>
internal static unsafe class OnePole
{
    private const int Columns = 64; // that are brought into lanes at once: they stay in the first-level cache

    /// <summary>k for a cut-off in parts of the sampling frequency: exact for an input that is held over each sample.</summary>
    public static float Share(double cutOff) => (float)(1 - Math.Exp(-2 * Math.PI * cutOff));

    public static bool Accepts(Layout layout) => layout is Layout.Series { Channels: 1 };

    public static Tensor Filter(Tensor x, float a, float b, float k, bool backward)
    {
        var y = Tensor.CreateLike(x);
        Workers.ForEachChunk(x.Rows, 16, (start, end) =>
        {
            fixed (float* from = x.Values, to = y.AsSpan())
            {
                var kernel = new Kernel(from, to, x.RowLength, start, end, a, b, k, backward);
                Widest.Run(ref kernel);
            }
        });
        return y;
    }

    public static double Checked(string what, double value, bool positive)
    {
        if (!double.IsFinite(value) || positive && value <= 0)
            throw new ArgumentException(Invariant($"{what}: expected a finite number{(positive ? " above 0" : "")}, got {value}."));
        return value;
    }

    private readonly struct Kernel(float* x, float* y, int length, int start, int end, float a, float b, float k, bool backward) : ILaneKernel
    {
        public void Run<V>() where V : unmanaged, ILane<V>
        {
            using var workspace = Workspace.Rent(Columns * V.Count);
            for (var row = start; row < end; row += V.Count)
                Rows<V>((nint)row * length, Math.Min(V.Count, end - row), workspace.Pointer);
        }

        private void Rows<V>(nint first, int rows, float* lanes) where V : unmanaged, ILane<V>
        {
            var z = V.Of(0);
            var blocks = (length + Columns - 1) / Columns;
            for (var i = 0; i < blocks; i++)
            {
                var column = (backward ? blocks - 1 - i : i) * Columns;
                var columns = Math.Min(Columns, length - column);
                var span = (rows - 1) * length + columns;
                LaneTranspose.RowsToLanes<V>(new(x + first + column, span), length, rows, columns, lanes);
                z = Block(z, lanes, columns);
                LaneTranspose.LanesToRows<V>(lanes, new(y + first + column, span), length, rows, columns);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private V Block<V>(V z, float* lanes, int columns) where V : unmanaged, ILane<V>
        {
            V va = V.Of(a), vb = V.Of(b), vk = V.Of(k);
            for (var i = 0; i < columns; i++)
            {
                var at = lanes + (backward ? columns - 1 - i : i) * V.Count;
                var value = V.Load(at);
                z = V.MultiplyAdd(vk, value - z, z);
                V.Store(V.MultiplyAdd(vb, z, va * value), at);
            }
            return z;
        }
    }
}
