namespace Pat.Experiments.Data;

/// <summary>
/// A file, folder or option from outside the program cannot be used. The message is one line (what, where, expected, got, what to do),
/// which the command line prints as it is.
/// </summary>
public sealed class DataException : Exception
{
    /// <summary>Creates the exception with the message "what, where: expected ..., got .... Advice."</summary>
    /// <param name="what">What was read or written, for example "Vowel file".</param>
    /// <param name="where">File and, if known, line and column.</param>
    /// <param name="expected">What a usable file has there.</param>
    /// <param name="got">What stands there instead.</param>
    /// <param name="advice">What the user can do about it.</param>
    public DataException(string what, string where, string expected, string got, string advice)
        : base(Line(what, where, expected, got, advice)) { }

    /// <summary>The message.</summary>
    internal static string Line(string what, string where, string expected, string got, string advice) => OneLine($"{what}, {where}: expected {expected}, got {got.TrimEnd('.')}. {advice}");

    // A file can hold any character, and a message may quote it.
    private static string OneLine(string text) => new([.. text.Select(letter => char.IsControl(letter) ? '?' : letter)]);
}
