using System.CommandLine;
using Pat.Experiments.Classification;
using Pat.Experiments.Runs;

namespace Pat.Experiments.CommandLine;

/// <summary>`pat tune images` and its like: the tuning allowance of every method.</summary>
internal static class TuneClassifierCommand
{
    private static string Description(IClassifierTopic topic) =>
        $"Offers every method the same learning rates on seeds {NumberList.Format(ClassifierTuning.Seeds)} and the devices of the same numbers, which `pat run {topic.Name}` does not use, "
        + $"and judges them by the validation {topic.Examples}: on the device, or on the twin for a method that never uses the device. Test {topic.Examples} are not touched.";

    public static Command Create(IClassifierTopic topic, CancellationToken cancellation)
    {
        var arguments = new ClassifierArguments($"runs/{topic.Name}-tuning", topic, topic.Methods, topic.StandardMethods);
        var rates = CheckedOption.Values(
            "--rates", $"Peak learning rates, with commas between; each is 1E-06 to 10. [default: {CheckedOption.Text(ClassifierTuning.Rates)}]", 1e-6, 10);
        var command = new Command(topic.Name, Description(topic));
        command.Options.Add(rates);
        arguments.AddTo(command, chooseSeeds: false, chooseValidation: false);
        command.SetAction(parsed => Flow(parsed, arguments, parsed.GetValue(rates) ?? ClassifierTuning.Rates).Run(parsed, arguments.Common, cancellation));
        return command;
    }

    private static TuningFlow Flow(ParseResult parsed, ClassifierArguments arguments, IReadOnlyList<double> rates)
    {
        var task = arguments.Open(parsed, chosen => chosen with { Seeds = ClassifierTuning.Seeds, Devices = ClassifierTuning.Seeds });
        var (system, options) = (task.System, task.Options);
        return new(
            $"tune {task.Topic.Name}", options, ClassifierTuning.Of(system, options, rates, task.DataOf), task.Title($"Learning rates for {task.Topic.Name}"),
            (runs, folder) => task.Head(runs, options.Strength, folder), task.Topic.Examples,
            (rows, complete, folder) => new
            {
                System = system.Name,
                Data = task.Source.Source,
                task.Source.Split,
                options.Seeds,
                options.Devices,
                complete,
                Rows = rows,
                options.Epochs,
                options.Strength,
                options.Noise,
                Version = RunInfo.ProgramVersion,
                folder,
            });
    }
}
