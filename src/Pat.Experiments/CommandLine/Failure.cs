using Pat.Core.Dynamics;
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
        if (cause is IOException)
            cause = new IOException($"Output: expected a place to write to, got {cause.Message} Check the disk, the pipe and --out.");
        var foreseen = cause is IOException or UsageException or DataException or RunFailedException or NonFiniteException or NotFiniteNumberException or SimulationException;
        Progress.TryWrite(error, foreseen
            ? $"pat: {cause.Message}"
            : $"pat: internal error, {cause.GetType().Name}: {cause.Message.ReplaceLineEndings(" ")} Please report it; {DebugVariable}=1 shows where it happened.");
        if (debug)
            Progress.TryWrite(error, exception.ToString());
        return cause is UsageException ? ExitCode.Usage : foreseen ? ExitCode.Failed : ExitCode.Internal;
    }
}
