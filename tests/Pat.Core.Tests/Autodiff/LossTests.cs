using Pat.Core.Autodiff;
using Pat.Core.Tensors;

namespace Pat.Core.Tests.Autodiff;

[Trait("Category", "Law")]
public class LossTests
{
    [Fact]
    public void Errors_are_means_over_all_values()
    {
        Expect(2.5, [1, -2], y => Loss.MeanSquaredError(y, new Tensor([0f, 4], 1, 2)), 1, 2);
        Expect(1.5, [1 / 2f, -1 / 2f], y => Loss.MeanAbsoluteError(y, new Tensor([0f, 4], 1, 2)), 1, 2);
        Expect(0, [0, 0], y => Loss.MeanAbsoluteError(y, new Tensor([1f, 2], 1, 2)), 1, 2);
        Expect(0.25, [0.1f, 0.2f], y => Loss.L2(y, 0.1f), 1, 2);
    }

    [Fact]
    public void Binary_cross_entropy_follows_from_the_logit()
    {
        Expect(Math.Log(2), [0.25f], z => Loss.BinaryCrossEntropy(z, new Tensor([0.25f], 1)), 0);
        Expect(100, [-1], z => Loss.BinaryCrossEntropy(z, new Tensor([1f], 1)), -100);
        Expect(Math.Exp(-20), [(float)-Math.Exp(-20)], z => Loss.BinaryCrossEntropy(z, new Tensor([1f], 1)), 20);
        Expect(Math.Exp(-20), [(float)Math.Exp(-20)], z => Loss.BinaryCrossEntropy(z, new Tensor([0f], 1)), -20);
    }

    [Fact]
    public void Cross_entropy_follows_from_the_logits()
    {
        Expect(Math.Log(3), [1 / 3f, -2 / 3f, 1 / 3f], z => Loss.CrossEntropy(z, [1]), 5, 5, 5);
        Expect(1000, [1, -1, 0], z => Loss.CrossEntropy(z, [1]), 1000, 0, -1000);
        Expect(2 * Math.Exp(-18), [(float)Math.Exp(-18), (float)Math.Exp(-18), -2 * (float)Math.Exp(-18)], z => Loss.CrossEntropy(z, [2]), 0, 0, 18);
    }

    [Fact]
    public void Labels_are_checked()
    {
        using var tape = new Tape();
        var logits = tape.Variable(new Tensor(2, 3));
        Assert.Contains("row 1 has label 3; with 3 classes labels are 0 ... 2", Assert.Throws<ArgumentOutOfRangeException>(() => Loss.CrossEntropy(logits, [0, 3])).Message);
        Assert.Contains("row 0 has label -1", Assert.Throws<ArgumentOutOfRangeException>(() => Loss.CrossEntropy(logits, [-1, 0])).Message);
        Assert.Contains("expected one for each of 2 rows, got 3", Assert.Throws<ShapeException>(() => Loss.CrossEntropy(logits, [0, 1, 2])).Message);
        Assert.Contains("[0, 1]", Assert.Throws<ArgumentOutOfRangeException>(() => Loss.BinaryCrossEntropy(logits, new Tensor([0, 1, 0, 0, 2, 0], 2, 3))).Message);
        Assert.Contains("MeanSquaredError target: expected shape [2, 3], got [3, 2]", Assert.Throws<ShapeException>(() => Loss.MeanSquaredError(logits, new Tensor(3, 2))).Message);
    }

    // To four units of the last place of float32, gradients also where they are small.
    private static void Expect(double value, float[] gradient, Func<Var, Var> loss, params float[] at)
    {
        using var tape = new Tape();
        var x = tape.Variable(new Tensor(at, 1, at.Length).Reshape(at.Length == 1 ? [1] : [1, at.Length]));
        var y = loss(x);
        tape.Backward(y);
        Assert.Equal(value, y.Value.Values[0], 2.4e-7 * value);
        for (var i = 0; i < at.Length; i++)
            Assert.Equal(gradient[i], tape.Gradient(x).Values[i], 2.4e-7f * Math.Abs(gradient[i]));
    }
}
