using Pat.Core.Tensors;

namespace Pat.Core.Autodiff;

// Two values fit if their shapes are equal or if one is [batch, n] and the other [n], which then goes to every row.
// The gradient of what went to every row is the sum over the rows.
public sealed partial class Var
{
    /// <summary>a + b, for equal shapes or [batch, n] with [n].</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Var operator +(Var a, Var b)
    {
        (a, b) = Broadcast.Fit("a + b", a, b);
        return Record(Broadcast.Combine(a.Value, b.Value, TensorPrimitives.Add), [a, b], dy =>
            [dy, b.NeedsGradient ? Broadcast.SumTo(b.Value, dy) : null]);
    }

    /// <summary>a − b, for equal shapes or [batch, n] with [n].</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Var operator -(Var a, Var b)
    {
        (a, b) = Broadcast.Fit("a - b", a, b);
        return Record(Broadcast.Combine(a.Value, b.Value, TensorPrimitives.Subtract), [a, b], dy =>
            [dy, b.NeedsGradient ? Negative(Broadcast.SumTo(b.Value, dy)) : null]);
    }

    /// <summary>a · b element by element, for equal shapes or [batch, n] with [n].</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Var operator *(Var a, Var b)
    {
        (a, b) = Broadcast.Fit("a * b", a, b);
        return Record(Broadcast.Combine(a.Value, b.Value, TensorPrimitives.Multiply), [a, b], dy =>
        [
            a.NeedsGradient ? Broadcast.Combine(dy, b.Value, TensorPrimitives.Multiply) : null,
            b.NeedsGradient ? Broadcast.SumTo(b.Value, Broadcast.Combine(dy, a.Value, TensorPrimitives.Multiply)) : null,
        ]);
    }

    /// <summary>a / b element by element, for equal shapes or [batch, n] with [n].</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Var operator /(Var a, Var b)
    {
        (a, b) = Broadcast.Fit("a / b", a, b);
        var y = Broadcast.Combine(a.Value, b.Value, TensorPrimitives.Divide);
        return Record(y, [a, b], dy =>
        {
            var da = Broadcast.Combine(dy, b.Value, TensorPrimitives.Divide);
            return [da, b.NeedsGradient ? Negative(Broadcast.SumTo(b.Value, Broadcast.Combine(da, y, TensorPrimitives.Multiply))) : null];
        });
    }

    /// <summary>−x.</summary>
    public static Var operator -(Var x) => Record(Negative(x.Value), [x], dy => [Negative(dy)]);

    /// <summary>x + c for a fixed number c.</summary>
    public static Var operator +(Var x, float c)
    {
        var y = Tensor.CreateLike(x.Value);
        TensorPrimitives.Add(x.Value.Values, c, y.AsSpan());
        return Record(y, [x], dy => [dy]);
    }

    /// <summary>c + x for a fixed number c.</summary>
    public static Var operator +(float c, Var x) => x + c;

    /// <summary>x − c for a fixed number c.</summary>
    public static Var operator -(Var x, float c) => x + -c;

    /// <summary>c − x for a fixed number c.</summary>
    public static Var operator -(float c, Var x)
    {
        var y = Tensor.CreateLike(x.Value);
        TensorPrimitives.Subtract(c, x.Value.Values, y.AsSpan());
        return Record(y, [x], dy => [Negative(dy)]);
    }

    /// <summary>c x for a fixed number c.</summary>
    public static Var operator *(Var x, float c) => Record(Times(x.Value, c), [x], dy => [Times(dy, c)]);

    /// <summary>c x for a fixed number c.</summary>
    public static Var operator *(float c, Var x) => x * c;

    /// <summary>x / c for a fixed number c.</summary>
    public static Var operator /(Var x, float c) => Record(Over(x.Value, c), [x], dy => [Over(dy, c)]);

    /// <summary>c / x element by element for a fixed number c.</summary>
    public static Var operator /(float c, Var x)
    {
        var y = Tensor.CreateLike(x.Value);
        TensorPrimitives.Divide(c, x.Value.Values, y.AsSpan());
        return Record(y, [x], dy =>
        {
            var dx = Tensor.CreateLike(dy);
            TensorPrimitives.Multiply(dy.Values, y.Values, dx.AsSpan());
            TensorPrimitives.Divide(dx.Values, x.Value.Values, dx.AsSpan());
            TensorPrimitives.Negate(dx.Values, dx.AsSpan());
            return [dx];
        });
    }

    private static Tensor Negative(Tensor x)
    {
        var y = Tensor.CreateLike(x);
        TensorPrimitives.Negate(x.Values, y.AsSpan());
        return y;
    }

    private static Tensor Times(Tensor x, float c)
    {
        var y = Tensor.CreateLike(x);
        TensorPrimitives.Multiply(x.Values, c, y.AsSpan());
        return y;
    }

    private static Tensor Over(Tensor x, float c)
    {
        var y = Tensor.CreateLike(x);
        TensorPrimitives.Divide(x.Values, c, y.AsSpan());
        return y;
    }
}
