using System.CommandLine;
using Pat.Experiments.Classification;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.CommandLine;

/// <summary>The options of the commands that classify something, and the task that they make.</summary>
internal sealed class ClassifierArguments
{
    private const double MostStrength = 10;
    private const string DataOption = "--data";

    private readonly IClassifierTopic topic;
    private readonly Option<double> strength = CheckedOption.Number(
        "--strength", "Factor of all departures of the device from its nominal twin. 0 is none, 1 as described.", 1, 0, MostStrength);

    private readonly Option<double> noise = CheckedOption.Number("--noise", "Factor of converters, jitter and noise. 0 is none, 1 as described.", 1, 0, MostStrength);

    private readonly Option<IReadOnlyList<KeyValuePair<string, double>>?> factors = DepartureOptions.Factors();

    /// <summary>Declares the options.</summary>
    /// <param name="folder">Default of the output folder.</param>
    /// <param name="topic">What is classified.</param>
    /// <param name="known">Methods that can be chosen.</param>
    /// <param name="standardMethods">Methods that are run by default.</param>
    /// <param name="seeds">Default of the run seeds; null for those of `pat run`.</param>
    public ClassifierArguments(
        string folder, IClassifierTopic topic, IReadOnlyList<string> known, IReadOnlyList<string> standardMethods, IReadOnlyList<long>? seeds = null)
    {
        this.topic = topic;
        var standard = new StandardOptions { System = "", Methods = standardMethods };
        Common = new(
            folder, seeds is null ? standard : standard with { Seeds = seeds }, known, topic.SeedsText, $"Passes over the training {topic.Examples}. [default: {topic.EpochsText}]");
    }

    /// <summary>The options that are the same for all experiments.</summary>
    public ComparisonArguments Common { get; }

    /// <summary>Adds the options to a command; a command that fixes seeds or strengths, or needs validation examples, has no options for them.</summary>
    public void AddTo(Command command, bool chooseSeeds = true, bool chooseStrength = true, bool chooseValidation = true) =>
        AddTo(command, Common.First(chooseSeeds), chooseStrength, chooseValidation);

    /// <summary>Adds the options to a command that says itself which come first, after the system.</summary>
    public void AddTo(Command command, IEnumerable<Option> first, bool chooseStrength = true, bool chooseValidation = true)
    {
        List<Option> options = [.. topic.SystemOptions, .. first, .. topic.DataOptions(chooseValidation)];
        if (chooseStrength)
            options.Add(strength);
        options.AddRange([noise, factors, .. Common.Last]);
        options.ForEach(command.Options.Add);
    }

    /// <summary>Reads the options, opens the data and tries the devices; sets the number of threads of the process if it is given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="adjust">What the command decides itself: seeds, methods, devices.</param>
    /// <param name="strengths">Strengths of the devices; null for the one of the options.</param>
    /// <exception cref="Data.DataException">The data or the strength does not go with the system.</exception>
    /// <exception cref="UsageException">Options do not go together or with the system.</exception>
    public ClassifierTask Open(ParseResult parsed, Func<ClassifierOptions, ClassifierOptions>? adjust = null, IEnumerable<double>? strengths = null)
    {
        var options = Common.Read(parsed, topic.Read(parsed) with
        {
            Strength = parsed.GetResult(strength) is null ? 1 : parsed.GetValue(strength),
            Noise = parsed.GetValue(noise),
        });
        options = options with { Factors = options.Factors.SetItems(parsed.GetValue(factors) ?? []) };
        if (Common.DeviceOf(parsed, strength, noise, factors) is { } device)
            options = options.On(device);
        if (adjust is not null)
            options = adjust(options);
        return new(topic, options, withoutImpossible: !Common.ChoosesMethods(parsed), strengths);
    }

    /// <summary>Takes the options from the folder of a run, and opens the same data.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="run">The run.</param>
    /// <param name="adjust">What the command decides itself: methods, devices.</param>
    /// <returns>The task, and the options as the run had them.</returns>
    /// <exception cref="UsageException">An option is given that the run has decided.</exception>
    /// <exception cref="Data.DataException">The folder cannot be used, or the data are others.</exception>
    public (ClassifierTask Task, ClassifierOptions OfRun) Open(ParseResult parsed, TrainedRun run, Func<ClassifierOptions, ClassifierOptions> adjust)
    {
        Option[] decided = [.. topic.SystemOptions, .. topic.DataOptions(true), strength, noise, factors];
        if (decided.FirstOrDefault(option => option.Name != DataOption && parsed.GetResult(option) is { Implicit: false }) is { } given)
            throw ComparisonArguments.DecidedByRun(given);
        var options = Common.ReadSeeds(parsed, topic.Read(run));
        // The same recordings or images may lie elsewhere now.
        var task = new ClassifierTask(topic, adjust(options with { Data = parsed.GetValue<string>(DataOption) ?? options.Data }), withoutImpossible: false, strengths: null);
        foreach (var seed in task.Options.Seeds)
            run.CheckData(seed, task.Source.Where, task.Source.Fingerprint(seed));
        return (task, options);
    }

    // Defaults that are the same whatever is classified.
    private sealed record StandardOptions : ClassifierOptions;
}
