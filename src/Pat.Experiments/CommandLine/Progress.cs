using Spectre.Console;

namespace Pat.Experiments.CommandLine;

/// <summary>What a computation tells while it lasts.</summary>
/// <param name="Advance">One more step of a named bar is done; may be called from several threads.</param>
/// <param name="Say">A line for those who see no bars.</param>
internal sealed record Progress(Action<string> Advance, Action<string> Say)
{
    /// <summary>Runs a computation and shows its progress: bars where standard error is a terminal, lines where it is not.</summary>
    /// <param name="error">Standard error.</param>
    /// <param name="quiet">Show nothing.</param>
    /// <param name="bars">Name and number of steps of each bar.</param>
    /// <param name="compute">The computation.</param>
    public static T Follow<T>(TextWriter error, bool quiet, IReadOnlyList<(string Name, int Steps)> bars, Func<Progress, T> compute)
    {
        if (quiet)
            return compute(new(_ => { }, _ => { }));
        return new AnsiConsoleOutput(error).IsTerminal ? WithBars(error, bars, compute) : compute(new(_ => { }, line => TryWrite(error, line)));
    }

    /// <summary>Writes a line that may be lost: a broken standard error must not stop the work.</summary>
    public static void TryWrite(TextWriter error, string line)
    {
        try
        {
            error.WriteLine(line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody can read it.
        }
    }

    private static T WithBars<T>(TextWriter error, IReadOnlyList<(string Name, int Steps)> bars, Func<Progress, T> compute) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) }).Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var tasks = bars.ToDictionary(bar => bar.Name, bar => context.AddTask(bar.Name, maxValue: bar.Steps));
                return compute(new(name => tasks[name].Increment(1), _ => { }));
            });
}
