using System.CommandLine;
using System.Globalization;
using Pat.Experiments.Comparison;
using Pat.Experiments.Diagnostics;
using Pat.Experiments.Runs;
using Pat.Experiments.Vowels;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Experiments.CommandLine;

/// <summary>`pat sweep vowels`: the experiment over the strength of the device's departures.</summary>
internal sealed class SweepVowelsCommand : ICommandReport
{
    private const string Description = """
        Repeats `pat run vowels` while the strength of all departures of the device from its twin goes from 0 to 2: where training in silico
        ties with physics-aware training, where it breaks, and where physics-aware training fails. Takes about one minute on two cores.
        """;

    private readonly VowelTask task;
    private readonly IReadOnlyList<VowelSweepPoint> plan;
    private readonly string gap;
    private readonly ComparisonFolder folder;
    private readonly int all;
    private readonly SweepResults results;

    private SweepVowelsCommand(VowelTask task, IReadOnlyList<VowelSweepPoint> plan, string gap, ComparisonFolder folder) =>
        (this.task, this.plan, this.gap, this.folder, all, results) = (
            task, plan, gap, folder, plan.Count * VowelExperiment.Trainings(task.Options).Count, new([.. plan.Select(point => point.Strength)], task.Options.Methods));

    public static Command Create(CancellationToken cancellation)
    {
        string[] physical = [.. VowelMethods.Names.Where(VowelMethods.IsPhysical)];
        var arguments = new VowelArguments("runs/vowels-sweep", physical, VowelSweep.Methods);
        var strengths = CheckedOption.Values("--strengths", $"Strengths of all departures, with commas between; each is 0 to 10. [default: {CheckedOption.Text(VowelSweep.Strengths)}]", 0, 10);
        var command = new Command("vowels", Description.ReplaceLineEndings(" "));
        command.Options.Add(strengths);
        arguments.AddTo(command, chooseStrength: false);
        command.SetAction(parsed =>
        {
            var options = arguments.Read(parsed) with { RepeatWithMoreSteps = true };
            var plan = VowelSweep.Plan(options, parsed.GetValue(strengths) ?? VowelSweep.Strengths);
            var task = new VowelTask(options);
            var config = new { Options = options, Points = plan.Select(point => new { point.Strength, point.Options.Steps, point.Options.Gap }) };
            using var folder = task.Folder(arguments.Common.Folder(parsed), "sweep vowels", config);
            TermsTable.Write(folder, new SecondHarmonicBench(steps: options.Steps), options.Settings);
            return new SweepVowelsCommand(task, plan, arguments.GapText(parsed, null), folder).Run(parsed, arguments.Common, cancellation);
        });
        return command;
    }

    private int Run(ParseResult parsed, ComparisonArguments arguments, CancellationToken cancellation) =>
        CommandFlow.Run(parsed, arguments, folder, task.Bars(plan.Count), this, progress =>
        {
            VowelSweep.Run(
                plan, task.DataOf,
                (point, result) =>
                {
                    folder.Add(result, point.Strength);
                    progress.Say(results.Add(point.Strength, result, all));
                },
                epoch => progress.Advance(epoch.Training.Method),
                cancellation);
            return results.Count == all;
        });

    public void PrintHead(Report report)
    {
        report.Bold($"Vowels over the strength of the device's departures from its twin, {task.Kind}");
        report.Pairs(
            ("data", task.DataText),
            ("runs", $"{ComparisonText.Runs(task.Options)}; {ComparisonText.Count(plan.Count, "strength")}, {ComparisonText.Count(all, "training")} in all"),
            ("device", gap),
            ("folder", folder.FullPath));
    }

    public void PrintEnd(Report report, bool complete)
    {
        if (!complete)
            report.Incomplete(results.Count, all, "trainings");
        results.PrintTable(report, ("steps", point => StepsOf(point.Results)));
        foreach (var sentence in SweepSentences.Of(results.Points))
            report.Line(sentence);
        report.Line();
        report.Note(
            $"Accuracy on the device: {ComparisonTable.Interval(task.Options)}. Steps: split steps through the crystal, raised until the Manley-Rowe relation "
            + string.Create(CultureInfo.InvariantCulture, $"holds to {VowelSteps.Tolerance} on {VowelSteps.Programs} uniformly random programs per device and to {VowelSteps.ToleranceInUse} on those of the training."));
        results.PrintWarnings(report, VowelSentences.Warnings);
        report.Line("Everything is in " + folder.FullPath);
    }

    // "8", or "8-18" where some runs needed more.
    private static string StepsOf(IEnumerable<MethodResult> results)
    {
        var steps = results.Where(result => result.Steps is not null).Select(result => result.Steps!.Value).DefaultIfEmpty().ToArray();
        return steps.Min() == steps.Max() ? $"{steps.Min()}" : $"{steps.Min()}-{steps.Max()}";
    }

    public object Document(bool complete) => new
    {
        Data = task.First.Source,
        Split = task.First.SplitName,
        task.Options.Seeds,
        Devices = ComparisonFolder.DevicesOf(task.Options),
        complete,
        Points = results.Points.Select(point => new
        {
            point.Strength,
            SplitSteps = StepsOf(point.Results),
            ManleyRoweViolation = plan.First(planned => planned.Strength == point.Strength).Violation,
            Rows = point.Rows.Select(row => ResultDocument.Row(row)),
            Warnings = VowelSentences.Warnings(point.Results),
        }),
        task.Options.Crossed,
        task.Options.Epochs,
        task.Options.Gap,
        task.Options.Noise,
        Added = task.Options.Added.Select(DepartureOptions.NameOf),
        StreamSeeds = task.Options.StreamSeeds.ToDictionary(seed => DepartureOptions.NameOf(seed.Key), seed => seed.Value),
        task.Options.FromAudio,
        task.Tracking,
        DataDescription = task.DataText,
        Version = RunInfo.ProgramVersion,
        Folder = folder.FullPath,
    };
}
