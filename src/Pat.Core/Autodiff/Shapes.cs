using Pat.Core.Tensors;

namespace Pat.Core.Autodiff;

public static partial class Op
{
    /// <summary>The same values under another shape.</summary>
    /// <exception cref="ShapeException">The new shape holds another number of values.</exception>
    public static Var Reshape(Var x, params ReadOnlySpan<int> shape) =>
        Var.Record(x.Value.Reshape(shape), [x], dy => [dy.Reshape(x.Value.Shape)]);

    /// <summary>The same row for every row of a batch.</summary>
    /// <param name="row">Shape [n].</param>
    /// <param name="batch">Number of rows.</param>
    /// <returns>Shape [batch, n].</returns>
    public static Var BroadcastRows(Var row, int batch)
    {
        if (row.Value.Rank != 1)
            throw new ShapeException("BroadcastRows row", "[n]", row.Value);
        return Var.Record(OnEveryRow(row.Value, batch), [row], dy => [Sums.OverRows(dy)]);
    }

    /// <summary>Puts values next to each other: row r of the result is row r of the first, then of the second, ...</summary>
    /// <param name="parts">At least one, of shapes [batch, n_i] with one batch, or all [n_i].</param>
    /// <returns>Shape [batch, sum of n_i], or [sum of n_i].</returns>
    public static Var ConcatenateColumns(params ReadOnlySpan<Var> parts)
    {
        ExpectParts("ConcatenateColumns", parts);
        var (rows, total, widths) = (parts[0].Value.Rank == 2 ? parts[0].Value.Rows : 1, 0, new int[parts.Length]);
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i].Value;
            if (part.Rank is not (1 or 2) || part.Rank != parts[0].Value.Rank || (part.Rank == 2 && part.Rows != rows))
                throw new ShapeException($"ConcatenateColumns: {part.ShapeText} does not fit {parts[0].Value.ShapeText}; allowed are [batch, n_i] with one batch, or all [n_i].");
            total += widths[i] = part.Shape[^1];
        }
        var y = parts[0].Value.Rank == 2 ? Tensor.CreateUninitialized(rows, total) : Tensor.CreateUninitialized(total);
        for (int i = 0, start = 0; i < parts.Length; start += widths[i++])
            CopyColumns(parts[i].Value, 0, widths[i], y, start, total, widths[i], rows);
        return Var.Record(y, parts, dy =>
        {
            var gradients = new Tensor?[widths.Length];
            for (int i = 0, start = 0; i < widths.Length; start += widths[i++])
            {
                gradients[i] = dy.Rank == 2 ? Tensor.CreateUninitialized(rows, widths[i]) : Tensor.CreateUninitialized(widths[i]);
                CopyColumns(dy, start, total, gradients[i]!, 0, widths[i], widths[i], rows);
            }
            return gradients;
        });
    }

    /// <summary>Puts batches one after the other.</summary>
    /// <param name="parts">At least one, of shapes [batch_i, n].</param>
    /// <returns>Shape [sum of batch_i, n].</returns>
    public static Var ConcatenateRows(params ReadOnlySpan<Var> parts)
    {
        ExpectParts("ConcatenateRows", parts);
        var (total, lengths) = (0, new int[parts.Length]);
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i].Value;
            if (part.Rank != 2 || parts[0].Value.Rank != 2 || part.Shape[1] != parts[0].Value.Shape[1])
                throw new ShapeException($"ConcatenateRows: {part.ShapeText} does not fit {parts[0].Value.ShapeText}; allowed are [batch_i, n] with one n.");
            total += lengths[i] = part.Rows;
        }
        var columns = parts[0].Value.Shape[1];
        var y = Tensor.CreateUninitialized(total, columns);
        for (int i = 0, start = 0; i < parts.Length; start += lengths[i++])
            parts[i].Value.Values.CopyTo(y.AsSpan()[(start * columns)..]);
        return Var.Record(y, parts, dy =>
        {
            var gradients = new Tensor?[lengths.Length];
            for (int i = 0, start = 0; i < lengths.Length; start += lengths[i++])
            {
                gradients[i] = Tensor.CreateUninitialized(lengths[i], columns);
                dy.Values.Slice(start * columns, lengths[i] * columns).CopyTo(gradients[i]!.AsSpan());
            }
            return gradients;
        });
    }

    /// <summary>Columns start ... start + count − 1 of each row, or these elements of a vector.</summary>
    /// <param name="x">Shape [batch, n] or [n].</param>
    /// <param name="start">The first column, counted from 0.</param>
    /// <param name="count">Number of columns.</param>
    /// <returns>Shape [batch, count] or [count].</returns>
    public static Var SliceColumns(Var x, int start, int count)
    {
        if (x.Value.Rank is not (1 or 2))
            throw new ShapeException("SliceColumns x", "[batch, n] or [n]", x.Value);
        var (rows, n) = (x.Value.Rank == 2 ? x.Value.Rows : 1, x.Value.Shape[^1]);
        ExpectSlice("SliceColumns", "columns", n, start, count);
        var y = x.Value.Rank == 2 ? Tensor.CreateUninitialized(rows, count) : Tensor.CreateUninitialized(count);
        CopyColumns(x.Value, start, n, y, 0, count, count, rows);
        return Var.Record(y, [x], dy =>
        {
            var dx = Tensor.Create(x.Value.Shape);
            CopyColumns(dy, 0, count, dx, start, n, count, rows);
            return [dx];
        });
    }

    /// <summary>Rows start ... start + count − 1.</summary>
    /// <param name="x">Shape [batch, n].</param>
    /// <param name="start">The first row, counted from 0.</param>
    /// <param name="count">Number of rows.</param>
    /// <returns>Shape [count, n].</returns>
    public static Var SliceRows(Var x, int start, int count)
    {
        ExpectRows("SliceRows x", x);
        ExpectSlice("SliceRows", "rows", x.Value.Rows, start, count);
        var n = x.Value.Shape[1];
        var y = Tensor.CreateUninitialized(count, n);
        x.Value.Values.Slice(start * n, count * n).CopyTo(y.AsSpan());
        return Var.Record(y, [x], dy =>
        {
            var dx = Tensor.Create(x.Value.Shape);
            dy.Values.CopyTo(dx.AsSpan()[(start * n)..]);
            return [dx];
        });
    }

    /// <summary>The columns of each row from the last to the first: a time series backwards.</summary>
    /// <param name="x">Shape [batch, n].</param>
    /// <returns>Shape [batch, n].</returns>
    public static Var ReverseColumns(Var x)
    {
        ExpectRows("ReverseColumns x", x);
        return Var.Record(Reversed(x.Value), [x], dy => [Reversed(dy)]);

        static Tensor Reversed(Tensor rows)
        {
            var result = Tensor.CreateLike(rows);
            for (var row = 0; row < rows.Rows; row++)
            {
                rows.Row(row).CopyTo(result.Row(row));
                result.Row(row).Reverse();
            }
            return result;
        }
    }

    /// <summary>Columns of a and b in turn: a0, b0, a1, b1, ...</summary>
    /// <param name="a">Shape [batch, n].</param>
    /// <param name="b">Shape [batch, n].</param>
    /// <returns>Shape [batch, 2n].</returns>
    public static Var Interleave(Var a, Var b)
    {
        ExpectRows("Interleave a", a);
        if (!b.Value.HasShapeOf(a.Value))
            throw new ShapeException("Interleave b", a.Value.ShapeText, b.Value);
        var y = Tensor.CreateUninitialized(a.Value.Rows, 2 * a.Value.Shape[1]);
        var even = a.Value.Values;
        var odd = b.Value.Values;
        var both = y.AsSpan();
        for (var i = 0; i < even.Length; i++)
            (both[2 * i], both[2 * i + 1]) = (even[i], odd[i]);
        return Var.Record(y, [a, b], dy =>
        {
            var (da, db) = (Tensor.CreateLike(a.Value), Tensor.CreateLike(b.Value));
            var dEven = da.AsSpan();
            var dOdd = db.AsSpan();
            var dBoth = dy.Values;
            for (var i = 0; i < dEven.Length; i++)
                (dEven[i], dOdd[i]) = (dBoth[2 * i], dBoth[2 * i + 1]);
            return [da, db];
        });
    }

    /// <summary>
    /// A measured value with the gradient of its twin: what was measured goes forward, gradients pass to the twin's value unchanged.
    /// With the last value of a whole twin it is physics-aware training of a block of which only the end is measured.
    /// </summary>
    /// <param name="twin">What the twin computed.</param>
    /// <param name="measured">What was measured, of the same shape; used as it is, not copied.</param>
    public static Var WithValue(Var twin, Tensor measured)
    {
        if (!measured.HasShapeOf(twin.Value))
            throw new ShapeException("WithValue measured", twin.Value.ShapeText, measured);
        return Var.Record(measured, [twin], dy => [dy]);
    }

    private static void CopyColumns(Tensor from, int fromStart, int fromStride, Tensor to, int toStart, int toStride, int count, int rows)
    {
        var source = from.Values;
        var destination = to.AsSpan();
        for (var r = 0; r < rows; r++)
            source.Slice(r * fromStride + fromStart, count).CopyTo(destination.Slice(r * toStride + toStart, count));
    }

    private static void ExpectParts(string operation, ReadOnlySpan<Var> parts)
    {
        if (parts.IsEmpty)
            throw new ArgumentException($"{operation}: expected at least one part, got none.", nameof(parts));
    }

    private static void ExpectSlice(string operation, string what, int available, int start, int count)
    {
        if (start < 0 || count < 0 || start > available - count)
            throw new ArgumentOutOfRangeException(nameof(start), $"{operation}: {count} {what} from {start} on do not lie within {available} {what}.");
    }
}
