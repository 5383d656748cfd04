using Pat.Core.Autodiff;
using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Twins;

namespace Pat.Core.Tests.Diagnostics;

[Trait("Category", "Law")]
public class GradientCheckTests
{
    private static readonly Noise Seed = Noise.FromSeed(1);

    // y = x b with b on every row: dx = dy b, db = the sum of dy x over the batch.
    private static Var Product(Var x, Var b, Func<Tensor, Tensor> dxOf, Func<Tensor, Tensor> dbOf)
    {
        var y = (x * b).Value;
        return Var.Record(y, [x, b], dy => [dxOf(Times(dy, b.Value)), dbOf(OverRows(Times(dy, x.Value)))]);
    }

    public static TheoryData<string, int, Func<Tensor, Tensor>, Func<Tensor, Tensor>> Faults => new()
    {
        { "a wrong sign", 0, dx => Scaled(dx, -1), db => db },
        { "a part in a thousand", 0, dx => Scaled(dx, 1.001f), db => db },
        { "one element of fifteen", 0, dx => Changed(dx, 7), db => db },
        { "a mean over the batch for the sum", 1, dx => dx, db => Scaled(db, 1f / 3) },
        { "no gradient at all", 1, dx => dx, db => Scaled(db, 0) },
    };

    [Theory, MemberData(nameof(Faults))]
    public void A_planted_fault_is_found(string fault, int input, Func<Tensor, Tensor> dxOf, Func<Tensor, Tensor> dbOf)
    {
        Tensor[] at = [Draw(3, 5), Draw(5)];
        GradientCheck.Require(GradientCheck.OfFunction("product", (_, v) => Product(v[0], v[1], dx => dx, db => db), at, Seed));

        var comparisons = GradientCheck.OfFunction("product", (_, v) => Product(v[0], v[1], dxOf, dbOf), at, Seed);
        var message = Assert.Throws<GradientException>(() => GradientCheck.Require(comparisons)).Message;
        Assert.True(message.Contains($"product, input {input}"), $"{fault}: {message}");
        Assert.DoesNotContain($"product, input {1 - input}", message);
        Assert.Contains("central differences", message);
        Assert.Contains("tolerance", message);
    }

    [Fact]
    public void Not_a_number_agrees_with_nothing() =>
        Assert.All(
            GradientCheck.OfFunction("product", (_, v) => Product(v[0], v[1], dx => dx, db => Scaled(db, float.NaN)), [Draw(3, 5), Draw(5)], Seed),
            comparison => Assert.False(comparison.Agrees));

    [Fact]
    public void A_kink_within_the_step_excuses_no_error()
    {
        var at = new Tensor([0.01f, -0.01f, 1, -1], 4);
        var comparisons = GradientCheck.OfFunction("half relu", (_, v) => Op.Relu(v[0]) * 0.5f + Op.WithValue(v[0] * 0.1f, new Tensor(4)), [at], Seed);
        Assert.All(comparisons, comparison => Assert.InRange(comparison.Tolerance, 0, 2e-3));
        Assert.Throws<GradientException>(() => GradientCheck.Require(comparisons));
    }

    [Fact]
    public void A_step_lost_in_rounding_is_refused()
    {
        var comparisons = GradientCheck.OfFunction("sine", (_, v) => Op.Sin(v[0]), [Draw(3, 5)], Seed, step: 1e-6);
        var message = Assert.Throws<GradientException>(() => GradientCheck.Require([.. comparisons.Where(c => c.Agrees)])).Message;
        Assert.Contains("use a larger step", message);
    }

    [Fact]
    public void The_step_follows_the_size_of_the_input()
    {
        foreach (var unit in new[] { 1e-6f, 1e6f })
        {
            var at = Scaled(Draw(3, 5), unit);
            GradientCheck.Require(GradientCheck.OfFunction("sine", (_, v) => Op.Sin(v[0] * (1 / unit)), [at], Seed));
        }
    }

    [Fact]
    public void A_right_twin_passes()
    {
        var comparisons = GradientCheck.OfTwin("sine", new SineTwin(1, 0), Draw(3, 4), Draw(4), [default], Seed);
        GradientCheck.Require(comparisons);
        Assert.Equal(6, comparisons.Count);
        Assert.All(comparisons, comparison => Assert.Null(comparison.StandardError));
    }

    [Fact]
    public void A_wrong_twin_does_not()
    {
        var message = Assert.Throws<GradientException>(
            () => GradientCheck.Require(GradientCheck.OfTwin("sine", new SineTwin(1.01f, 0), Draw(3, 4), Draw(4), [default], Seed))).Message;
        Assert.Contains("in 3 of 6 comparisons", message);
        Assert.Contains("sine, theta [4]", message);
    }

    [Fact]
    public void A_twin_whose_linearisation_has_another_value_is_refused() =>
        Assert.Contains("Linearize gives another value than Run", Assert.Throws<GradientException>(
            () => GradientCheck.OfTwin("sine", new SineTwin(1, 1e-6f), Draw(3, 4), Draw(4), [default], Seed)).Message);

    [Fact]
    public void A_function_that_is_zero_everywhere_agrees()
    {
        var comparisons = GradientCheck.OfFunction("nothing", (_, v) => v[0] * 0f, [Draw(3, 5)], Seed);
        GradientCheck.Require(comparisons);
        Assert.All(comparisons, comparison => Assert.Equal((0, 0), (comparison.RelativeError, comparison.Tolerance)));
    }

