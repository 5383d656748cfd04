using System.CommandLine;
using System.Globalization;
using Pat.Experiments.Classification;
using Pat.Experiments.Diagnostics;
using Pat.Experiments.Runs;

namespace Pat.Experiments.CommandLine;

/// <summary>`pat sweep images` and its like: the experiment over the strength of the device's departures.</summary>
internal sealed class SweepClassifierCommand : ICommandReport
{
    private static string Description(IClassifierTopic topic) =>
        $"Repeats `pat run {topic.Name}` while the strength of all departures of the device from its twin grows: where physics-aware training stops "
        + "helping (small ones), and where it fails (large ones), with the cosine of its gradient beside it.";

    private readonly ClassifierTask task;
    private readonly IReadOnlyList<double> strengths;
    private readonly ComparisonFolder folder;
    private readonly int all;
    private readonly SweepResults results;

    private SweepClassifierCommand(ClassifierTask task, IReadOnlyList<double> strengths, ComparisonFolder folder) =>
        (this.task, this.strengths, this.folder, all, results) = (
            task, strengths, folder, strengths.Count * ClassifierExperiment.Trainings(task.Options).Count, new(strengths, task.Options.Methods));

    public static Command Create(IClassifierTopic topic, CancellationToken cancellation)
    {
        var arguments = new ClassifierArguments($"runs/{topic.Name}-sweep", topic, [.. ClassifierMethods.Names.Where(ClassifierMethods.IsPhysical)], ClassifierSweep.Methods);
        var chosen = CheckedOption.Values("--strengths", $"Strengths of all departures, with commas between; each is 0 to 10. [default: {CheckedOption.Text(ClassifierSweep.Strengths)}]", 0, 10);
        var command = new Command(topic.Name, Description(topic));
        command.Options.Add(chosen);
        arguments.AddTo(command, chooseStrength: false);
        command.SetAction(parsed =>
        {
            var strengths = parsed.GetValue(chosen) ?? ClassifierSweep.Strengths;
            var task = arguments.Open(parsed, strengths: strengths);
            using var folder = task.Folder(arguments.Common.Folder(parsed), "sweep", new { Options = (object)task.Options, Strengths = strengths });
            TermsTable.Write(folder, task.System.Bench, task.Options.Settings);
            return new SweepClassifierCommand(task, strengths, folder).Run(parsed, arguments.Common, cancellation);
        });
        return command;
    }

    private int Run(ParseResult parsed, ComparisonArguments arguments, CancellationToken cancellation) =>
        CommandFlow.Run(parsed, arguments, folder, task.Bars(strengths.Count), this, progress => ClassifierSweep.Run(
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
        report.Bold(task.Title($"{task.Topic.Title} over the strength of the device's departures from its twin"));
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
            $"Accuracy of {task.First.Test.Count:N0} test {task.Topic.Examples} on the device: {ComparisonTable.Interval(task.Options)}. Cosine: of the method's gradient with the device's own, "
            + $"over the parameters of the devices, at the trained parameters, without noise, on the first {ClassifierEvaluation.Block} training {task.Topic.Examples}; mean over runs.");
        results.PrintWarnings(report, ClassifierSentences.Warnings);
        report.Line("Everything is in " + folder.FullPath);
    }

    public object Document(bool complete) => new
    {
        System = task.System.Name,
        Data = task.Source.Source,
        task.Source.Split,
        task.Options.Seeds,
        Devices = ComparisonFolder.DevicesOf(task.Options),
        complete,
        Points = results.Points.Select(point => new
        {
            point.Strength,
            Rows = point.Rows.Select(row => ResultDocument.Row(row, lowest: true)),
            Warnings = ClassifierSentences.Warnings(point.Results),
        }),
        task.Network,
        task.Options.Crossed,
        task.Options.Epochs,
        task.Options.Noise,
        task.Options.Factors,
        Added = task.Options.Added.Select(DepartureOptions.NameOf),
        StreamSeeds = task.Options.StreamSeeds.ToDictionary(seed => DepartureOptions.NameOf(seed.Key), seed => seed.Value),
        DataDescription = task.Source.Text,
        Version = RunInfo.ProgramVersion,
        Folder = folder.FullPath,
    };
}
