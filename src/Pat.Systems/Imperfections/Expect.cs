using static System.FormattableString;

namespace Pat.Systems.Imperfections;

/// <summary>Checks the numbers of an imperfection where they come in.</summary>
internal static class Expect
{
    public static double Finite(string what, double value) => double.IsFinite(value) ? value : throw Refused(what, "a finite number", value);

    public static double AtLeastZero(string what, double value) =>
        double.IsFinite(value) && value >= 0 ? value : throw Refused(what, "a finite number of at least 0", value);

    public static double Positive(string what, double value) =>
        double.IsFinite(value) && value > 0 ? value : throw Refused(what, "a finite number above 0", value);

    public static double Fraction(string what, double value) => value is >= 0 and <= 1 ? value : throw Refused(what, "a number from 0 to 1", value);

    public static int AtLeast(string what, int least, int value) =>
        value >= least ? value : throw Refused(what, Invariant($"at least {least}"), value);

    private static ArgumentException Refused(string what, string expected, object got) => new(Invariant($"{what}: expected {expected}, got {got}."));
}
