using Pat.Core.Lanes;

namespace Pat.Core.Tensors;

/// <summary>
/// The discrete Fourier transform of every row of a tensor. A row holds n complex numbers, all real parts and then all imaginary parts,
/// so a batch has shape [batch, 2n]; any n of at least 1 works. The bits of a row do not depend on the rows beside it.
/// </summary>
/// <remarks>Forward and Inverse undo each other, so they are not each other's adjoint: that differs by a factor n. Both adjoints are here, too.</remarks>
public static class FourierTransform
{
    private const int NumbersPerChunk = 1 << 16;

    /// <summary>X_k = Σ_j x_j e^(−2πi jk/n).</summary>
    /// <param name="x">Signals, shape [batch, 2n].</param>
    /// <returns>Spectra, shape [batch, 2n]: frequency k of n at place k, without any shift.</returns>
    /// <exception cref="ShapeException">x does not have two dimensions, or its rows are empty or odd in length.</exception>
    public static Tensor Forward(Tensor x) => Transform(x, "Forward", inverse: false, scale: 1);

    /// <summary>x_j = 1/n Σ_k X_k e^(+2πi jk/n), so that Inverse(Forward(x)) = x.</summary>
    /// <param name="spectrum">Spectra, shape [batch, 2n].</param>
    /// <returns>Signals, shape [batch, 2n].</returns>
    /// <exception cref="ShapeException">The spectrum does not have two dimensions, or its rows are empty or odd in length.</exception>
    public static Tensor Inverse(Tensor spectrum) => Transform(spectrum, "Inverse", inverse: true, scale: 2.0 / spectrum.RowLength);

    /// <summary>The adjoint of <see cref="Forward"/>: the gradient with respect to x, from that with respect to the spectrum. It is n times the inverse.</summary>
    /// <param name="dSpectrum">Gradient, shape [batch, 2n].</param>
    public static Tensor ForwardAdjoint(Tensor dSpectrum) => Transform(dSpectrum, "ForwardAdjoint", inverse: true, scale: 1);

    /// <summary>The adjoint of <see cref="Inverse"/>: the gradient with respect to the spectrum, from that with respect to the signal. It is 1/n of the forward transform.</summary>
    /// <param name="dx">Gradient, shape [batch, 2n].</param>
    public static Tensor InverseAdjoint(Tensor dx) => Transform(dx, "InverseAdjoint", inverse: false, scale: 2.0 / dx.RowLength);

    private static Tensor Transform(Tensor x, string name, bool inverse, double scale)
    {
        if (x.Rank != 2 || x.RowLength == 0 || x.RowLength % 2 != 0)
            throw new ShapeException($"FourierTransform.{name}", "[batch, 2n] (n real parts, then n imaginary parts, n >= 1)", x);
        var plan = FourierPlan.Of(x.RowLength / 2);
        var y = Tensor.CreateLike(x);
        var groups = Math.Max(1, NumbersPerChunk / (x.RowLength * Widest.Count));
        Workers.ForEachChunk(x.Rows, groups * Widest.Count, (start, end) =>
        {
            var kernel = new Rows(plan, x, y, start, end, inverse, (float)scale);
            Widest.Run(ref kernel);
        });
        return y;
    }

    private readonly unsafe struct Rows(FourierPlan plan, Tensor x, Tensor y, int start, int end, bool inverse, float scale) : ILaneKernel
    {
        public void Run<V>() where V : unmanaged, ILane<V>
        {
            var columns = 2 * plan.Length;
            using var memory = Workspace.Rent((columns + plan.ScratchLanes) * V.Count);
            for (var row = start; row < end; row += V.Count)
                Group<V>(row, Math.Min(V.Count, end - row), memory.Pointer, memory.Pointer + (nint)columns * V.Count);
        }

        private void Group<V>(int row, int rowsHere, float* lanes, float* scratch) where V : unmanaged, ILane<V>
        {
            var columns = 2 * plan.Length;
            var im = lanes + (nint)plan.Length * V.Count;
            LaneTranspose.RowsToLanes<V>(x.Values[(row * columns)..], columns, rowsHere, columns, lanes);
            if (inverse)
                plan.Inverse<V>(lanes, im, scratch);
            else
                plan.Forward<V>(lanes, im, scratch);
            if (scale != 1)
            {
                for (var c = 0; c < columns; c++)
                    V.Store(V.Load(lanes + c * V.Count) * V.Of(scale), lanes + c * V.Count);
            }
            LaneTranspose.LanesToRows<V>(lanes, y.AsSpan()[(row * columns)..], columns, rowsHere, columns);
        }
    }
}