    [Fact]
    public void A_check_of_nothing_is_refused()
    {
        Refused("directions: expected at least 1, got 0", () => Check(directions: 0));
        Refused("step: expected positive and finite, got 0", () => Check(step: 0));
        Refused("roundings: expected finite and at least 0, got NaN", () => Check(roundings: double.NaN));
        Refused("inputs: expected at least one", () => GradientCheck.OfFunction("constant", (tape, _) => tape.Constant(new Tensor(1)), [], Seed));
        Refused("shots: expected at least one", () => GradientCheck.OfTwin("sine", new SineTwin(1, 0), Draw(3, 4), Draw(4), [], Seed));

        static void Check(int directions = 3, double step = 0.1, double roundings = 8) =>
            GradientCheck.OfFunction("sine", (_, v) => Op.Sin(v[0]), [Draw(3, 5)], Seed, directions, step, roundings);
        static void Refused(string message, Action action) =>
            Assert.StartsWith("GradientCheck " + message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_noisy_twin_has_the_gradient_of_its_noisy_output()
    {
        var shot = new Shot(Noise.FromSeed(4), default, 7, 0, 0);
        GradientCheck.Require(GradientCheck.OfTwin("noisy sine", new NoisyTwin(new SineTwin(1, 0), 0.3), Draw(3, 4), Draw(4), [shot], Seed));
    }

    // A converter with dither: each run gives a code, the mean over runs is the clean value.
    [Fact]
    public void The_derivative_of_a_mean_is_checked_over_shots()
    {
        var shots = Enumerable.Range(0, 100).Select(i => new Shot(Noise.FromSeed(2), default, 3 * i, 0, 0)).ToArray();
        var right = GradientCheck.OfTwin("converter", new DitheredConverter(1), Draw(3, 4), Draw(4), shots, Seed, directions: 2, step: 0.5);
        Assert.All(right, comparison => Assert.True(comparison.Agrees, comparison.ToString()));
        Assert.All(right, comparison => Assert.InRange(comparison.StandardError!.Value / comparison.Scale, 1e-5, 0.05));

        var wrong = GradientCheck.OfTwin("converter", new DitheredConverter(1.5f), Draw(3, 4), Draw(4), shots, Seed, directions: 2, step: 0.5);
        Assert.Throws<GradientException>(() => GradientCheck.Require(wrong));
    }

    private static readonly SystemPorts FourValues = new(
        new("x", 4, -2, 2, "1", new Layout.Values()), [new("gain", 4, -2, 2, "1", new Layout.Values())], new("y", 4, -2, 2, "1", new Layout.Values()));

    private sealed class SineTwin(float gradientOfTheta, float offset) : IDigitalTwin
    {
        public SystemPorts Ports => FourValues;

        public Tensor Run(Tensor x, Tensor theta, Shot shot) => Linear(x, theta, 0).Y;

        public (Tensor Y, Pullback Pullback) Linearize(Tensor x, Tensor theta, Shot shot) => Linear(x, theta, offset);

        private (Tensor Y, Pullback Pullback) Linear(Tensor x, Tensor theta, float shift)
        {
            using var tape = new Tape();
            return (Node(tape, x, theta, shift).Y.Value.Clone(), dy =>
            {
                using var again = new Tape();
                var (y, xs, thetas) = Node(again, x, theta, shift);
                again.Backward(y, dy);
                return (again.Gradient(xs).Clone(), Scaled(again.Gradient(thetas), gradientOfTheta));
            }
            );
        }

        private static (Var Y, Var X, Var Theta) Node(Tape tape, Tensor x, Tensor theta, float shift)
        {
            var (xs, thetas) = (tape.Variable(x), tape.Variable(theta));
            return (Op.Sin(xs * thetas) + shift, xs, thetas);
        }
    }

    private sealed class DitheredConverter(float gradientFactor) : IDigitalTwin
    {
        private const float Code = 0.02f;

        public SystemPorts Ports => FourValues;

        public Tensor Run(Tensor x, Tensor theta, Shot shot)
        {
            var y = new Tensor(x.Shape);
            shot.Noise.Uniforms(shot.FirstRun, y);
            for (var i = 0; i < y.Length; i++)
                y.AsSpan()[i] = Code * MathF.Floor(x.Values[i] * theta.Values[i % 4] / Code + y.Values[i]);
            return y;
        }

        public (Tensor Y, Pullback Pullback) Linearize(Tensor x, Tensor theta, Shot shot) => (Run(x, theta, shot), dy =>
        {
            var dx = new Tensor(x.Shape);
            for (var i = 0; i < dx.Length; i++)
                dx.AsSpan()[i] = gradientFactor * dy.Values[i] * theta.Values[i % 4];
            return (dx, OverRows(Times(dy, x)));
        }
        );
    }

    private static Tensor Draw(params int[] shape)
    {
        var drawn = new Tensor(shape);
        Noise.FromSeed(9).Split(shape.Length).Normals(0, drawn.AsSpan());
        return drawn;
    }

    private static Tensor Scaled(Tensor x, float factor)
    {
        var y = x.Clone();
        foreach (ref var value in y.AsSpan())
            value *= factor;
        return y;
    }

    private static Tensor Changed(Tensor x, int element)
    {
        var y = x.Clone();
        y.AsSpan()[element] *= 1.1f;
        return y;
    }

    private static Tensor Times(Tensor x, Tensor y)
    {
        var product = x.Clone();
        for (var i = 0; i < x.Length; i++)
            product.AsSpan()[i] *= y.Values[i % y.Length];
        return product;
    }

    private static Tensor OverRows(Tensor x)
    {
        var sum = new Tensor(x.RowLength);
        for (var i = 0; i < x.Length; i++)
            sum.AsSpan()[i % x.RowLength] += x.Values[i];
        return sum;
    }
}
