using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Core.Autodiff;

/// <summary>Losses: single numbers, of shape [1], that training makes small. They accumulate in double; no gradient flows to targets.</summary>
public static class Loss
{
    /// <summary>The mean of (y − target)² over all values.</summary>
    /// <param name="y">Any shape with at least one value.</param>
    /// <param name="target">The shape of y.</param>
    public static Var MeanSquaredError(Var y, Tensor target)
    {
        var difference = Difference("MeanSquaredError target", y.Value, target);
        var mean = Sums.OfProducts(difference.Values, difference.Values) / difference.Length;
        return Var.Record(Op.Number(mean), [y], dy => [Times(difference, 2 * (double)dy.Values[0] / difference.Length)]);
    }

    /// <summary>The mean of |y − target| over all values; where the two are equal the gradient is 0.</summary>
    /// <param name="y">Any shape with at least one value.</param>
    /// <param name="target">The shape of y.</param>
    public static Var MeanAbsoluteError(Var y, Tensor target)
    {
        var difference = Difference("MeanAbsoluteError target", y.Value, target);
        var mean = Sums.Of(Elements.Map(difference, new Op.AbsValue()).Values) / difference.Length;
        return Var.Record(Op.Number(mean), [y], dy => [Times(Elements.Map(difference, new SignValue()), (double)dy.Values[0] / difference.Length)]);
    }

    /// <summary>The mean over all values of −t ln σ(z) − (1 − t) ln(1 − σ(z)), from the logits z, with the logistic function σ.</summary>
    /// <param name="logits">z, any shape with at least one value.</param>
    /// <param name="targets">t in [0, 1], the shape of z.</param>
    public static Var BinaryCrossEntropy(Var logits, Tensor targets)
    {
        var (z, t) = (logits.Value, targets);
        ExpectShape("BinaryCrossEntropy targets", z, t);
        foreach (var target in t.Values)
        {
            if (!(target is >= 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(targets), target, "BinaryCrossEntropy targets: expected numbers in [0, 1].");
        }
        // ln(1 + e^−|z|) + max(z, 0) − z t: no term is negative, so that small losses keep their digits.
        var sum = Sums.Of(Elements.Map(z, new LogisticTailValue()).Values);
        for (var i = 0; i < z.Length; i++)
            sum += z.Values[i] * ((z.Values[i] > 0 ? 1.0 : 0.0) - t.Values[i]);
        return Var.Record(Op.Number(sum / z.Length), [logits], dy => [Times(Elements.Map(z, t, new LogisticDifference()), (double)dy.Values[0] / z.Length)]);
    }

    /// <summary>The mean over the rows of −ln softmax(z)_label, from the logits z.</summary>
    /// <param name="logits">z, shape [batch, classes], with at least one row.</param>
    /// <param name="labels">The class of each row, counted from 0.</param>
    public static Var CrossEntropy(Var logits, int[] labels)
    {
        var (rows, classes) = Expect(logits.Value, labels);
        var difference = Op.Exponentials(logits.Value, "CrossEntropy logits", out var shifted); // becomes softmax(z) less 1 at the label
        var total = 0.0;
        for (var r = 0; r < rows; r++)
        {
            var row = difference.Row(r);
            var (sum, ofLabel) = (Sums.Of(row), row[labels[r]]);
            total += Math.Log(sum) - shifted.Row(r)[labels[r]];
            TensorPrimitives.Divide(row, (float)sum, row);
            row[labels[r]] = (float)((ofLabel - sum) / sum);
        }
        return Var.Record(Op.Number(total / rows), [logits], dy => [Times(difference, (double)dy.Values[0] / rows)]);
    }

    /// <summary>The penalty ½ λ Σ w² (weight decay: Krogh, Hertz, "A simple weight decay can improve generalization", NIPS 4, 1991).</summary>
    /// <param name="weights">Any shape.</param>
    /// <param name="lambda">Strength λ, at least 0. The gradient is λ w.</param>
    public static Var L2(Var weights, float lambda)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lambda);
        var w = weights.Value;
        return Var.Record(Op.Number(0.5 * lambda * Sums.OfProducts(w.Values, w.Values)), [weights], dy => [Times(w, (double)lambda * dy.Values[0])]);
    }

    private readonly struct SignValue : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => Op.Sign(x);
    }

    // ln(1 + e^−|x|)
    private readonly struct LogisticTailValue : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.Softplus(-V.Abs(x));
    }

    // σ(z) − t as (1 − t) σ(z) − t σ(−z), which keeps its digits where σ(z) is almost t = 1.
    private readonly struct LogisticDifference : ILaneBinary
    {
        public V Apply<V>(V z, V t) where V : unmanaged, ILane<V> =>
            V.NegatedMultiplyAdd(t, LaneMath.Sigmoid(-z), (V.Of(1) - t) * LaneMath.Sigmoid(z));
    }

    private static Tensor Times(Tensor x, double factor)
    {
        var y = Tensor.CreateLike(x);
        TensorPrimitives.Multiply(x.Values, (float)factor, y.AsSpan());
        return y;
    }

    private static Tensor Difference(string name, Tensor y, Tensor target)
    {
        ExpectShape(name, y, target);
        var difference = Tensor.CreateLike(y);
        TensorPrimitives.Subtract(y.Values, target.Values, difference.AsSpan());
        return difference;
    }

    private static void ExpectShape(string name, Tensor y, Tensor target)
    {
        if (!target.HasShapeOf(y))
            throw new ShapeException(name, y.ShapeText, target);
        if (y.Length == 0)
            throw new ShapeException(name, "at least one value", target);
    }

    private static (int Rows, int Classes) Expect(Tensor logits, int[] labels)
    {
        if (logits.Rank != 2 || logits.Length == 0)
            throw new ShapeException("CrossEntropy logits", "[batch, classes], neither 0,", logits);
        var (rows, classes) = (logits.Shape[0], logits.Shape[1]);
        if (labels.Length != rows)
            throw new ShapeException($"CrossEntropy labels: expected one for each of {rows} rows, got {labels.Length}.");
        for (var r = 0; r < rows; r++)
        {
            if ((uint)labels[r] >= (uint)classes)
                throw new ArgumentOutOfRangeException(nameof(labels), $"CrossEntropy labels: row {r} has label {labels[r]}; with {classes} classes labels are 0 ... {classes - 1}.");
        }
        return (rows, classes);
    }
}
