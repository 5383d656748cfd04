using System.CommandLine;
using Pat.Experiments.Classification;
using Pat.Experiments.Diagnostics;
using Pat.Experiments.Runs;

namespace Pat.Experiments.CommandLine;

/// <summary>`pat run images` and its like: trains every method on the same seeds and devices and prints one table.</summary>
internal sealed class RunClassifierCommand : ICommandReport
{
    private const string Description =
        "Trains the network by every method on the same seeds and devices, and prints accuracies, device runs and durations, with digital rivals and the same network without its physics.";

    private readonly ClassifierTask task;
    private readonly ComparisonFolder folder;
    private readonly int all;
    private readonly RunResults results;
    private readonly DiagnosticWarnings warnings = new();

    private RunClassifierCommand(ClassifierTask task, ComparisonFolder folder)
    {
        (this.task, this.folder, all) = (task, folder, ClassifierExperiment.Trainings(task.Options).Count);
        results = new(folder, task.Options.Methods, task.Options.Strength, all);
    }

    public static Command Create(IClassifierTopic topic, CancellationToken cancellation)
    {
        var arguments = new ClassifierArguments($"runs/{topic.Name}", topic, topic.Methods, topic.StandardMethods);
        var command = new Command(topic.Name, $"{topic.Question} {Description}");
        arguments.AddTo(command);
        command.Options.Add(arguments.Common.Device);
        command.Options.Add(arguments.Common.WithoutDiagnostics);
        command.SetAction(parsed =>
        {
            var task = arguments.Open(parsed);
            using var folder = task.Folder(arguments.Common.Folder(parsed), "run", task.Options);
            TermsTable.Write(folder, task.System.Bench, task.Options.Settings);
            return new RunClassifierCommand(task, folder).Run(parsed, arguments.Common, cancellation);
        });
        return command;
    }

    private int Run(ParseResult parsed, ComparisonArguments arguments, CancellationToken cancellation) =>
        CommandFlow.Run(parsed, arguments, folder, task.Bars(), this, progress => results.Follow(progress, (onResult, onEpoch) => ClassifierExperiment.Run(
            task.System, task.Options, task.DataOf, onResult, onEpoch, task.Options.Diagnostics ? RunDiagnostics.To(folder, task.Options.Runs()[0], warnings, ClassifierMethods.UsesDevice, results.TakeRightAngle) : null, cancellation).Complete));

    public void PrintHead(Report report)
    {
        report.Bold(task.Title(task.Topic.Title));
        report.Pairs(task.Head($"{ComparisonText.Runs(task.Options)}; {ComparisonText.Count(all, "training")} in all", task.Options.Strength, folder.FullPath));
    }

    public void PrintEnd(Report report, bool complete) => results.PrintEnd(
        report, complete, lowest: true, ClassifierSentences.Of(results.Rows), ClassifierSentences.Note(task, results.Rows), Warnings);

    private IEnumerable<string> Warnings => [.. ClassifierSentences.Warnings(results.All), .. warnings.All];

    public object Document(bool complete) => new
    {
        System = task.System.Name,
        Data = task.Source.Source,
        task.Source.Split,
        Choices = task.Source.Metadata,
        task.Options.Seeds,
        Devices = ComparisonFolder.DevicesOf(task.Options),
        complete,
        Rows = results.Rows.Select(row => ResultDocument.Row(row, lowest: true)),
        Sentences = ClassifierSentences.Of(results.Rows).Concat(results.Details),
        task.Network,
        task.Options.Crossed,
        task.Options.Epochs,
        task.Options.Strength,
        task.Options.Noise,
        task.Options.Factors,
        Added = task.Options.Added.Select(DepartureOptions.NameOf),
        StreamSeeds = task.Options.StreamSeeds.ToDictionary(seed => DepartureOptions.NameOf(seed.Key), seed => seed.Value),
        DeviceFile = task.Options.Device,
        DataDescription = task.Source.Text,
        Warnings = (string[])[.. task.Source.Remarks, .. Warnings],
        Version = RunInfo.ProgramVersion,
        Folder = folder.FullPath,
    };
}
