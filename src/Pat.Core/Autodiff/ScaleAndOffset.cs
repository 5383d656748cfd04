using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Core.Autodiff;

public static partial class Op
{
    /// <summary>x a + b with a scale a and an offset b for each column.</summary>
    /// <remarks>Has the bits of x * a + b, values and gradients, which passes over the batch twice and back four times; this does it once.</remarks>
    /// <param name="x">Shape [batch, n].</param>
    /// <param name="scale">a, shape [n].</param>
    /// <param name="offset">b, shape [n].</param>
    /// <returns>Shape [batch, n].</returns>
    public static Var ScaleAndOffset(Var x, Var scale, Var offset)
    {
        ExpectRows("ScaleAndOffset x", x);
        Expect("ScaleAndOffset scale", scale, x.Value.RowLength);
        Expect("ScaleAndOffset offset", offset, x.Value.RowLength);
        var y = Tensor.CreateLike(x.Value);
        for (var row = 0; row < y.Rows; row++)
            LaneMap.Apply(x.Value.Row(row), scale.Value.Values, offset.Value.Values, y.Row(row), new ScaleAndOffsetValue());
        return Var.Record(y, [x, scale, offset], dy => ScaleAndOffsetGradients(x, scale, offset, dy));
    }

    // All in one pass, in blocks that stay in the first-level cache until they are added up.
    private static Tensor?[] ScaleAndOffsetGradients(Var x, Var scale, Var offset, Tensor dy)
    {
        var n = dy.RowLength;
        var dx = x.NeedsGradient ? Tensor.CreateLike(dy) : null;
        var (dScale, dOffset) = (Tensor.CreateUninitialized(n), Tensor.CreateUninitialized(n));
        for (var column = 0; column < n; column += Sums.ColumnBlock)
            ScaleAndOffsetGradients(column, Math.Min(Sums.ColumnBlock, n - column), x.Value, scale.Value, dy, dx, dScale, dOffset);
        return [dx, dScale, dOffset];
    }

    private static void ScaleAndOffsetGradients(int column, int columns, Tensor x, Tensor scale, Tensor dy, Tensor? dx, Tensor dScale, Tensor dOffset)
    {
        const int rowsAtOnce = 16;
        Span<float> products = stackalloc float[rowsAtOnce * Sums.ColumnBlock];
        Span<double> sums = stackalloc double[Sums.ColumnBlock], productSums = stackalloc double[Sums.ColumnBlock];
        sums.Clear();
        productSums.Clear();
        var a = scale.Values.Slice(column, columns);
        for (var first = 0; first < dy.Rows; first += rowsAtOnce)
        {
            var rows = Math.Min(rowsAtOnce, dy.Rows - first);
            for (var row = 0; row < rows; row++)
            {
                ReadOnlySpan<float> dyRow = dy.Row(first + row).Slice(column, columns);
                LaneMap.Apply(dyRow, x.Row(first + row).Slice(column, columns), products.Slice(row * columns, columns), new ProductValue());
                if (dx is not null)
                    LaneMap.Apply(dyRow, a, dx.Row(first + row).Slice(column, columns), new ProductValue());
            }
            Sums.AddRows(sums[..columns], dy.Values[(first * dy.RowLength + column)..], rows, dy.RowLength);
            Sums.AddRows(productSums[..columns], products, rows, columns);
        }
        for (var i = 0; i < columns; i++)
            (dScale.AsSpan()[column + i], dOffset.AsSpan()[column + i]) = ((float)productSums[i], (float)sums[i]);
    }

    private readonly struct ScaleAndOffsetValue : ILaneTernary
    {
        public V Apply<V>(V x, V scale, V offset) where V : unmanaged, ILane<V> => x * scale + offset;
    }

    private readonly struct ProductValue : ILaneBinary
    {
        public V Apply<V>(V a, V b) where V : unmanaged, ILane<V> => a * b;
    }
}
