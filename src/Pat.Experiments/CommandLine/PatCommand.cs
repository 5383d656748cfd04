using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Pat.Experiments.Images;
using Pat.Experiments.Runs;

namespace Pat.Experiments.CommandLine;

/// <summary>The command `pat`.</summary>
internal static class PatCommand
{
    private const int HelpWidth = 110;

    private const string HelpEnd = """
        Exit codes:
          0    done
          1    data, a folder or a computation cannot be used; one line on standard error says which
          2    the command line cannot be understood, or its options do not go together
          130  stopped by Ctrl-C or SIGTERM; what was done is printed and kept in the run folder
          70   a mistake in the program; PAT_DEBUG=1 shows where

        """;

    /// <summary>Runs a command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Results, help; with --json one document and nothing else.</param>
    /// <param name="error">Progress and error messages.</param>
    /// <param name="cancellation">Stops cleanly.</param>
    /// <param name="imageSystems">The systems that classify images; null for those of the program.</param>
    /// <returns>The exit code; see <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error, CancellationToken cancellation, IReadOnlyList<IImageSystem>? imageSystems = null)
    {
        try
        {
            var parsed = Root(imageSystems ?? ImageSystems.All, cancellation).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Action is ParseErrorAction || parsed.Errors.Count > 0 && parsed.Action is not (HelpWithEnd or PrintVersion))
                return Refuse(parsed, error);
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception e)
        {
            return Failure.Report(e, error, debug: Environment.GetEnvironmentVariable(Failure.DebugVariable) is not (null or "" or "0"));
        }
    }

    private static RootCommand Root(IReadOnlyList<IImageSystem> systems, CancellationToken cancellation)
    {
        var topics = Topics(systems);
        var root = new RootCommand("Pat trains physical neural networks by physics-aware training and compares it with the alternatives.")
        {
            Group("run", "Run an experiment: train every method on the same seeds and devices, and compare.", [RunVowelsCommand.Create(cancellation), .. topics.Select(topic => RunClassifierCommand.Create(topic, cancellation))]),
            Group("sweep", "Repeat an experiment over a range of device imperfections.", [SweepVowelsCommand.Create(cancellation), .. topics.Select(topic => SweepClassifierCommand.Create(topic, cancellation))]),
            Group("tune", "Choose learning rates on validation rows; test rows are not touched.", [TuneVowelsCommand.Create(cancellation), .. topics.Select(topic => TuneClassifierCommand.Create(topic, cancellation))]),
            Group(
                "attribute", "Say what each imperfection of a device costs in accuracy.",
                [.. Hardware(systems, AttributeCommand.Folder, [1, 2, 3]).Select(task => AttributeCommand.Of(task, cancellation))]),
            Group(
                "yield", "Use one design on many fabricated devices: how accuracies are distributed.",
                [.. Hardware(systems, YieldCommand.Folder, [1]).Select(task => YieldCommand.Of(task, cancellation))]),
            Group("devices", "Show, save and compare fabricated devices.", [.. DevicesCommand.All()]),
            Group("drift", "Follow trained networks over hours on the hardware clock: kept as they are, and trained on.", [DriftVowelsCommand.Create(cancellation), .. topics.Select(topic => DriftClassifierCommand.Create(topic, cancellation))]),
            Group("data", "Make data sets.", [.. DataCommand.All(cancellation)]),
            ReportCommand.Create(),
            ListCommand.Create(systems),
        };
        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help })
            {
                option.Action = new HelpWithEnd(help);
            }
            else if (option is VersionOption)
                option.Action = new PrintVersion();
        }
        root.SetAction(ShowHelp);
        return root;
    }

    private static IReadOnlyList<IClassifierTopic> Topics(IReadOnlyList<IImageSystem> systems) => [new ImageTopic(systems), new SpeechTopic()];

    // The tasks of commands that are the same for all benches. Their topics are their own: these commands do not need the option that says the system, where a run says it.
    private static IReadOnlyList<IHardwareArguments> Hardware(IReadOnlyList<IImageSystem> systems, Func<string, string> folder, IReadOnlyList<long> seeds) =>
        [new VowelHardware(folder("vowels"), seeds), .. Topics(systems).Select(topic => new ClassifierHardware(folder(topic.Name), topic, seeds))];

    private static Command Group(string name, string description, params IReadOnlyList<Command> experiments)
    {
        var group = new Command(name, description);
        foreach (var experiment in experiments)
            group.Subcommands.Add(experiment);
        group.SetAction(ShowHelp);
        return group;
    }

    private static int ShowHelp(ParseResult parsed) => new HelpWithEnd(new HelpAction()).Invoke(parsed);

    private static int Refuse(ParseResult parsed, TextWriter error)
    {
        static string NameOf(Symbol command) => command is RootCommand ? "pat" : $"{NameOf(command.Parents.First())} {command.Name}";
        Progress.TryWrite(error, $"pat: {parsed.Errors[0].Message.ReplaceLineEndings(" ")} Try '{NameOf(parsed.CommandResult.Command)} --help'.");
        return ExitCode.Usage;
    }

    private sealed class HelpWithEnd(HelpAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parsed)
        {
            help.MaxWidth = Math.Min(help.MaxWidth, HelpWidth);
            help.Invoke(parsed);
            parsed.InvocationConfiguration.Output.Write(HelpEnd);
            return ExitCode.Done;
        }
    }

    private sealed class PrintVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parsed)
        {
            parsed.InvocationConfiguration.Output.WriteLine($"pat {RunInfo.ProgramVersion}");
            return ExitCode.Done;
        }
    }
}
