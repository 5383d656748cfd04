using System.Globalization;
using System.Text;
using Pat.Core.Diagnostics;

namespace Pat.Experiments.Reporting;

/// <summary>Numbers as people read them.</summary>
internal static class Figures
{
    /// <summary>A number with some significant digits: "1,234", "0.0123", "1.2×10⁻⁷"; a dash for none.</summary>
    public static string Text(double? number, int digits = 3)
    {
        if (number is not { } value)
            return "–";
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "not a number" : value > 0 ? "∞" : "−∞";
        var size = value == 0 ? 0 : (int)Math.Floor(Math.Log10(Math.Abs(value)));
        if (size is < -4 or > 8)
            return $"{Rounded(value / Math.Pow(10, size), digits - 1)}×10{Superscript(size)}";
        return Rounded(value, Math.Clamp(digits - 1 - size, 0, 8));
    }

    /// <summary>A number without zeros at its end: "0", "3", "0.25", "100".</summary>
    public static string Short(double? number)
    {
        var text = Text(number);
        return text.Contains('.', StringComparison.Ordinal) && !text.Contains('×', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
    }

    /// <summary>How many decimals show three significant digits of the largest of some numbers.</summary>
    public static int DecimalsFor(IEnumerable<double> numbers)
    {
        var most = numbers.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        return most == 0 ? 0 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(most)), 0, 8);
    }

    /// <summary>A number with fixed decimals.</summary>
    public static string Fixed(double? number, int decimals) => number is { } value && double.IsFinite(value) ? Rounded(value, decimals) : Text(number);

    /// <summary>A count, with commas.</summary>
    public static string Count(double? number) => number is { } value && double.IsFinite(value) ? Rounded(value, 0) : Text(number);

    /// <summary>"94.6 (92.9 to 96.3)".</summary>
    public static string Estimate(MeanEstimate? estimate, int decimals = 1) => estimate is { } value
        ? Range(value.Mean, value.Low, value.High, decimals)
        : "–";

    /// <summary>"94.6 (92.9 to 96.3)", or the first alone where there is no interval.</summary>
    public static string Range(double? mean, double? low, double? high, int decimals = 1) =>
        low is null || high is null ? Fixed(mean, decimals) : $"{Fixed(mean, decimals)} ({Fixed(low, decimals)} to {Fixed(high, decimals)})";

    /// <summary>"10⁻³" without the 10.</summary>
    public static string Superscript(int exponent)
    {
        var text = new StringBuilder();
        foreach (var letter in exponent.ToString(CultureInfo.InvariantCulture))
            text.Append(letter == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[letter - '0']);
        return text.ToString();
    }

    /// <summary>"1 training", "45 trainings".</summary>
    public static string Several(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>"12 s", "3 min 20 s", "1 h 5 min".</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 10 => $"{Text(seconds, 2)} s",
        < 60 => $"{Count(seconds)} s",
        < 3600 => $"{Math.Floor(seconds / 60)} min {Math.Floor(seconds % 60)} s",
        _ => $"{Count(Math.Floor(seconds / 3600))} h {Math.Floor(seconds % 3600 / 60)} min",
    };

    // With the minus sign that has the width of a digit, and no "-0".
    private static string Rounded(double value, int decimals)
    {
        var text = Math.Abs(value).ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return value < 0 && text.Any(letter => letter is >= '1' and <= '9') ? "−" + text : text;
    }
}
