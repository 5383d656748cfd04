namespace Pat.Core.Training.Optimisers;

/// <summary>Checks numbers that a user chose, where they come in.</summary>
internal static class Hyperparameter
{
    public static double Fraction(string name, double value) =>
        value is >= 0 and < 1 ? value : throw Refused(name, "at least 0 and below 1", value);

    public static double Positive(string name, double value) =>
        value > 0 && double.IsFinite(value) ? value : throw Refused(name, "positive and finite", value);

    public static double AtLeastZero(string name, double value) =>
        value >= 0 && double.IsFinite(value) ? value : throw Refused(name, "finite and at least 0", value);

    public static int AtLeast(string name, int least, int value) =>
        value >= least ? value : throw Refused(name, $"at least {least}", value);

    private static ArgumentOutOfRangeException Refused(string name, string expected, object got) =>
        new(null, FormattableString.Invariant($"{name}: expected {expected}, got {got}."));
}
