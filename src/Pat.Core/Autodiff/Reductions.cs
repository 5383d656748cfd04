using Pat.Core.Tensors;

namespace Pat.Core.Autodiff;

public static partial class Op
{
    /// <summary>The sum of all values, accumulated in double.</summary>
    /// <returns>Shape [1].</returns>
    public static Var Sum(Var x) =>
        Var.Record(Number(Sums.Of(x.Value.Values)), [x], dy => [Filled(x.Value, dy.Values[0])]);

    /// <summary>The mean of all values, accumulated in double; NaN where there are none.</summary>
    /// <returns>Shape [1].</returns>
    public static Var Mean(Var x) =>
        Var.Record(Number(Sums.Of(x.Value.Values) / x.Value.Length), [x], dy => [Filled(x.Value, dy.Values[0] / x.Value.Length)]);

    /// <summary>The sum over the batch, accumulated in double.</summary>
    /// <param name="x">Shape [batch, n].</param>
    /// <returns>Shape [n].</returns>
    public static Var SumRows(Var x)
    {
        ExpectRows("SumRows x", x);
        return Var.Record(Sums.OverRows(x.Value), [x], dy => [OnEveryRow(dy, x.Value.Rows)]);
    }

    /// <summary>The mean over the batch, accumulated in double; NaN where it is empty.</summary>
    /// <param name="x">Shape [batch, n].</param>
    /// <returns>Shape [n].</returns>
    public static Var MeanRows(Var x)
    {
        ExpectRows("MeanRows x", x);
        var factor = 1.0 / x.Value.Rows;
        return Var.Record(Sums.OverRows(x.Value, factor), [x], dy =>
        {
            var dx = OnEveryRow(dy, x.Value.Rows);
            TensorPrimitives.Multiply(dx.Values, (float)factor, dx.AsSpan());
            return [dx];
        });
    }

    /// <summary>The sum of each row, accumulated in double.</summary>
    /// <param name="x">Shape [batch, n].</param>
    /// <returns>Shape [batch, 1].</returns>
    public static Var SumColumns(Var x)
    {
        ExpectRows("SumColumns x", x);
        return GroupSums(x, groups: 1, factor: 1);
    }

    /// <summary>The mean of each row, accumulated in double.</summary>
    /// <param name="x">Shape [batch, n].</param>
    /// <returns>Shape [batch, 1].</returns>
    public static Var MeanColumns(Var x) => GroupMean(x, groups: 1);

    /// <summary>The mean of each group of neighbouring columns, accumulated in double: for example a detector that collects several channels.</summary>
    /// <param name="x">Shape [batch, groups · size].</param>
    /// <param name="groups">The number of groups, all of the same size.</param>
    /// <returns>Shape [batch, groups].</returns>
    public static Var GroupMean(Var x, int groups)
    {
        ExpectRows("GroupMean x", x);
        if (groups < 1 || x.Value.Shape[1] < groups || x.Value.Shape[1] % groups != 0)
            throw new ShapeException($"GroupMean: {x.Value.Shape[1]} columns do not make {groups} groups of equal size.");
        return GroupSums(x, groups, (double)groups / x.Value.Shape[1]);
    }

    private static Var GroupSums(Var x, int groups, double factor)
    {
        const int groupsAtOnce = 64;
        var size = x.Value.Shape[1] / groups;
        var y = Tensor.CreateUninitialized(x.Value.Rows, groups);
        var to = y.AsSpan();
        Span<double> sums = stackalloc double[groupsAtOnce];
        for (var first = 0; first < to.Length; first += groupsAtOnce)
        {
            var some = sums[..Math.Min(groupsAtOnce, to.Length - first)];
            Sums.OfGroups(x.Value.Values.Slice(first * size, some.Length * size), some);
            for (var i = 0; i < some.Length; i++)
                to[first + i] = (float)(factor * some[i]);
        }
        return Var.Record(y, [x], dy =>
        {
            var dx = Tensor.CreateLike(x.Value);
            for (var i = 0; i < dy.Length; i++)
                dx.AsSpan().Slice(i * size, size).Fill((float)(factor * dy.Values[i]));
            return [dx];
        });
    }

    private static Tensor Filled(Tensor like, float value)
    {
        var filled = Tensor.CreateLike(like);
        filled.AsSpan().Fill(value);
        return filled;
    }

    private static Tensor OnEveryRow(Tensor row, int rows)
    {
        var y = Tensor.CreateUninitialized(rows, row.Length);
        for (var r = 0; r < rows; r++)
            row.Values.CopyTo(y.Row(r));
        return y;
    }
}
