using Pat.Core.Tensors;

namespace Pat.Core.Training;

/// <summary>What is wrong with the gradient of a parameter that is still finite.</summary>
public enum GradientProblem
{
    /// <summary>Tiny beside the largest gradient of the network, for many steps in a row.</summary>
    Vanishing,

    /// <summary>Far above its own earlier size.</summary>
    Exploding,
}

/// <summary>A warning about the gradient of one parameter. <see cref="object.ToString"/> is the line to print.</summary>
/// <param name="Problem">The kind.</param>
/// <param name="Name">The parameter.</param>
/// <param name="Step">The step, from 0.</param>
/// <param name="Size">Root mean square of the gradient's elements.</param>
/// <param name="Reference">What it is compared with: the largest such size of the step, or the parameter's own earlier size.</param>
public sealed record GradientWarning(GradientProblem Problem, string Name, int Step, double Size, double Reference)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(Problem == GradientProblem.Vanishing
        ? (FormattableString)$"Step {Step}: the gradient of '{Name}' vanishes: {Size:G3} per element, where the largest of the network is {Reference:G3}."
        : $"Step {Step}: the gradient of '{Name}' explodes: {Size:G3} per element, where it was about {Reference:G3} before.");
}

/// <summary>Records the norm of every gradient, stops the run at one that is not finite, and says which vanish or explode.</summary>
/// <remarks>
/// Sizes are compared per element (root mean square), so that large and small layers can be compared. Each parameter and kind is reported once.
/// </remarks>
public sealed class GradientNorms
{
    /// <summary>A gradient vanishes if its size is at most this part of the largest of the step. float32 resolves 6e-8 of a sum.</summary>
    public const double VanishingPart = 1e-7;

    /// <summary>A gradient explodes if its size is more than this many times its running mean.</summary>
    public const double ExplodingFactor = 1e3;

    /// <summary>Steps in a row for which a gradient must be tiny, and steps that the running mean needs before it is trusted.</summary>
    public const int Patience = 10;

    private const double MeanDecay = 0.9;

    private readonly Dictionary<string, double> norms = [];
    private readonly Dictionary<string, Watch> watches = [];

    /// <summary>The Euclidean norm of each gradient at the last step recorded.</summary>
    public IReadOnlyDictionary<string, double> Latest => norms;

    /// <summary>Records the gradients of one step.</summary>
    /// <returns>Warnings, almost always none.</returns>
    /// <exception cref="NonFiniteException">A gradient is not finite.</exception>
    public IReadOnlyList<GradientWarning> Record(int step, IReadOnlyDictionary<string, Tensor> gradients)
    {
        norms.Clear();
        var largest = 0.0;
        foreach (var (name, gradient) in gradients)
        {
            var square = SumOfSquares(gradient);
            if (!double.IsFinite(square))
                NonFiniteException.Check("the gradient", name, gradient, step);
            norms[name] = Math.Sqrt(square);
            largest = Math.Max(largest, Size(norms[name], gradient));
        }
        List<GradientWarning>? warnings = null;
        foreach (var (name, gradient) in gradients)
        {
            if (!watches.TryGetValue(name, out var watch))
                watches[name] = watch = new();
            if (watch.Judge(name, step, Size(norms[name], gradient), largest) is { } warning)
                (warnings ??= []).Add(warning);
        }
        return warnings ?? (IReadOnlyList<GradientWarning>)[];
    }

    /// <summary>The sum of the squares of all elements, in double: finite if and only if all elements are.</summary>
    internal static double SumOfSquares(Tensor tensor) => Sums.OfProducts(tensor.Values, tensor.Values);

    private static double Size(double norm, Tensor gradient) => gradient.Length == 0 ? 0 : norm / Math.Sqrt(gradient.Length);

    private sealed class Watch
    {
        private double mean;
        private int steps;
        private int tinySteps;
        private bool saidVanishing;
        private bool saidExploding;

        public GradientWarning? Judge(string name, int step, double size, double largest)
        {
            tinySteps = size <= VanishingPart * largest ? tinySteps + 1 : 0;
            var before = mean;
            var exploding = steps >= Patience && size > ExplodingFactor * before && before > 0;
            mean = steps == 0 ? size : MeanDecay * mean + (1 - MeanDecay) * size;
            steps++;
            if (exploding && !saidExploding)
            {
                saidExploding = true;
                return new(GradientProblem.Exploding, name, step, size, before);
            }
            if (tinySteps >= Patience && !saidVanishing)
            {
                saidVanishing = true;
                return new(GradientProblem.Vanishing, name, step, size, largest);
            }
            return null;
        }
    }
}
