using System.CommandLine;
using Pat.Experiments.Comparison;
using Pat.Experiments.Vowels;

namespace Pat.Experiments.CommandLine;

/// <summary>Vowels for the commands that work on any bench.</summary>
/// <param name="folder">Default of the output folder.</param>
/// <param name="seeds">Default of the run seeds.</param>
internal sealed class VowelHardware(string folder, IReadOnlyList<long> seeds) : IHardwareArguments
{
    private readonly VowelArguments arguments = new(folder, VowelMethods.Names, VowelMethods.Names, seeds);

    public string Name => "vowels";

    public ComparisonArguments Common => arguments.Common;

    public IReadOnlyList<string> Methods { get; } = [.. VowelMethods.Names.Where(VowelMethods.IsPhysical)];

    public void AddTo(Command command, IEnumerable<Option> first) => arguments.AddTo(command, first);

    public HardwareWork Open(ParseResult parsed, Func<ComparisonOptions, ComparisonOptions> adjust, Func<ComparisonOptions, IEnumerable<Training>> once)
    {
        var (options, violation) = VowelSteps.Raise((VowelOptions)adjust(arguments.Read(parsed)));
        var task = new VowelTask(options);
        var strength = arguments.Strength(parsed);
        var device = arguments.GapText(parsed, strength) + VowelSteps.Text(options.Steps, violation);
        return new(new VowelHardwareTask(options, task.DataOf), options)
        {
            Title = $"vowels on a simulated second-harmonic device, {task.Kind}",
            Data = task.First.Source,
            DataText = task.DataText,
            TestExamples = ComparisonText.Count(task.First.Test.Labels.Length, "test row"),
            Head = (runs, folder) => [("data", task.DataText), ("runs", runs), ("device", device), ("folder", folder)],
            Folder = task.Folder,
            Warnings = VowelSentences.Warnings,
            Strength = strength,
        };
    }
}
