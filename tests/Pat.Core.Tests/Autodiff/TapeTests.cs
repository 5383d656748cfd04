using Pat.Core.Autodiff;
using Pat.Core.Tensors;

namespace Pat.Core.Tests.Autodiff;

public class TapeTests
{
    [Fact]
    public void Gradients_of_a_value_used_often_add_up()
    {
        using var tape = new Tape();
        var x = tape.Variable(new Tensor([3, -2], 2));
        var y = x * x + x + x;                         // 2x + 2
        tape.Backward(Op.Sum(y));
        Assert.Equal([8f, -2f], tape.Gradient(x).Values);

        var z = x * x * x - x;                         // 3x² − 1
        tape.Backward(Op.Sum(z));
        Assert.Equal([26f, 11f], tape.Gradient(x).Values);
    }

    // + hands the same tensor to both sides; adding into one of them in place would change the other.
    [Fact]
    public void Adding_up_changes_no_tensor_that_another_value_holds()
    {
        using var tape = new Tape();
        var (a, b) = (tape.Variable(new Tensor([1f], 1)), tape.Variable(new Tensor([1f], 1)));
        tape.Backward(a + b + a + a);
        Assert.Equal(3, tape.Gradient(a).Values[0]);
        Assert.Equal(1, tape.Gradient(b).Values[0]);
    }

    [Fact]
    public void Constants_get_no_gradient()
    {
        using var tape = new Tape();
        var (x, c) = (tape.Variable(new Tensor([2f], 1)), tape.Constant(new Tensor([5f], 1)));
        var y = x * c;
        tape.Backward(y);
        Assert.True(y.NeedsGradient);
        Assert.False(Op.Sin(c).NeedsGradient);
        Assert.Equal(5, tape.Gradient(x).Values[0]);
        Assert.Equal(0, tape.Gradient(c).Values[0]);
    }

    [Fact]
    public void A_tape_that_does_not_record_computes_the_same_values()
    {
        using var tape = new Tape(recording: false);
        var y = Op.Sin(tape.Variable(new Tensor([0.5f], 1)));
        Assert.False(y.NeedsGradient);
        Assert.Equal(MathF.Sin(0.5f), y.Value.Values[0], 1e-7f);
    }

    [Fact]
    public void A_tape_can_be_used_again_after_a_reset()
    {
        using var tape = new Tape();
        var weights = new Tensor([1f, 2, 3], 3);
        var first = Step();
        tape.Reset();
        Assert.Equal(first, Step());

        float[] Step()
        {
            var w = tape.Variable(weights);
            tape.Backward(Loss.L2(Op.Tanh(w) * w, 0.1f));
            return tape.Gradient(w).Values.ToArray();
        }
    }

    [Fact]
    public void Reading_a_tensor_after_the_reset_of_its_tape_throws()
    {
        using var tape = new Tape();
        var x = new Tensor([1f, 2], 2);
        var y = Op.Exp(tape.Variable(x)).Value;
        tape.Reset();
        Assert.Equal(2, x.Values[1]);
        Assert.Throws<ObjectDisposedException>(() => y.Values[0]);
    }

    [Fact]
    public void Values_from_before_a_reset_are_refused()
    {
        using var tape = new Tape();
        var old = tape.Variable(new Tensor([1f], 1));
        tape.Reset();
        var x = tape.Variable(new Tensor([2f], 1));
        tape.Backward(x * x);
        Refused("Operation", () => _ = x * old);
        Refused("Backward", () => tape.Backward(old));
        Refused("Backward", () => tape.Backward(old, new Tensor(1)));
        Refused("Gradient", () => tape.Gradient(old));
        Assert.Equal(4, tape.Gradient(x).Values[0]);

        static void Refused(string use, Action action) => Assert.StartsWith(
            $"{use}: the value was recorded before the Reset of its tape.", Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_of_another_tape_have_no_gradient_here()
    {
        using var one = new Tape();
        using var other = new Tape();
        var (x, y) = (one.Variable(new Tensor([2f], 1)), other.Variable(new Tensor([2f], 1)));
        one.Backward(x * x);
        Assert.StartsWith("Gradient: the value is recorded on another tape.", Assert.Throws<ArgumentException>(() => one.Gradient(y)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Backward: the value is recorded on another tape.", Assert.Throws<ArgumentException>(() => one.Backward(y)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_of_two_tapes_do_not_mix()
    {
        using var one = new Tape();
        using var other = new Tape();
        Assert.Contains("different tapes", Assert.Throws<ArgumentException>(
            () => one.Variable(new Tensor(1)) + other.Variable(new Tensor(1))).Message);
    }
}
