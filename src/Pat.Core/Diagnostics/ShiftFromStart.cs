using Pat.Core.Tensors;

namespace Pat.Core.Diagnostics;

/// <summary>How far values have moved from where they started: whether a twin is used where it was made.</summary>
/// <remarks>A nominal twin is made for where the network started, before its first epoch; outside of that it may still be right, but nobody has looked.</remarks>
/// <param name="Shift">
/// Root of Σ (mean now − mean at the start)² over Σ (standard deviation at the start)², both over the elements, so that one that hardly varied at the start
/// does not count for more than the others; null where none varied.
/// </param>
/// <param name="Outside">Share of the values outside of what their element reached at the start, in [0, 1].</param>
public readonly record struct ShiftFromStart(double? Shift, double Outside)
{
    /// <summary>Of values that come in rows: an element is a column, with its mean, deviation, smallest and largest value over the rows.</summary>
    /// <param name="start">Values at the start, [rows, size], at least 2 rows.</param>
    /// <param name="now">Values now, [rows, size]; of the same examples, so that nothing is outside where nothing moved.</param>
    /// <exception cref="ShapeException">The rows have different lengths, or there are too few.</exception>
    public static ShiftFromStart OfRows(Tensor start, Tensor now)
    {
        if (start.Rows < 2)
            throw new ShapeException("ShiftFromStart start", "[at least 2 rows, size]", start);
        if (now.Rows < 1 || now.RowLength != start.RowLength)
            throw new ShapeException("ShiftFromStart now", $"[rows, {start.RowLength}]", now);
        var (squares, variances, outside, size) = (0.0, 0.0, 0L, start.RowLength);
        for (var element = 0; element < size; element++)
        {
            var (before, after) = (Column.Of(start, element), Column.Of(now, element));
            outside += before.CountOutside(now, element);
            squares += Math.Pow(after.Mean - before.Mean, 2);
            variances += before.Deviation * before.Deviation;
        }
        return new(variances == 0 ? null : Math.Sqrt(squares / variances), (double)outside / Math.Max(1, now.Length));
    }

    /// <summary>
    /// Of parameters, of which each is one number: Shift is the root mean square of what they changed over the standard deviation of all of them at the
    /// start, Outside counts those beyond the smallest and largest of all of them at the start.
    /// </summary>
    /// <param name="start">Parameters at the start, [size], at least 1.</param>
    /// <param name="now">The same parameters now.</param>
    /// <exception cref="ShapeException">There are none, or their numbers differ.</exception>
    public static ShiftFromStart OfParameters(Tensor start, Tensor now)
    {
        if (start.Length < 1)
            throw new ShapeException("ShiftFromStart start", "[at least 1]", start);
        if (!now.HasShapeOf(start))
            throw new ShapeException("ShiftFromStart now", start.ShapeText, now);
        var squares = 0.0;
        for (var i = 0; i < now.Length; i++)
            squares += Math.Pow((double)now.Values[i] - start.Values[i], 2);
        var before = Column.Of(start.Reshape(start.Length, 1), 0);
        return new(
            before.Deviation is 0 or double.NaN ? null : Math.Sqrt(squares / now.Length) / before.Deviation,
            (double)before.CountOutside(now.Reshape(now.Length, 1), 0) / now.Length);
    }

    private readonly record struct Column(double Mean, double Deviation, float Min, float Max)
    {
        public static Column Of(Tensor values, int element)
        {
            var all = values.Values;
            var (size, rows) = (values.RowLength, values.Rows);
            var (sum, min, max) = (0.0, float.PositiveInfinity, float.NegativeInfinity);
            for (var i = element; i < all.Length; i += size)
            {
                sum += all[i];
                (min, max) = (Math.Min(min, all[i]), Math.Max(max, all[i]));
            }
            var (mean, squares) = (sum / rows, 0.0);
            for (var i = element; i < all.Length; i += size)
                squares += (all[i] - mean) * (all[i] - mean);
            return new(mean, Math.Sqrt(squares / (rows - 1)), min, max);
        }

        public long CountOutside(Tensor values, int element)
        {
            var all = values.Values;
            var (size, outside) = (values.RowLength, 0L);
            for (var i = element; i < all.Length; i += size)
                outside += all[i] < Min || all[i] > Max ? 1 : 0;
            return outside;
        }
    }
}
