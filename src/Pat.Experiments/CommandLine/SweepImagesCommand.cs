using System.CommandLine;
using System.Globalization;
using Pat.Experiments.Diagnostics;
using Pat.Experiments.Images;
using Pat.Experiments.Runs;

namespace Pat.Experiments.CommandLine;

/// <summary>`pat sweep images`: the experiment over the strength of the device's departures.</summary>
internal sealed class SweepImagesCommand : ICommandReport
{
    private const string Description = """
        Repeats `pat run images` while the strength of all departures of the device from its twin grows: where physics-aware training stops
        helping (small ones), and where it fails (large ones), with the cosine of its gradient beside it.
        """;

    private readonly ImageTask task;
    private readonly IReadOnlyList<double> strengths;
    private readonly ComparisonFolder folder;
    private readonly int all;
    private readonly SweepResults results;

    private SweepImagesCommand(ImageTask task, IReadOnlyList<double> strengths, ComparisonFolder folder) =>
        (this.task, this.strengths, this.folder, all, results) = (
            task, strengths, folder, strengths.Count * ImageExperiment.Trainings(task.Options).Count, new(strengths, task.Options.Methods));

    public static Command Create(IReadOnlyList<IImageSystem> systems, CancellationToken cancellation)
    {
        var arguments = new ImageArguments("runs/images-sweep", systems, [.. ImageMethods.Names.Where(ImageMethods.IsPhysical)], ImageSweep.Methods);
        var chosen = CheckedOption.Values("--strengths", $"Strengths of all departures, with commas between; each is 0 to 10. [default: {CheckedOption.Text(ImageSweep.Strengths)}]", 0, 10);
        var command = new Command("images", Description.ReplaceLineEndings(" "));
        command.Options.Add(chosen);
        arguments.AddTo(command, chooseStrength: false);
        command.SetAction(parsed =>
        {
            var (system, options) = arguments.Read(parsed);
            var strengths = parsed.GetValue(chosen) ?? ImageSweep.Strengths;
            var task = new ImageTask(system, options, strengths);
            using var folder = task.Folder(arguments.Common.Folder(parsed), "sweep images", new { Options = options, Strengths = strengths });
            TermsTable.Write(folder, system.Bench, options.Settings);
            return new SweepImagesCommand(task, strengths, folder).Run(parsed, arguments.Common, cancellation);
        });
        return command;
    }

    private int Run(ParseResult parsed, ComparisonArguments arguments, CancellationToken cancellation) =>
        CommandFlow.Run(parsed, arguments, folder, task.Bars(strengths.Count), this, progress => ImageSweep.Run(
            task.System, task.Options, strengths, task.DataOf,
            (strength, result) =>
            {
                folder.Add(result, strength);
                progress.Say(results.Add(strength, result, all));
            },
            epoch => progress.Advance(epoch.Training.Method),
            cancellation));

    public void PrintHead(Report report)
    {
        report.Bold(task.Title("Images over the strength of the device's departures from its twin"));
        report.Pairs(task.Head(
            $"{ComparisonText.Runs(task.Options)}; {ComparisonText.Count(strengths.Count, "strength")}, {ComparisonText.Count(all, "training")} in all", null, folder.FullPath));
    }

    public void PrintEnd(Report report, bool complete)
    {
        if (!complete)
            report.Incomplete(results.Count, all, "trainings");
        results.PrintTable(report, null,
        [
            .. task.Options.Methods.Where(method => method is "pat" or "in-silico").Select(method => ($"{method}, cosine", (Func<SweepRows, string>)(
                point => point.Rows.Row(method)?.GradientCosine?.ToString("F2", CultureInfo.InvariantCulture) ?? ""))),
        ]);
        foreach (var sentence in SweepSentences.Of(results.Points))
            report.Line(sentence);
        report.Line();
        report.Note(
            $"Accuracy of {task.First.Test.Count:N0} test images on the device: {ComparisonTable.Interval(task.Options)}. Cosine: of the method's gradient with the device's own, "
            + $"over the parameters of the devices, at the trained parameters, without noise, on the first {ImageEvaluation.Block} training images; mean over runs.");
        results.PrintWarnings(report, ImageSentences.Warnings);
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
        Points = results.Points.Select(point => new
        {
            point.Strength,
            Rows = point.Rows.Select(row => ResultDocument.Row(row, lowest: true)),
            Warnings = ImageSentences.Warnings(point.Results),
        }),
        task.Network,
        task.Options.Crossed,
        task.Options.Epochs,
        task.Options.Noise,
        task.Options.Factors,
        Added = task.Options.Added.Select(DepartureOptions.NameOf),
        StreamSeeds = task.Options.StreamSeeds.ToDictionary(seed => DepartureOptions.NameOf(seed.Key), seed => seed.Value),
        DataDescription = task.DataText,
        Version = RunInfo.ProgramVersion,
        Folder = folder.FullPath,
    };
}
