using System.CommandLine;
using Pat.Experiments.Reporting;

namespace Pat.Experiments.CommandLine;

/// <summary>What a command prints.</summary>
internal interface ICommandReport
{
    /// <summary>Prints what was asked for.</summary>
    void PrintHead(Report report);

    /// <summary>Prints what came out.</summary>
    void PrintEnd(Report report, bool complete);

    /// <summary>What --json prints.</summary>
    object Document(bool complete);
}

/// <summary>The course of a command that trains: head, progress, run folder, end.</summary>
internal static class CommandFlow
{
    /// <summary>Runs it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="arguments">The options.</param>
    /// <param name="folder">The run folder.</param>
    /// <param name="bars">Name and number of steps of each bar of progress.</param>
    /// <param name="report">What is printed.</param>
    /// <param name="train">Trains everything; tells whether it is complete.</param>
    /// <returns>The exit code.</returns>
    public static int Run(
        ParseResult parsed, ComparisonArguments arguments, ComparisonFolder folder, IReadOnlyList<(string Name, int Steps)> bars, ICommandReport report,
        Func<Progress, bool> train)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var json = arguments.Json(parsed);
        if (!json)
            report.PrintHead(new Report(output));
        var complete = false;
        try
        {
            complete = Progress.Follow(error, arguments.Quiet(parsed), bars, train);
        }
        finally
        {
            // Also after a failure: what is done is printed first, then the failure.
            folder.End(output, json, complete, report);
            if (ReportPage.TryWrite(folder.FullPath) is { } problem)
                Progress.TryWrite(error, $"Warning: {problem}");
        }
        return complete ? ExitCode.Done : ExitCode.Interrupted;
    }
}
