using System.CommandLine;
using Pat.Experiments.Diagnostics;
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
    private readonly RunResults results;
    private readonly DiagnosticWarnings warnings = new();

    private RunImagesCommand(ImageTask task, ComparisonFolder folder)
    {
        (this.task, this.folder, all) = (task, folder, ImageExperiment.Trainings(task.Options).Count);
        results = new(folder, task.Options.Methods, task.Options.Strength, all);
    }

    public static Command Create(IReadOnlyList<IImageSystem> systems, CancellationToken cancellation)
    {
        var arguments = new ImageArguments("runs/images", systems, ImageMethods.Names, ImageMethods.Standard);
        var command = new Command("images", Description.ReplaceLineEndings(" "));
        arguments.AddTo(command);
        command.Options.Add(arguments.Common.WithoutDiagnostics);
        command.SetAction(parsed =>
        {
            var (system, options) = arguments.Read(parsed);
            var task = new ImageTask(system, options);
            using var folder = task.Folder(arguments.Common.Folder(parsed), "run images", options);
            TermsTable.Write(folder, system.Bench, options.Settings);
            return new RunImagesCommand(task, folder).Run(parsed, arguments.Common, cancellation);
        });
        return command;
    }

    private int Run(ParseResult parsed, ComparisonArguments arguments, CancellationToken cancellation) =>
        CommandFlow.Run(parsed, arguments, folder, task.Bars(), this, progress => results.Follow(progress, (onResult, onEpoch) => ImageExperiment.Run(
            task.System, task.Options, task.DataOf, onResult, onEpoch, task.Options.Diagnostics ? RunDiagnostics.To(folder, task.Options.Runs()[0], warnings, ImageMethods.UsesDevice, results.TakeRightAngle) : null, cancellation).Complete));

    public void PrintHead(Report report)
    {
        report.Bold(task.Title("Images"));
        report.Pairs(task.Head($"{ComparisonText.Runs(task.Options)}; {ComparisonText.Count(all, "training")} in all", task.Options.Strength, folder.FullPath));
    }

    public void PrintEnd(Report report, bool complete) => results.PrintEnd(
        report, complete, lowest: true, ImageSentences.Of(results.Rows), ImageSentences.Note(task.Options, results.Rows, task.First.Test.Count), Warnings);

    private IEnumerable<string> Warnings => [.. ImageSentences.Warnings(results.All), .. warnings.All];

    public object Document(bool complete) => new
    {
        System = task.System.Name,
        Data = task.First.Source,
        task.Split,
        task.Options.Seeds,
        Devices = ComparisonFolder.DevicesOf(task.Options),
        complete,
        Rows = results.Rows.Select(row => ResultDocument.Row(row, lowest: true)),
        Sentences = ImageSentences.Of(results.Rows).Concat(results.Details),
        task.Network,
        task.Options.Crossed,
        task.Options.Epochs,
        task.Options.Strength,
        task.Options.Noise,
        task.Options.Factors,
        Added = task.Options.Added.Select(DepartureOptions.NameOf),
        StreamSeeds = task.Options.StreamSeeds.ToDictionary(seed => DepartureOptions.NameOf(seed.Key), seed => seed.Value),
        DataDescription = task.DataText,
        Warnings = (string[])[.. task.First.Remarks, .. Warnings],
        Version = RunInfo.ProgramVersion,
        Folder = folder.FullPath,
    };
}
