using System.CommandLine;
using Pat.Experiments.Drift;
using Pat.Experiments.Images;

namespace Pat.Experiments.CommandLine;

/// <summary>`pat drift images`: what drift costs an image classifier, and what keeps it.</summary>
internal static class DriftImagesCommand
{
    private const string Description = """
        Trains an image network on a simulated device, and follows the same device over hours while it drifts: with the trained parameters
        kept, and with physics-aware training going on. Prints accuracies over the hours, and what it cost in device runs.
        """;

    public static Command Create(IReadOnlyList<IImageSystem> systems, CancellationToken cancellation)
    {
        var arguments = new ImageArguments("runs/drift-images", systems, [.. ImageMethods.Names.Where(ImageMethods.IsPhysical)], DriftArguments.Methods);
        var drift = new DriftArguments(DriftPlan.Images);
        var command = new Command("images", Description.ReplaceLineEndings(" "));
        drift.AddTo(command);
        arguments.AddTo(command, chooseValidation: false);
        command.SetAction(parsed =>
        {
            var plan = drift.Read(parsed);
            var (system, read) = arguments.Read(parsed);
            var options = read with { Diagnostics = false };
            var task = new ImageTask(system, options);
            var run = new DriftRun(new ImageHardwareTask(system, options, task.DataOf), options, plan);
            using var folder = task.Folder(arguments.Common.Folder(parsed), "drift images", run.Config);
            return new DriftCommand(run, folder, options.Strength)
            {
                Title = task.Title("Drift of an image classifier"),
                Head = [.. task.Head(run.Trainings, options.Strength, folder.FullPath)],
                Task = new { System = system.Name, Data = task.First.Source, DataDescription = task.DataText },
                Warnings = ImageSentences.Warnings,
            }.Run(parsed, arguments.Common, cancellation);
        });
        return command;
    }
}
