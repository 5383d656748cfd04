using System.CommandLine;
using Pat.Experiments.Runs;
using Pat.Experiments.Vowels;

namespace Pat.Experiments.CommandLine;

/// <summary>`pat tune vowels`: the tuning allowance of every method.</summary>
internal static class TuneVowelsCommand
{
    private const string Description = """
        Offers every method the same learning rates on 24 seeds and devices that `pat run vowels` does not use, and judges them by the validation
        rows: on the device, or on the twin for a method that never uses the device. Test rows are not touched. Takes about 5 minutes on two cores.
        """;

    public static Command Create(CancellationToken cancellation)
    {
        var arguments = new VowelArguments("runs/vowels-tuning", VowelMethods.Names, VowelMethods.Names);
        var command = new Command("vowels", Description.ReplaceLineEndings(" "));
        arguments.AddTo(command, chooseSeeds: false);
        command.SetAction(parsed => Flow(parsed, arguments).Run(parsed, arguments.Common, cancellation));
        return command;
    }

    private static TuningFlow Flow(ParseResult parsed, VowelArguments arguments)
    {
        var (options, violation) = VowelSteps.Raise(arguments.Read(parsed) with { Seeds = VowelTuning.Seeds, Devices = VowelTuning.Seeds });
        var task = new VowelTask(options);
        var device = arguments.GapText(parsed, arguments.Strength(parsed)) + VowelSteps.Text(options.Steps, violation);
        return new(
            "tune vowels", options, VowelTuning.Of(options, task.DataOf), $"Learning rates for the vowels, {task.Kind}",
            (runs, folder) => [("data", task.DataText), ("runs", runs), ("device", device), ("folder", folder)], "rows",
            (rows, complete, folder) => new
            {
                Data = task.First.Source,
                Split = task.First.SplitName,
                options.Seeds,
                options.Devices,
                complete,
                Rows = rows,
                options.Epochs,
                options.Gap,
                options.Noise,
                options.FromAudio,
                task.Tracking,
                DataDescription = task.DataText,
                Version = RunInfo.ProgramVersion,
                folder,
            });
    }
}
