using Pat.Core.Autodiff;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training.Optimisers;

namespace Pat.Core.Diagnostics;

/// <summary>
/// Compares a gradient rule with central differences of what it differentiates: ⟨Jᵀw, v⟩ with ⟨w, J v⟩ for random w and v,
/// one input at a time.
/// </summary>
/// <remarks>
/// <para>Values are float32, so the step is large and its error is extrapolated away. Steps h, h/2 and h/4 give central differences D with
/// errors in h², h⁴, ...; Romberg's scheme T = (64 D(h/4) − 20 D(h/2) + D(h)) / 45 leaves h⁶ (Press, Teukolsky, Vetterling, Flannery,
/// Numerical Recipes, 3rd ed., 2007, section 5.7). Perturbed inputs are rounded to float32; the rule is applied to the step that was really made.</para>
/// <para>Tolerance: a computation in float32 gives the exact result for inputs and outputs that are each off by some unit roundoffs u = 2⁻²⁴
/// (mixed stability: Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., 2002, section 1.5). With independent errors of
/// <c>roundings</c> · u the projection ⟨w, y⟩ is off by δ = roundings · u · (‖w‖ rms(y) + ‖Jᵀw ∘ x‖), and T, a sum of differences, by at most
/// 4.1 δ / h. To that comes the change |T − T'| that the last extrapolation made (T' uses h and h/2 only), at most 10⁻³ of the scale, so that a
/// kink within the step cannot excuse an error.</para>
/// <para>v moves each value by 0.5 to 1 times the root mean square of its input (times 1 if that is 0). Inputs need to stay admissible, and
/// away from kinks, within <c>step</c> times that.</para>
/// </remarks>
public static class GradientCheck
{
    /// <summary>The largest tolerance with which a check still says something.</summary>
    private const double LargestTolerance = 0.02;

    private const double Amplification = 4.1;
    private const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>Checks a function on the tape with respect to each of its inputs.</summary>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="function">Computes a value of any shape from the inputs; the same value whenever it is called with the same inputs.</param>
    /// <param name="inputs">Where to check.</param>
    /// <param name="noise">Where w and v are drawn from.</param>
    /// <param name="directions">How many pairs w, v for each input.</param>
    /// <param name="step">The largest step h, relative to the root mean square of the input.</param>
    /// <param name="roundings">Unit roundoffs of error that are allowed for; raise it for functions of very many steps.</param>
    /// <exception cref="ArgumentException">There is no input or direction, or the step or roundings are out of range.</exception>
    public static IReadOnlyList<GradientComparison> OfFunction(
        string name, Func<Tape, Var[], Var> function, IReadOnlyList<Tensor> inputs, Noise noise,
        int directions = 3, double step = 1.0 / 16, double roundings = 8)
    {
        var subject = new Subject(
            [.. inputs],
            changed =>
            {
                using var tape = new Tape(recording: false);
                return function(tape, [.. changed.Select(tape.Constant)]).Value.Clone();
            },
            w =>
            {
                using var tape = new Tape();
                var variables = inputs.Select(tape.Variable).ToArray();
                var y = function(tape, variables);
                tape.Backward(y, w);
                return [.. variables.Select(variable => tape.Gradient(variable).Clone())];
            });
        var names = inputs.Select((input, i) => $"{name}, input {i} {input.ShapeText}").ToArray();
        return Compare(names, [subject], noise, directions, step, roundings);
    }

