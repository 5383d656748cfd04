using Pat.Core.Lanes;
using Pat.Core.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Pat.Systems.Mechanics.CoupledOscillators;

/// <summary>
/// From trained couplings C to the matrix M = Q + Q_extra − 1 that the sines of the angles are multiplied with, and back.
/// Q = (C + Cᵀ) / 2, and then Q_ii = −Σ_j Q_ij, where the sum includes the old diagonal.
/// </summary>
/// <remarks>Rows of M are padded with zeros to <see cref="Padded"/> numbers, so that kernels meet whole vectors only.</remarks>
internal static unsafe class CouplingMatrix
{
    private const int Padding = 16;
    private const int LeastRows = 128; // of a chunk; a multiple of every vector
    private const int LeastNumbers = 1 << 17; // of a chunk: fewer are done before another thread has begun

    /// <summary>Numbers in a padded row of n.</summary>
    public static int Padded(int n) => (n + Padding - 1) / Padding * Padding;

    /// <summary>The matrix M, [n, Padded(n)].</summary>
    /// <param name="c">C, n · n numbers.</param>
    /// <param name="extra">Q_extra in the layout of M; null for none.</param>
    /// <param name="n">Number of oscillators.</param>
    public static Tensor Effective(ReadOnlySpan<float> c, Tensor? extra, int n)
    {
        var m = Coupling(c, n);
        for (var i = 0; i < n; i++)
        {
            var row = m.Row(i);
            if (extra is not null)
                TensorPrimitives.Add(row, extra.Row(i), row);
            row[i] -= 1;
        }
        return m;
    }

    /// <summary>The matrix Q, [n, Padded(n)].</summary>
    public static Tensor Coupling(ReadOnlySpan<float> c, int n)
    {
        var q = Tensor.Create(n, Padded(n));
        Symmetrise(c, n, q.AsSpan(), q.RowLength, Tensor.Create(q.RowLength), n);
        for (var i = 0; i < n; i++)
        {
            var row = q.Row(i)[..n];
            row[i] = (float)-Sums.Of(row);
        }
        return q;
    }

    /// <summary>
    /// The lines of <see cref="Effective"/>, transposed: with d_i = dM_ii, dC_ij = (dM_ij + dM_ji − d_i − d_j) / 2, and dC_ii = −d_i.
    /// </summary>
    /// <param name="dM">Gradient with respect to M, [at least n, Padded(n)].</param>
    /// <param name="dC">Overwritten: n · n numbers.</param>
    /// <param name="n">Number of oscillators.</param>
    public static void EffectiveBackward(Tensor dM, Span<float> dC, int n)
    {
        var diagonal = Tensor.Create(dM.RowLength);
        for (var i = 0; i < n; i++)
            diagonal.AsSpan()[i] = dM.Row(i)[i];
        Symmetrise(dM.Values, dM.RowLength, dC, n, diagonal, n);
        for (var i = 0; i < n; i++)
            dC[i * n + i] = -diagonal.Values[i];
    }

    // to_ij = (from_ij + from_ji − d_i − d_j) / 2. Rows are the strides apart.
    private static void Symmetrise(ReadOnlySpan<float> from, int fromStride, Span<float> to, int toStride, Tensor d, int n)
    {
        fixed (float* source = from, destination = to)
        {
            var (s, t) = ((nint)source, (nint)destination); // a lambda does not capture pointers that are fixed
            Workers.ForEachChunk(n, Math.Max(LeastRows, LeastNumbers / n / Padding * Padding), (start, end) =>
            {
                fixed (float* diagonal = d.Values)
                {
                    var kernel = new SymmetriseKernel((float*)s, fromStride, (float*)t, toStride, diagonal, n, start, end);
                    Widest.Run(ref kernel);
                }
            });
        }
    }

    private readonly struct SymmetriseKernel(float* from, int fromStride, float* to, int toStride, float* d, int n, int start, int end) : ILaneKernel
    {
        public void Run<V>() where V : unmanaged, ILane<V>
        {
            var columns = stackalloc float[V.Count * V.Count];
            var edge = stackalloc float[V.Count];
            for (var i = start; i < end; i += V.Count)
            {
                for (var j = 0; j < n; j += V.Count)
                    Block<V>(i, j, Math.Min(V.Count, end - i), Math.Min(V.Count, n - j), columns, edge);
            }
        }

        // One block of rows x width numbers; what lies at (j + c, i + r) is brought to (r, c) first.
        private void Block<V>(int i, int j, int rows, int width, float* columns, float* edge) where V : unmanaged, ILane<V>
        {
            var below = new ReadOnlySpan<float>(from + (nint)j * fromStride + i, (width - 1) * fromStride + rows);
            LaneTranspose.RowsToLanes<V>(below, fromStride, width, rows, columns);
            var half = V.Of(0.5f);
            for (var r = 0; r < rows; r++)
            {
                var source = from + (nint)(i + r) * fromStride + j;
                var target = to + (nint)(i + r) * toStride + j;
                var whole = width == V.Count;
                if (!whole)
                    new ReadOnlySpan<float>(source, width).CopyTo(new(edge, width));
                var sum = V.Load(whole ? source : edge) + V.Load(columns + r * V.Count);
                V.Store(half * sum - half * (V.Of(d[i + r]) + V.Load(d + j)), whole ? target : edge);
                if (!whole)
                    new ReadOnlySpan<float>(edge, width).CopyTo(new(target, width));
            }
        }
    }
}
