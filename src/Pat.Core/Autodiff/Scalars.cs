using Pat.Core.Tensors;

namespace Pat.Core.Autodiff;

public static partial class Op
{
    /// <summary>s x for a trainable number s.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="s">Shape [1].</param>
    public static Var Scale(Var x, Var s)
    {
        Expect("Scale s", s, 1);
        var y = Tensor.CreateLike(x.Value);
        TensorPrimitives.Multiply(x.Value.Values, s.Value.Values[0], y.AsSpan());
        return Var.Record(y, [x, s], dy =>
        {
            var dx = Tensor.CreateLike(dy);
            TensorPrimitives.Multiply(dy.Values, s.Value.Values[0], dx.AsSpan());
            return [dx, s.NeedsGradient ? Number(Sums.OfProducts(dy.Values, x.Value.Values)) : null];
        });
    }

    /// <summary>x + s for a trainable number s.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="s">Shape [1].</param>
    public static Var Shift(Var x, Var s)
    {
        Expect("Shift s", s, 1);
        var y = Tensor.CreateLike(x.Value);
        TensorPrimitives.Add(x.Value.Values, s.Value.Values[0], y.AsSpan());
        return Var.Record(y, [x, s], dy => [dy, s.NeedsGradient ? Number(Sums.Of(dy.Values)) : null]);
    }

    internal static Tensor Number(double value)
    {
        var number = Tensor.CreateUninitialized(1);
        number.AsSpan()[0] = (float)value;
        return number;
    }

    private static void Expect(string name, Var x, int length)
    {
        if (x.Value.Rank != 1 || x.Value.Length != length)
            throw new ShapeException(name, $"[{length}]", x.Value);
    }

    private static void ExpectRows(string name, Var x)
    {
        if (x.Value.Rank != 2)
            throw new ShapeException(name, "[batch, n]", x.Value);
    }
}
