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

    private readonly Option<string> from = CheckedOption.Folder(
        "--from", $"Folder of 'pat run {topic.Name}' whose networks are used instead of training them; system, data and device are those of the run. With --data where the data lie elsewhere now.");

    public string Name => topic.Name;

    public ComparisonArguments Common => arguments.Common;

    public IReadOnlyList<string> Methods { get; } = [.. ClassifierMethods.Names.Where(ClassifierMethods.IsPhysical)];

    public void AddTo(Command command, IEnumerable<Option> first)
    {
        arguments.AddTo(command, [from, .. first]);
        // The run says which system it is.
        Option[] required = [.. command.Options.Where(option => option.Required)];
        foreach (var option in required)
            (option.Required, option.Description) = (false, $"{option.Description} Required, but not with --from.");
        command.Validators.Add(result =>
        {
            foreach (var option in required.Where(option => result.GetResult(option) is null && result.GetResult(from) is null))
                result.AddError($"Option '{option.Name}' is required.");
        });
    }

    public HardwareWork Open(ParseResult parsed, Func<ComparisonOptions, ComparisonOptions> adjust, Func<ComparisonOptions, IEnumerable<Training>> once)
    {
        if (parsed.GetValue(from) is not { } path)
        {
            var task = arguments.Open(parsed, options => (ClassifierOptions)adjust(options));
            return Of(task, task.OnHardware, null, []);
        }
        var run = TrainedRun.Open(path, $"run {topic.Name}");
        var (again, ofRun) = arguments.Open(parsed, run, options => (ClassifierOptions)adjust(options));
        var trained = new Dictionary<Training, MethodResult>();
        foreach (var training in once(again.Options).Distinct())
        {
            run.Find(ofRun, training.Method, training.Seed, training.Device);
            var checkpoint = ClassifierCheckpoint.Read(run, ofRun, training);
            checkpoint.CopyTo(again.OnHardware.Open(training.Seed, training.Device!.Value, ofRun.Settings));
            trained[training] = run.Result(training, checkpoint, again.Source.ClassNames.Count);
        }
        return Of(again, new TrainedTask(again.OnHardware, trained), path, run.Remarks);
    }

    private static HardwareWork Of(ClassifierTask task, IHardwareTask onHardware, string? from, IReadOnlyList<string> remarks) => new(onHardware, task.Options)
    {
        Title = task.Title(task.Topic.Name),
        Data = task.Source.Source,
        DataText = task.Source.Text,
        TestExamples = ComparisonText.Count(task.First.Test.Count, $"test {task.Topic.Example}"),
        Head = (runs, folder) =>
        [
            .. task.Head(runs, task.Options.Strength, folder),
            .. from is null ? [] : (IEnumerable<(string, string)>)[("networks", $"those of {from} are used, not trained again")],
            .. remarks.Select(remark => ("warning", remark)),
        ],
        Folder = task.Folder,
        Warnings = ClassifierSentences.Warnings,
        Strength = task.Options.Strength,
        From = from,
    };
}
