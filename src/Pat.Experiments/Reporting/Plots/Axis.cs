using System.Globalization;

namespace Pat.Experiments.Reporting.Plots;

/// <summary>An axis: its range, which ends at ticks, and what stands at it.</summary>
internal sealed class Axis
{
    private const int Parts = 6;
    private const double Slack = 1e-9;

    // Units that take prefixes, so that 0.000002 s is 2 µs.
    private static readonly string[] prefixed = ["s", "Hz", "V", "A", "W", "J", "m"];
    private static readonly Dictionary<int, string> prefixes = new() { [-15] = "f", [-12] = "p", [-9] = "n", [-6] = "µ", [-3] = "m", [3] = "k", [6] = "M", [9] = "G", [12] = "T", [15] = "P" };

    private readonly double[] ticks;
    private readonly int exponent;

    private Axis(string name, string unit, double[] ticks, bool isLogarithmic)
    {
        (this.ticks, IsLogarithmic, Low, High) = (ticks, isLogarithmic, ticks[0], ticks[^1]);
        exponent = isLogarithmic ? 0 : ExponentOf(ticks, prefixed.Contains(unit));
        Title = TitleOf(name, unit);
    }

    /// <summary>What stands at it, with the unit.</summary>
    public string Title { get; }

    /// <summary>Whether equal steps are equal factors.</summary>
    public bool IsLogarithmic { get; }

    /// <summary>Its low end.</summary>
    public double Low { get; private init; }

    /// <summary>Its high end.</summary>
    public double High { get; private init; }

    /// <summary>Ticks with their labels.</summary>
    public IEnumerable<(double Value, string Label)> Ticks => ticks.Select(tick => (tick, LabelOf(tick)));

    /// <summary>An axis around some numbers.</summary>
    /// <param name="name">What is shown.</param>
    /// <param name="unit">Its unit; empty for a pure number.</param>
    /// <param name="values">The numbers; those that are not finite are left out.</param>
    /// <param name="parts">At most so many steps.</param>
    public static Axis Around(string name, string unit, IEnumerable<double> values, int parts = Parts)
    {
        var (low, high) = Ends(values);
        if (low == high)
            (low, high) = low == 0 ? (0, 1) : (low - Math.Abs(low) / 2, high + Math.Abs(high) / 2);
        return new(name, unit, Plots.Ticks.Around(low, high, parts), false);
    }

    /// <summary>An axis that ends at the least and the largest of some numbers, with ticks between.</summary>
    public static Axis Tight(string name, string unit, IReadOnlyList<double> values)
    {
        var (low, high) = Ends(values);
        // Between epochs there is nothing to tick.
        var parts = values.All(double.IsInteger) ? (int)Math.Clamp(high - low, 1, Parts) : Parts;
        if (low == high)
            return Around(name, unit, [low]);
        double[] inside = [.. Plots.Ticks.Around(low, high, parts).Where(tick => tick >= low - Slack * (high - low) && tick <= high + Slack * (high - low))];
        return inside.Length < 2 ? Around(name, unit, [low, high]) : new(name, unit, inside, false) { Low = low, High = high };
    }

    /// <summary>An axis with names in place of numbers, which ends where it is told.</summary>
    public static Axis Between(string name, double low, double high) => new(name, "", [low, high], false);

    /// <summary>An axis whose steps are factors. All numbers have to be above 0.</summary>
    public static Axis Logarithmic(string name, string unit, IEnumerable<double> values)
    {
        var (low, high) = Ends(values);
        return new(name, unit, Plots.Ticks.AroundLogarithmic(low, low == high ? 2 * high : high, Parts), true);
    }

    /// <summary>Where a value lies: 0 at the low end, 1 at the high end.</summary>
    public double Share(double value) => IsLogarithmic ? Math.Log(value / Low) / Math.Log(High / Low) : (value - Low) / (High - Low);

    private static (double Low, double High) Ends(IEnumerable<double> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values.Where(double.IsFinite))
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return low <= high ? (low, high) : (0, 1);
    }

    // A power of a thousand that makes the labels short; 0 where they are short already.
    private static int ExponentOf(double[] ticks, bool prefixed)
    {
        var most = Math.Max(Math.Abs(ticks[0]), Math.Abs(ticks[^1]));
        var thousands = 3 * (int)Math.Floor(Math.Log10(most) / 3 + 1e-9);
        return prefixed || most >= 1e6 || most < 5e-3 ? thousands : 0;
    }

    private string TitleOf(string name, string unit)
    {
        var scaled = exponent == 0 ? unit
            : prefixed.Contains(unit) && prefixes.TryGetValue(exponent, out var prefix) ? prefix + unit
            : $"10{Figures.Superscript(exponent)}{(unit == "" ? "" : " " + unit)}";
        return scaled == "" ? name : $"{name} ({scaled})";
    }

    private string LabelOf(double tick)
    {
        if (IsLogarithmic && (tick >= 1e5 || tick < 1e-3))
        {
            var power = (int)Math.Floor(Math.Log10(tick) + 1e-9);
            var factor = Math.Round(tick / Math.Pow(10, power));
            return (factor == 1 ? "" : $"{factor}×") + $"10{Figures.Superscript(power)}";
        }
        var step = IsLogarithmic ? tick : (ticks[1] - ticks[0]) / Math.Pow(10, exponent);
        var decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9));
        return Figures.Fixed(tick / Math.Pow(10, exponent), Math.Min(decimals, 10));
    }
}
