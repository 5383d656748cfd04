using System.CommandLine;
using Pat.Experiments.Drift;
using Pat.Experiments.Vowels;

namespace Pat.Experiments.CommandLine;

/// <summary>`pat drift vowels`: what drift costs a vowel classifier, and what keeps it.</summary>
internal static class DriftVowelsCommand
{
    private const string Description = """
        Trains the vowel network on a simulated optical device, and follows the same device over hours while it drifts: with the trained
        parameters kept, and with physics-aware training going on. Prints accuracies over the hours, and what it cost in device runs.
        """;

    public static Command Create(CancellationToken cancellation)
    {
        var arguments = new VowelArguments("runs/drift-vowels", [.. VowelMethods.Names.Where(VowelMethods.IsPhysical)], DriftArguments.Methods);
        var drift = new DriftArguments(DriftPlan.Vowels);
        var command = new Command("vowels", Description.ReplaceLineEndings(" "));
        drift.AddTo(command);
        arguments.AddTo(command);
        command.SetAction(parsed =>
        {
            var plan = drift.Read(parsed);
            var (options, violation) = VowelSteps.Raise(arguments.Read(parsed) with { Diagnostics = false });
            var task = new VowelTask(options);
            var device = arguments.GapText(parsed, arguments.Strength(parsed)) + VowelSteps.Text(options.Steps, violation);
            var run = new DriftRun(new VowelHardwareTask(options, task.DataOf), options, plan);
            using var folder = task.Folder(arguments.Common.Folder(parsed), "drift vowels", run.Config);
            return new DriftCommand(run, folder, arguments.Strength(parsed))
            {
                Title = $"Drift of a vowel classifier on a simulated second-harmonic device, {task.Kind}",
                Head = [("data", task.DataText), ("runs", run.Trainings), ("device", device), ("folder", folder.FullPath)],
                Task = new { Data = task.First.Source, Split = task.First.SplitName, DataDescription = task.DataText },
                Warnings = VowelSentences.Warnings,
            }.Run(parsed, arguments.Common, cancellation);
        });
        return command;
    }
}
