using Pat.Core.Tensors;

namespace Pat.Core.Autodiff;

public static partial class Op
{
    /// <summary>e^x_i / Σ_j e^x_j in each row; the maximum is taken off first and the sum accumulates in double.</summary>
    /// <param name="x">Shape [batch, n], n at least 1.</param>
    public static Var Softmax(Var x)
    {
        var y = Exponentials(x.Value, "Softmax x", out _);
        for (var r = 0; r < y.Rows; r++)
            TensorPrimitives.Divide(y.Row(r), (float)Sums.Of(y.Row(r)), y.Row(r));
        return Var.Record(y, [x], dy =>
        {
            var dx = Tensor.CreateLike(y);
            for (var r = 0; r < y.Rows; r++)
            {
                TensorPrimitives.Subtract(dy.Row(r), (float)Sums.OfProducts(dy.Row(r), y.Row(r)), dx.Row(r));
                TensorPrimitives.Multiply(dx.Row(r), y.Row(r), dx.Row(r));
            }
            return [dx];
        });
    }

    /// <summary>x_i − ln Σ_j e^x_j in each row; the maximum is taken off first and the sum accumulates in double.</summary>
    /// <param name="x">Shape [batch, n], n at least 1.</param>
    public static Var LogSoftmax(Var x)
    {
        var p = Exponentials(x.Value, "LogSoftmax x", out var y);
        for (var r = 0; r < y.Rows; r++)
        {
            var sum = Sums.Of(p.Row(r));
            TensorPrimitives.Subtract(y.Row(r), (float)Math.Log(sum), y.Row(r));
            TensorPrimitives.Divide(p.Row(r), (float)sum, p.Row(r));
        }
        return Var.Record(y, [x], dy =>
        {
            var dx = Tensor.CreateLike(y);
            for (var r = 0; r < y.Rows; r++)
            {
                TensorPrimitives.Multiply(p.Row(r), (float)Sums.Of(dy.Row(r)), dx.Row(r));
                TensorPrimitives.Subtract(dy.Row(r), dx.Row(r), dx.Row(r));
            }
            return [dx];
        });
    }

    /// <summary>x less the maximum of its row, and the exponentials of that.</summary>
    internal static Tensor Exponentials(Tensor x, string name, out Tensor shifted)
    {
        if (x.Rank != 2 || x.Shape[1] == 0)
            throw new ShapeException(name, "[batch, n] with n at least 1", x);
        shifted = Tensor.CreateLike(x);
        for (var r = 0; r < x.Rows; r++)
            TensorPrimitives.Subtract(x.Row(r), TensorPrimitives.Max<float>(x.Row(r)), shifted.Row(r));
        return Elements.Map(shifted, new ExpValue());
    }
}
