using Pat.Core.Tensors;

namespace Pat.Core.Autodiff;

/// <summary>Element-wise combination of equal shapes, or of [batch, n] with [n].</summary>
internal static class Broadcast
{
    /// <summary>An element-wise function of two spans, for example TensorPrimitives.Add.</summary>
    public delegate void Elements(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> destination);

    /// <summary>Returns a and b such that b has the shape of a or is one row of it.</summary>
    public static (Var A, Var B) Fit(string operation, Var a, Var b)
    {
        if (a.Value.HasShapeOf(b.Value) || IsRowOf(a.Value, b.Value))
            return (a, b);
        if (IsRowOf(b.Value, a.Value))
            return (Op.BroadcastRows(a, b.Value.Rows), b);
        throw new ShapeException(
            $"{operation}: shapes {a.Value.ShapeText} and {b.Value.ShapeText} do not fit; allowed are equal shapes, or [batch, n] with [n].");
    }

    /// <summary>Applies the function to a and b, or to each row of a and b.</summary>
    public static Tensor Combine(Tensor a, Tensor b, Elements function)
    {
        var y = Tensor.CreateLike(a);
        var n = b.Length;
        var from = a.Values;
        var to = y.AsSpan();
        for (var start = 0; start < a.Length; start += n)
            function(from.Slice(start, n), b.Values, to.Slice(start, n));
        return y;
    }

    /// <summary>The gradient with respect to b: dy itself, or its sum over the rows that b went to.</summary>
    public static Tensor SumTo(Tensor b, Tensor dy) => dy.HasShapeOf(b) ? dy : Sums.OverRows(dy);

    private static bool IsRowOf(Tensor rows, Tensor row) => rows.Rank == 2 && row.Rank == 1 && rows.RowLength == row.Length;
}
