using Pat.Core.Training;
using Pat.Experiments.Data;
using Pat.Experiments.Runs;

namespace Pat.Experiments.CommandLine;

/// <summary>Turns an exception into one line for the user and an exit code.</summary>
internal static class Failure
{
    /// <summary>Environment variable that asks for stack traces.</summary>
    public const string DebugVariable = "PAT_DEBUG";

    public static int Report(Exception exception, TextWriter error, bool debug)
    {
        var cause = exception is AggregateException many ? many.Flatten().InnerExceptions[0] : exception;
        var foreseen = cause is DataException or RunFailedException or NonFiniteException or NotFiniteNumberException;
        error.WriteLine(foreseen
            ? $"pat: {cause.Message}"
            : $"pat: internal error, {cause.GetType().Name}: {cause.Message.ReplaceLineEndings(" ")} Please report it; {DebugVariable}=1 shows where it happened.");
        if (debug)
            error.WriteLine(exception);
        return foreseen ? ExitCode.Failed : ExitCode.Internal;
    }
}
