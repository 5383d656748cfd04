using Pat.Experiments.Data;

namespace Pat.Experiments.CommandLine;

/// <summary>Options that do not go together, or a name that nothing has: what can be said of a command line without looking at files or computing anything.</summary>
/// <param name="what">What was asked for, for example "Factors".</param>
/// <param name="option">The option.</param>
/// <param name="expected">What can be given.</param>
/// <param name="got">What was given.</param>
/// <param name="advice">What the user can do about it.</param>
internal sealed class UsageException(string what, string option, string expected, string got, string advice)
    : Exception(DataException.Line(what, option, expected, got, advice));
