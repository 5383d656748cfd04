using System.CommandLine;
using Pat.Experiments.Comparison;
using Pat.Experiments.Images;
using Pat.Experiments.Runs;

namespace Pat.Experiments.CommandLine;

/// <summary>`pat run images`: trains every method on the same seeds and devices and prints one table.</summary>
internal sealed class RunImagesCommand : ICommandReport
{
    private const string Description = """
        Which digit an image shows, by layers of a simulated physical system. Trains the network by every method on the same seeds and
        devices, and prints accuracies, device runs and durations, with digital rivals and the same network without its physics.
        """;

    private readonly ImageTask task;
    private readonly ComparisonFolder folder;
    private readonly int all;
    private readonly List<MethodResult> results = [];

    private RunImagesCommand(ImageTask task, ComparisonFolder folder) =>
        (this.task, this.folder, all) = (task, folder, ImageExperiment.Trainings(task.Options).Count);

    public static Command Create(IReadOnlyList<IImageSystem> systems, CancellationToken cancellation)
    {
        var arguments = new ImageArguments("runs/images", systems, ImageMethods.Names, ImageMethods.Standard);
        var command = new Command("images", Description.ReplaceLineEndings(" "));
        arguments.AddTo(command);
        command.SetAction(parsed =>
        {
            var (system, options) = arguments.Read(parsed);
            var task = new ImageTask(system, options);
            using var folder = task.Folder(arguments.Common.Folder(parsed), "run images", options);
            return new RunImagesCommand(task, folder).Run(parsed, arguments.Common, cancellation);
        });
        return command;
    }

    private int Run(ParseResult parsed, ComparisonArguments arguments, CancellationToken cancellation) =>
        CommandFlow.Run(parsed, arguments, folder, task.Bars(), this, progress => ImageExperiment.Run(
            task.System, task.Options, task.DataOf,
            result =>
            {
                results.Add(result);
                folder.Add(result, task.Options.Strength);
                folder.AddNetwork(result, task.Options.Strength);
                progress.Say(ComparisonText.LineOf(result, results.Count, all));
            },
            epoch =>
            {
                folder.AddEpoch(epoch);
                progress.Advance(epoch.Training.Method);
            },
            cancellation).Complete);

    public void PrintHead(Report report)
    {
        report.Bold(task.Title("Images"));
        report.Pairs(task.Head($"{ComparisonText.Runs(task.Options)}; {ComparisonText.Count(all, "training")} in all", task.Options.Strength, folder.FullPath));
    }

    public void PrintEnd(Report report, bool complete)
    {
        var rows = MethodSummary.Of(task.Options.Methods, results);
        if (!complete)
            report.Incomplete(results.Count, all, "trainings");
        if (rows.Count > 0)
            report.Write(ComparisonTable.Of(rows, report.Width, lowest: true));
        foreach (var sentence in ImageSentences.Of(rows))
            report.Line(sentence);
        report.Line();
        report.Note(ImageSentences.Note(task.Options, rows, task.First.Test.Count));
        foreach (var warning in ImageSentences.Warnings(results))
            report.Line("Warning: " + warning);
        report.Line("Everything is in " + folder.FullPath);
    }

    public object Document(bool complete) => new
    {
        System = task.System.Name,
        Data = task.First.Source,
        task.Split,
        task.Options.Seeds,
        Devices = ComparisonFolder.DevicesOf(task.Options),
        complete,
        Rows = MethodSummary.Of(task.Options.Methods, results).Select(row => ResultDocument.Row(row, lowest: true)),
        Sentences = ImageSentences.Of(MethodSummary.Of(task.Options.Methods, results)),
        task.Network,
        task.Options.Crossed,
        task.Options.Epochs,
        task.Options.Strength,
        task.Options.Noise,
        DataDescription = task.DataText,
        Warnings = (string[])[.. task.First.Remarks, .. ImageSentences.Warnings(results)],
        Version = RunInfo.ProgramVersion,
        Folder = folder.FullPath,
    };
}
