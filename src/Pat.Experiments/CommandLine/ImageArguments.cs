using System.CommandLine;
using Pat.Experiments.Data;
using Pat.Experiments.Images;

namespace Pat.Experiments.CommandLine;

/// <summary>The options of the image commands, and the configuration that they make.</summary>
internal sealed class ImageArguments
{
    private const double MostStrength = 10;

    private readonly IReadOnlyList<IImageSystem> systems;
    private readonly Option<string> system;
    private readonly Option<string> data = CheckedOption.Folder(
        "--data", $"Folder that holds {Mnist.Subfolder}/ or another folder with the four IDX files of MNIST's format, plain or gzip. [default: drawn digits, which need no file]");

    private readonly Option<string> set = CheckedOption.Word("--set", "Which images of the data folder.", Mnist.Subfolder, Mnist.Subfolder, "fashion-mnist");
    private readonly Option<int?> images = CheckedOption.OptionalInteger(
        "--images", "Only so many of the first training images; all others as before. [default: all]", null, 10, 1_000_000);

    private readonly Option<bool> allTraining = CheckedOption.Flag(
        "--all-training-images", $"Train on all training images. Otherwise the last {ImageData.ValidationImages:N0} of a file are kept back to validate.");

    private readonly Option<double> strength = CheckedOption.Number(
        "--strength", "Factor of all departures of the device from its nominal twin. 0 is none, 1 as described.", 1, 0, MostStrength);

    private readonly Option<double> noise = CheckedOption.Number("--noise", "Factor of converters, jitter and noise. 0 is none, 1 as described.", 1, 0, MostStrength);

    private readonly Option<IReadOnlyList<KeyValuePair<string, double>>?> factors = DepartureOptions.Factors();

    /// <summary>Declares the options.</summary>
    /// <param name="folder">Default of the output folder.</param>
    /// <param name="systems">The systems to choose from.</param>
    /// <param name="known">Methods that can be chosen.</param>
    /// <param name="standardMethods">Methods that are run by default.</param>
    /// <param name="seeds">Default of the run seeds; null for those of `pat run`.</param>
    public ImageArguments(
        string folder, IReadOnlyList<IImageSystem> systems, IReadOnlyList<string> known, IReadOnlyList<string> standardMethods, IReadOnlyList<long>? seeds = null)
    {
        this.systems = systems;
        var standard = new ImageOptions { System = "", Methods = standardMethods };
        Common = new(
            folder, standard with { Seeds = seeds ?? standard.Seeds }, known, "draw of the digits, starting values, data order, augmentation, noise",
            $"Passes over the training images. [default: {string.Join(", ", systems.Select(one => $"{one.Recipe.Epochs} for {one.Name}"))}]");
        system = CheckedOption.Word("--system", "The physical system.", null, [.. systems.Select(one => one.Name)]);
    }

    /// <summary>The options that are not about images.</summary>
    public ComparisonArguments Common { get; }

    /// <summary>Adds the options to a command; a command that fixes seeds or strengths, or needs validation images, has no options for them.</summary>
    public void AddTo(Command command, bool chooseSeeds = true, bool chooseStrength = true, bool chooseValidation = true) =>
        AddTo(command, Common.First(chooseSeeds), chooseStrength, chooseValidation);

    /// <summary>Adds the options to a command that says itself which come first, after the system.</summary>
    public void AddTo(Command command, IEnumerable<Option> first, bool chooseStrength = true, bool chooseValidation = true)
    {
        List<Option> options = [system, .. first, data, set, images];
        if (chooseValidation)
            options.Add(allTraining);
        if (chooseStrength)
            options.Add(strength);
        options.AddRange([noise, factors, .. Common.Last]);
        options.ForEach(command.Options.Add);
    }

    /// <summary>The system and the configuration; sets the number of threads of the process if it is given.</summary>
    /// <exception cref="DataException">An option asks for a data folder that is not given.</exception>
    public (IImageSystem System, ImageOptions Options) Read(ParseResult parsed)
    {
        var chosen = systems.First(one => one.Name == parsed.GetValue(system));
        var options = Common.Read(parsed, new ImageOptions
        {
            System = chosen.Name,
            Epochs = chosen.Recipe.Epochs,
            Data = parsed.GetValue(data),
            Set = parsed.GetValue(set)!,
            Images = parsed.GetValue(images),
            AllTrainingImages = parsed.GetResult(allTraining) is not null && parsed.GetValue(allTraining),
            Strength = parsed.GetResult(strength) is null ? 1 : parsed.GetValue(strength),
            Noise = parsed.GetValue(noise),
        });
        options = options with { Factors = options.Factors.SetItems(parsed.GetValue(factors) ?? []) };
        DeviceArguments.CheckTerms(chosen.Bench, options.Factors.Keys);
        if (options.Data is null && parsed.GetResult(set) is { Implicit: false })
            throw new DataException("Images", "--set", "--data DIR with it", "none", $"Drawn digits have no sets: pass the folder that holds {options.Set}/.");
        return (chosen, Common.ChoosesMethods(parsed) ? options : ImageTask.WithoutImpossible(chosen, options));
    }
}
