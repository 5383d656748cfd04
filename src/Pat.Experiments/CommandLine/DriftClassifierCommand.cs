using System.CommandLine;
using Pat.Experiments.Classification;

namespace Pat.Experiments.CommandLine;

/// <summary>`pat drift images` and its like: what drift costs a classifier, and what keeps it.</summary>
internal static class DriftClassifierCommand
{
    private const string Description =
        "Trains a network on a simulated device, and follows the same device over hours while it drifts: with the trained parameters "
        + "kept, and with physics-aware training going on. Prints accuracies over the hours, and what it cost in device runs.";

    public static Command Create(IClassifierTopic topic, CancellationToken cancellation)
    {
        var arguments = new ClassifierArguments($"runs/drift-{topic.Name}", topic, [.. ClassifierMethods.Names.Where(ClassifierMethods.IsPhysical)], DriftArguments.Methods);
        var drift = new DriftArguments(topic.Drift);
        var command = new Command(topic.Name, $"{topic.Question} {Description}");
        drift.AddTo(command);
        arguments.AddTo(command, chooseValidation: false);
        command.SetAction(parsed =>
        {
            var plan = drift.Read(parsed);
            var task = arguments.Open(parsed, read => read with { Diagnostics = false });
            var options = task.Options;
            var run = new DriftRun(task.OnHardware, options, plan);
            using var folder = task.Folder(arguments.Common.Folder(parsed), "drift", run.Config);
            return new DriftCommand(run, folder, options.Strength)
            {
                Title = task.Title($"Drift of a classifier of {task.Topic.Examples}"),
                Head = [.. task.Head(run.Trainings, options.Strength, folder.FullPath)],
                Task = new { System = task.System.Name, Data = task.Source.Source, DataDescription = task.Source.Text },
                Warnings = ClassifierSentences.Warnings,
            }.Run(parsed, arguments.Common, cancellation);
        });
        return command;
    }
}
