using System.CommandLine;
using Pat.Experiments.Classification;

namespace Pat.Experiments.CommandLine;

/// <summary>The options of the commands that classify something, and the task that they make.</summary>
internal sealed class ClassifierArguments
{
    private const double MostStrength = 10;

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

    // Defaults that are the same whatever is classified.
    private sealed record StandardOptions : ClassifierOptions;
}