    /// <summary>
    /// Checks a digital twin with respect to x and theta, and that its Linearize gives the value of its Run. Where its derivative is that of a mean
    /// (counts, converter codes), pass many shots: differences are then averaged over them, each with its own draws held fixed.
    /// </summary>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="twin">The twin.</param>
    /// <param name="x">Inputs, shape [batch, Input.Size].</param>
    /// <param name="theta">Parameters, shape [ParameterCount].</param>
    /// <param name="shots">At least one.</param>
    /// <param name="noise">Where w and v are drawn from.</param>
    /// <param name="directions">How many pairs w, v for each of x and theta.</param>
    /// <param name="step">The largest step h, relative to the root mean square of x or theta.</param>
    /// <param name="roundings">Unit roundoffs of error that are allowed for; raise it for twins of very many steps.</param>
    /// <exception cref="ArgumentException">There is no shot or direction, or the step or roundings are out of range.</exception>
    /// <exception cref="GradientException">Linearize gives another value than Run.</exception>
    public static IReadOnlyList<GradientComparison> OfTwin(
        string name, IDigitalTwin twin, Tensor x, Tensor theta, IReadOnlyList<Shot> shots, Noise noise,
        int directions = 3, double step = 1.0 / 16, double roundings = 8)
    {
        var subjects = shots.Select(shot => new Subject(
            [x, theta],
            changed =>
            {
                using var scope = new TensorScope();
                return twin.Run(changed[0], changed[1], shot).Clone();
            },
            w =>
            {
                using var scope = new TensorScope();
                var (y, pullback) = twin.Linearize(x, theta, shot);
                if (!y.Values.SequenceEqual(twin.Run(x, theta, shot).Values))
                    throw new GradientException($"{name}: Linearize gives another value than Run for the same x, theta and shot; expected the same bits.");
                var (dx, dTheta) = pullback(w);
                return [dx.Clone(), dTheta.Clone()];
            }));
        return Compare([$"{name}, x {x.ShapeText}", $"{name}, theta {theta.ShapeText}"], [.. subjects], noise, directions, step, roundings);
    }

    /// <summary>Throws unless every comparison agrees.</summary>
    /// <exception cref="GradientException">Names each comparison that does not, with its figures.</exception>
    public static void Require(IReadOnlyList<GradientComparison> comparisons)
    {
        var failures = comparisons.Where(comparison => !comparison.Agrees).ToArray();
        if (failures.Length > 0)
            throw new GradientException($"The gradient does not agree with central differences in {failures.Length} of {comparisons.Count} comparisons.\n{string.Join('\n', failures.AsEnumerable())}");
        if (comparisons.FirstOrDefault(comparison => comparison.Tolerance > LargestTolerance && comparison.RelativeError > 0) is { } vague)
            throw new GradientException($"The check says nothing, its tolerance is above {LargestTolerance}: use a larger step, or more shots.\n{vague}");
    }

    // What is differentiated, under one shot.
    private sealed record Subject(Tensor[] Inputs, Func<Tensor[], Tensor> Value, Func<Tensor, Tensor[]> Pullback);

    private static List<GradientComparison> Compare(string[] names, Subject[] subjects, Noise noise, int directions, double step, double roundings)
    {
        CheckArguments(names, subjects, directions, step, roundings);
        var comparisons = new List<GradientComparison>();
        var values = subjects.Select(subject => subject.Value(subject.Inputs)).ToArray();
        for (var direction = 0; direction < directions; direction++)
        {
            var w = Draw(noise.Split("w"), direction, values[0], 1);
            var gradients = subjects.Select(subject => subject.Pullback(w)).ToArray();
            for (var input = 0; input < names.Length; input++)
            {
                if (subjects[0].Inputs[input] is not { Length: > 0 } x)
                    continue;
                if (!gradients[0][input].HasShapeOf(x))
                    throw new ShapeException($"{names[input]}: gradient", x.ShapeText, gradients[0][input]);
                var size = Norm(x) / Math.Sqrt(x.Length);
                var v = Draw(noise.Split("v").Split(input), direction, x, size > 0 ? size : 1);
                var quotients = subjects.Select((subject, s) => Difference(subject, input, w, v, gradients[s][input], step)).ToArray();
                var rounding = subjects.Select((subject, s) => Rounding(subject, values[s], w, gradients[s])).Average();
                comparisons.Add(Summarise(names[input], quotients, roundings * Amplification * rounding / step, TypicalSize(gradients, input, v)));
            }
        }
        return comparisons;
    }

    private static void CheckArguments(string[] names, Subject[] subjects, int directions, double step, double roundings)
    {
        if (names.Length == 0)
            throw new ArgumentException("GradientCheck inputs: expected at least one, got none.");
        if (subjects.Length == 0)
            throw new ArgumentException("GradientCheck shots: expected at least one, got none. A twin that ignores the shot takes [default].");
        Hyperparameter.AtLeast("GradientCheck directions", 1, directions);
        Hyperparameter.Positive("GradientCheck step", step);
        Hyperparameter.AtLeastZero("GradientCheck roundings", roundings);
    }

