using System.CommandLine;
using Pat.Experiments.Classification;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.CommandLine;

/// <summary>A classification task for the commands that work on any bench.</summary>
/// <param name="folder">Default of the output folder.</param>
/// <param name="topic">What is classified.</param>
/// <param name="seeds">Default of the run seeds.</param>
internal sealed class ClassifierHardware(string folder, IClassifierTopic topic, IReadOnlyList<long> seeds) : IHardwareArguments
{
    private readonly ClassifierArguments arguments = new(folder, topic, ClassifierMethods.Names, ClassifierMethods.Standard, seeds);

    public string Name => topic.Name;

    public ComparisonArguments Common => arguments.Common;

    public IReadOnlyList<string> Methods { get; } = [.. ClassifierMethods.Names.Where(ClassifierMethods.IsPhysical)];

    public void AddTo(Command command, IEnumerable<Option> first) => arguments.AddTo(command, first);

    public HardwareWork Open(ParseResult parsed, Func<ComparisonOptions, ComparisonOptions> adjust)
    {
        var task = arguments.Open(parsed, options => (ClassifierOptions)adjust(options));
        return new(task.OnHardware, task.Options)
        {
            Title = task.Title(task.Topic.Name),
            Data = task.Source.Source,
            DataText = task.Source.Text,
            TestExamples = ComparisonText.Count(task.First.Test.Count, $"test {task.Topic.Example}"),
            Head = (runs, folder) => task.Head(runs, task.Options.Strength, folder),
            Folder = task.Folder,
            Warnings = ClassifierSentences.Warnings,
            Strength = task.Options.Strength,
        };
    }
}
