using Pat.Core.Training.Optimisers;

namespace Pat.Core.Training;

/// <summary>The learning rate of a step, or of an epoch if that is what the caller counts.</summary>
/// <param name="step">Counted from 0.</param>
public delegate double Schedule(int step);

/// <summary>Learning-rate schedules.</summary>
public static class Schedules
{
    /// <summary>The same rate always.</summary>
    public static Schedule Constant(double rate)
    {
        Hyperparameter.Positive("Schedule rate", rate);
        return _ => rate;
    }

    /// <summary>rate · factor^⌊step / every⌋.</summary>
    public static Schedule StepDecay(double rate, int every, double factor)
    {
        Hyperparameter.Positive("Step decay rate", rate);
        Hyperparameter.AtLeast("Step decay every", 1, every);
        Hyperparameter.Positive("Step decay factor", factor);
        return step => rate * Math.Pow(factor, step / every);
    }

    /// <summary>rate · factor^step.</summary>
    public static Schedule Exponential(double rate, double factor)
    {
        Hyperparameter.Positive("Exponential schedule rate", rate);
        Hyperparameter.Positive("Exponential schedule factor", factor);
        return step => rate * Math.Pow(factor, step);
    }

    /// <summary>
    /// A linear warm-up to the rate, rate · (step + 1) / warmUp, then half a cosine that reaches zero at <paramref name="steps"/> and stays there.
    /// </summary>
    /// <remarks>One period of Loshchilov, Hutter, ICLR 2017, arXiv:1608.03983, eq. 5, with the smallest rate zero.</remarks>
    /// <param name="rate">The largest rate.</param>
    /// <param name="steps">Steps in all, more than the warm-up.</param>
    /// <param name="warmUp">Steps of the warm-up, at least 0.</param>
    public static Schedule CosineToZero(double rate, int steps, int warmUp = 0)
    {
        Hyperparameter.Positive("Cosine schedule rate", rate);
        Hyperparameter.AtLeast("Cosine schedule warm-up", 0, warmUp);
        Hyperparameter.AtLeast("Cosine schedule steps", warmUp + 1, steps);
        return step => step < warmUp
            ? rate * (step + 1) / warmUp
            : Cosine(rate, 0, (double)(step - warmUp) / (steps - warmUp));
    }

    /// <summary>Half a cosine up to the peak, and another one down to almost nothing at the last step, steps − 1, after which it stays.</summary>
    /// <remarks>
    /// Smith, Topin, arXiv:1708.07120, 2017, with the defaults and the two cosines of PyTorch's OneCycleLR (momentum is not cycled):
    /// from peak / 25 at step 0 up to the peak at step 0.3 · steps − 1, down to peak / 25 / 10⁴.
    /// </remarks>
    /// <param name="peak">The largest rate.</param>
    /// <param name="steps">Steps in all; rising · steps must be more than 1.</param>
    /// <param name="rising">The part of the steps that is spent rising, in (0, 1).</param>
    /// <param name="startDivisor">The first rate is the peak divided by this.</param>
    /// <param name="finalDivisor">The last rate is the first one divided by this.</param>
    public static Schedule OneCycle(
        double peak, int steps, double rising = 0.3, double startDivisor = 25, double finalDivisor = 1e4)
    {
        Hyperparameter.Positive("One-cycle peak", peak);
        Hyperparameter.Positive("One-cycle rising part", Hyperparameter.Fraction("One-cycle rising part", rising));
        Hyperparameter.Positive("One-cycle rising steps (rising · steps − 1)", rising * steps - 1);
        Hyperparameter.Positive("One-cycle start divisor", startDivisor);
        Hyperparameter.Positive("One-cycle final divisor", finalDivisor);
        var (start, top, last) = (peak / startDivisor, rising * steps - 1, steps - 1);
        return step => step <= top
            ? Cosine(start, peak, step / top)
            : Cosine(peak, start / finalDivisor, (step - top) / (last - top));
    }

    // Half a cosine from one value at part 0 to another at part 1 and after it.
    private static double Cosine(double from, double to, double part) =>
        to + (from - to) * (1 + Math.Cos(Math.PI * Math.Min(part, 1))) / 2;
}
