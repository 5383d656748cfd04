using Pat.Core.Tensors;

namespace Pat.Core.Autodiff;

public static partial class Op
{
    /// <summary>The matrix product a b, with either matrix transposed before.</summary>
    /// <param name="a">Shape [m, k], or [k, m] if transposed.</param>
    /// <param name="b">Shape [k, n], or [n, k] if transposed.</param>
    /// <param name="transposeA">Whether a is transposed before.</param>
    /// <param name="transposeB">Whether b is transposed before.</param>
    /// <returns>Shape [m, n].</returns>
    public static Var MatMul(Var a, Var b, bool transposeA = false, bool transposeB = false)
    {
        var (m, n) = ProductShape(a.Value, b.Value, transposeA, transposeB);
        var y = Tensor.CreateUninitialized(m, n);
        MatrixProduct.Multiply(a.Value, b.Value, y, transposeA, transposeB);
        return Var.Record(y, [a, b], dy =>
        {
            Tensor? da = null, db = null;
            if (a.NeedsGradient)
            {
                da = Tensor.CreateLike(a.Value);
                if (transposeA)
                    MatrixProduct.Multiply(b.Value, dy, da, transposeB, transposeB: true);
                else
                    MatrixProduct.Multiply(dy, b.Value, da, transposeA: false, !transposeB);
            }
            if (b.NeedsGradient)
            {
                db = Tensor.CreateLike(b.Value);
                if (transposeB)
                    MatrixProduct.Multiply(dy, a.Value, db, transposeA: true, transposeA);
                else
                    MatrixProduct.Multiply(a.Value, dy, db, !transposeA, transposeB: false);
            }
            return [da, db];
        });
    }

    /// <summary>A fully connected layer y = x Wᵀ + b.</summary>
    /// <param name="x">Shape [batch, in].</param>
    /// <param name="weight">Shape [out, in].</param>
    /// <param name="bias">Shape [out].</param>
    /// <returns>Shape [batch, out].</returns>
    public static Var Affine(Var x, Var weight, Var bias)
    {
        if (x.Value.Rank != 2 || weight.Value.Rank != 2 || x.Value.Shape[1] != weight.Value.Shape[1])
            throw new ShapeException($"Affine: expected x [batch, in] and weight [out, in], got {x.Value.ShapeText} and {weight.Value.ShapeText}.");
        Expect("Affine bias", bias, weight.Value.Rows);
        var y = OnEveryRow(bias.Value, x.Value.Rows);
        MatrixProduct.Multiply(x.Value, weight.Value, y, transposeB: true, accumulate: true);
        return Var.Record(y, [x, weight, bias], dy =>
        {
            Tensor? dx = null, dWeight = null;
            if (x.NeedsGradient)
                MatrixProduct.Multiply(dy, weight.Value, dx = Tensor.CreateLike(x.Value));
            if (weight.NeedsGradient)
                MatrixProduct.Multiply(dy, x.Value, dWeight = Tensor.CreateLike(weight.Value), transposeA: true);
            return [dx, dWeight, bias.NeedsGradient ? Sums.OverRows(dy) : null];
        });
    }

    private static (int M, int N) ProductShape(Tensor a, Tensor b, bool transposeA, bool transposeB)
    {
        if (a.Rank == 2 && b.Rank == 2 && a.Shape[transposeA ? 0 : 1] == b.Shape[transposeB ? 1 : 0])
            return (a.Shape[transposeA ? 1 : 0], b.Shape[transposeB ? 0 : 1]);
        throw new ShapeException(
            $"MatMul: expected a {(transposeA ? "[k, m]" : "[m, k]")} and b {(transposeB ? "[n, k]" : "[k, n]")}, got {a.ShapeText} and {b.ShapeText}.");
    }
}
