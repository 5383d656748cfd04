namespace Pat.Experiments.Reporting.Plots;

/// <summary>Places of ticks at round numbers.</summary>
internal static class Ticks
{
    private const double Slack = 1e-9;

    /// <summary>The step 1, 2 or 5 times a power of ten that divides a range into at most so many parts.</summary>
    public static double Step(double range, int parts)
    {
        var least = range / parts;
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return power * ((least / power) switch { <= 1 + Slack => 1, <= 2 + Slack => 2, <= 5 + Slack => 5, _ => 10 });
    }

    /// <summary>Multiples of a round step from the last at or below the low end to the first at or above the high end.</summary>
    public static double[] Around(double low, double high, int parts)
    {
        var step = Step(high - low, parts);
        var (first, last) = (Math.Floor(low / step + Slack), Math.Ceiling(high / step - Slack));
        // Multiplied, not added up, so that 0 is 0 and errors do not grow.
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)];
    }

    /// <summary>Powers of ten around a range of positive numbers, with 2 and 5 times them where there are few.</summary>
    public static double[] AroundLogarithmic(double low, double high, int parts)
    {
        var decades = Math.Log10(high / low);
        double[] factors = decades <= 2 ? [1, 2, 5] : [1];
        var (first, last) = ((int)Math.Floor(Math.Log10(low) + Slack), (int)Math.Ceiling(Math.Log10(high) - Slack));
        var stride = Math.Max(1, (int)Math.Ceiling((last - first) / (double)parts));
        double[] all =
        [
            .. Enumerable.Range(0, (last - first) / stride + 2).SelectMany(i => factors.Select(factor => factor * Math.Pow(10, first + i * stride))),
        ];
        var (below, above) = (all.Last(tick => tick <= low * (1 + Slack)), all.First(tick => tick >= high * (1 - Slack)));
        return [.. all.Where(tick => tick >= below && tick <= above)];
    }
}
