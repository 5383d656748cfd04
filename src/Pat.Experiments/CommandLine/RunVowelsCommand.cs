using System.CommandLine;
using System.Globalization;
using Pat.Experiments.Diagnostics;
using Pat.Experiments.Runs;
using Pat.Experiments.Vowels;

namespace Pat.Experiments.CommandLine;

/// <summary>`pat run vowels`: trains every method on the same seeds and devices and prints one table.</summary>
internal sealed class RunVowelsCommand : ICommandReport
{
    private const string Description = """
        Which of seven vowels a woman said, from twelve formants, by five layers of a simulated nonlinear-optical device. Trains the
        network by every method on the same seeds and devices, and prints accuracies, device runs and durations.
        """;

    private readonly VowelTask task;
    private readonly double strength;
    private readonly string gap;
    private readonly ComparisonFolder folder;
    private readonly int all;
    private readonly RunResults results;
    private readonly DiagnosticWarnings warnings = new();

    private RunVowelsCommand(VowelTask task, double strength, string gap, ComparisonFolder folder)
    {
        (this.task, this.strength, this.gap, this.folder, all) = (task, strength, gap, folder, VowelExperiment.Trainings(task.Options).Count);
        results = new(folder, task.Options.Methods, strength, all);
    }

    public static Command Create(CancellationToken cancellation)
    {
        var arguments = new VowelArguments("runs/vowels", VowelMethods.Names, VowelMethods.Names);
        var command = new Command("vowels", Description.ReplaceLineEndings(" "));
        arguments.AddTo(command);
        command.Options.Add(arguments.Common.Device);
        command.Options.Add(arguments.Common.WithoutDiagnostics);
        command.SetAction(parsed =>
        {
            var (options, violation) = VowelSteps.Raise(arguments.Read(parsed));
            var task = new VowelTask(options);
            var strength = options.Device?.Saved.Settings.Strength ?? arguments.Strength(parsed);
            var gap = (options.Device is { } device ? DeviceTables.TextOf(device, options) : arguments.GapText(parsed, strength)) + VowelSteps.Text(options.Steps, violation);
            using var folder = task.Folder(arguments.Common.Folder(parsed), "run vowels", options);
            TermsTable.Write(folder, options.Bench, options.Settings);
            return new RunVowelsCommand(task, strength, gap, folder).Run(parsed, arguments.Common, cancellation);
        });
        return command;
    }

    private int Run(ParseResult parsed, ComparisonArguments arguments, CancellationToken cancellation) =>
        CommandFlow.Run(parsed, arguments, folder, task.Bars(), this, progress => results.Follow(progress, (onResult, onEpoch) => VowelExperiment.Run(
            task.Options, task.DataOf, onResult, onEpoch, task.Options.Diagnostics ? RunDiagnostics.To(folder, task.Options.Runs()[0], warnings, VowelMethods.TrainsOnDevice, results.TakeRightAngle) : null, cancellation).Complete));

    public void PrintHead(Report report)
    {
        report.Bold($"Vowels on a simulated second-harmonic device, {task.Kind}");
        report.Pairs(
            ("data", task.DataText), ("runs", $"{ComparisonText.Runs(task.Options)}; {ComparisonText.Count(all, "training")} in all"), ("device", gap), ("folder", folder.FullPath));
    }

    public void PrintEnd(Report report, bool complete) => results.PrintEnd(
        report, complete, lowest: false, VowelSentences.Of(results.Rows), VowelTable.Note(task.Options, results.Rows), Warnings);

    private IEnumerable<string> Warnings => [.. VowelSentences.Warnings(results.All), .. warnings.All];

    public object Document(bool complete) => new
    {
        Data = task.First.Source,
        Split = task.First.SplitName,
        task.Options.Seeds,
        Devices = ComparisonFolder.DevicesOf(task.Options),
        complete,
        Rows = results.Rows.Select(row => ResultDocument.Row(row)),
        task.Options.Crossed,
        task.Options.Epochs,
        strength,
        task.Options.Gap,
        task.Options.Noise,
        Added = task.Options.Added.Select(DepartureOptions.NameOf),
        StreamSeeds = task.Options.StreamSeeds.ToDictionary(seed => DepartureOptions.NameOf(seed.Key), seed => seed.Value),
        DeviceFile = task.Options.Device,
        SplitSteps = task.Options.Steps,
        task.Options.FromAudio,
        task.Tracking,
        DataDescription = task.DataText,
        Warnings,
        Version = RunInfo.ProgramVersion,
        Folder = folder.FullPath,
    };
}
