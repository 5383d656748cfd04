using System.CommandLine;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.CommandLine;

/// <summary>A task on a bench that is about to be worked on: its configuration and its data, read and checked.</summary>
/// <param name="Task">The task.</param>
/// <param name="Options">The configuration.</param>
internal sealed record HardwareWork(IHardwareTask Task, ComparisonOptions Options)
{
    /// <summary>What and on which data, to stand after "What X costs: ".</summary>
    public required string Title { get; init; }

    /// <summary>Where the data come from, in a word.</summary>
    public required string Data { get; init; }

    /// <summary>The data in words.</summary>
    public required string DataText { get; init; }

    /// <summary>How many test examples there are, and what they are called.</summary>
    public required string TestExamples { get; init; }

    /// <summary>What was asked for, from seeds and devices in words and the run folder.</summary>
    public required Func<string, string, IEnumerable<(string Name, string Value)>> Head { get; init; }

    /// <summary>Opens the run folder, from its path, the command and its configuration.</summary>
    public required Func<string, string, object, ComparisonFolder> Folder { get; init; }

    /// <summary>Warnings of trainings.</summary>
    public required Func<IReadOnlyList<MethodResult>, IEnumerable<string>> Warnings { get; init; }

    /// <summary>The run folder whose networks are used; null where they are trained.</summary>
    public string? From { get; init; }

    /// <summary>Factor of all departures of the device from its nominal twin.</summary>
    public required double Strength { get; init; }
}

/// <summary>The options of a task on a bench, for commands that are the same for all of them.</summary>
internal interface IHardwareArguments
{
    /// <summary>Name of the task on the command line.</summary>
    string Name { get; }

    /// <summary>The options that are not about the task.</summary>
    ComparisonArguments Common { get; }

    /// <summary>Methods whose networks run on the device.</summary>
    IReadOnlyList<string> Methods { get; }

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="first">Options that are the command's own, and those of the runs.</param>
    void AddTo(Command command, IEnumerable<Option> first);

    /// <summary>Reads the options and opens the data.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="adjust">What the command decides itself: methods, devices.</param>
    /// <param name="once">What is trained once, with all imperfections: where the user names a run, its networks are taken.</param>
    HardwareWork Open(ParseResult parsed, Func<ComparisonOptions, ComparisonOptions> adjust, Func<ComparisonOptions, IEnumerable<Training>> once);
}