    private static GradientComparison Summarise(string name, Quotient[] quotients, double rounding, double typicalSize)
    {
        var (analytic, numeric) = (quotients.Average(q => q.Analytic), quotients.Average(q => q.Numeric));
        var scale = Math.Max(typicalSize, Math.Abs(numeric));
        double? standardError = quotients.Length == 1
            ? null
            : Math.Sqrt(quotients.Sum(q => Math.Pow(q.Numeric - q.Analytic - (numeric - analytic), 2)) / (quotients.Length - 1.0) / quotients.Length);
        var extrapolated = Math.Min(Math.Abs(quotients.Average(q => q.Extrapolated)), 1e-3 * scale);
        var explained = rounding + extrapolated + 5 * (standardError ?? 0);
        return new(name, analytic, numeric, scale, explained == 0 ? 0 : explained / scale, standardError);
    }

    private readonly record struct Quotient(double Analytic, double Numeric, double Extrapolated);

    private static Quotient Difference(Subject subject, int input, Tensor w, Tensor v, Tensor gradient, double step)
    {
        Span<(double Analytic, double Numeric)> at = stackalloc (double, double)[3];
        for (var level = 0; level < 3; level++)
        {
            var h = step / (1 << level);
            var (plus, minus) = (Moved(subject.Inputs[input], v, h), Moved(subject.Inputs[input], v, -h));
            var numeric = Projection(subject, input, plus, w) - Projection(subject, input, minus, w);
            var analytic = 0.0;
            for (var i = 0; i < v.Length; i++)
                analytic += gradient.Values[i] * ((double)plus.Values[i] - minus.Values[i]);
            at[level] = (analytic / (2 * h), numeric / (2 * h));
        }
        var t = (64 * at[2].Numeric - 20 * at[1].Numeric + at[0].Numeric) / 45;
        return new((64 * at[2].Analytic - 20 * at[1].Analytic + at[0].Analytic) / 45, t, t - (4 * at[1].Numeric - at[0].Numeric) / 3);
    }

    private static double Projection(Subject subject, int input, Tensor moved, Tensor w)
    {
        var inputs = subject.Inputs.ToArray();
        inputs[input] = moved;
        return Sums.OfProducts(subject.Value(inputs).Values, w.Values);
    }

    private static Tensor Moved(Tensor x, Tensor v, double h)
    {
        var moved = x.Clone();
        for (var i = 0; i < v.Length; i++)
            moved.AsSpan()[i] = (float)(x.Values[i] + h * v.Values[i]);
        return moved;
    }

    private static double Rounding(Subject subject, Tensor value, Tensor w, Tensor[] gradients)
    {
        var squares = 0.0;
        for (var k = 0; k < gradients.Length; k++)
            squares += Math.Pow(NormOfProducts(gradients[k], subject.Inputs[k]), 2);
        return UnitRoundoff * (Norm(w) * Norm(value) / Math.Sqrt(Math.Max(1, value.Length)) + Math.Sqrt(squares));
    }

    private static double TypicalSize(Tensor[][] gradients, int input, Tensor v) =>
        gradients.Average(gradient => NormOfProducts(gradient[input], v));

    private static double Norm(Tensor x) => Math.Sqrt(Sums.OfProducts(x.Values, x.Values));

    private static double NormOfProducts(Tensor x, Tensor y)
    {
        var squares = 0.0;
        for (var i = 0; i < x.Length; i++)
            squares += Math.Pow((double)x.Values[i] * y.Values[i], 2);
        return Math.Sqrt(squares);
    }

    // Of either sign, and of 0.5 to 1 times the size: no element is left out, none is moved far.
    private static Tensor Draw(Noise noise, long number, Tensor like, double size)
    {
        var drawn = new Tensor(like.Shape);
        noise.Uniforms(number, drawn.AsSpan());
        foreach (ref var value in drawn.AsSpan())
            value = (float)(size * (value < 0.5 ? 0.5 + value : -value));
        return drawn;
    }
}
