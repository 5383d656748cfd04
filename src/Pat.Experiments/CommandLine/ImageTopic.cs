using System.CommandLine;
using Pat.Experiments.Classification;
using Pat.Experiments.Comparison;
using Pat.Experiments.Data;
using Pat.Experiments.Drift;
using Pat.Experiments.Images;

namespace Pat.Experiments.CommandLine;

/// <summary>Images: which digit one shows.</summary>
/// <param name="systems">The systems to choose from.</param>
internal sealed class ImageTopic(IReadOnlyList<IImageSystem> systems) : IClassifierTopic
{
    private readonly Option<string> system = CheckedOption.Word("--system", "The physical system.", null, [.. systems.Select(one => one.Name)]);

    private readonly Option<string> data = CheckedOption.Folder(
        "--data", $"Folder that holds {Mnist.Subfolder}/ or another folder with the four IDX files of MNIST's format, plain or gzip. [default: drawn digits, which need no file]");

    private readonly Option<string> set = CheckedOption.Word("--set", "Which images of the data folder.", Mnist.Subfolder, Mnist.Subfolder, "fashion-mnist");
    private readonly Option<int?> images = CheckedOption.OptionalInteger(
        "--images", "Only so many of the first training images; all others as before. [default: all]", null, 10, 1_000_000);

    private readonly Option<bool> allTraining = CheckedOption.Flag(
        "--all-training-images", $"Train on all training images. Otherwise the last {ImageData.ValidationImages:N0} of a file are kept back to validate.");

    public string Name => "images";

    public string Example => "image";

    public string Examples => "images";

    public string Title => "Images";

    public string Question => "Which digit an image shows, by layers of a simulated physical system.";

    public string SeedsText => "draw of the digits, starting values, data order, augmentation, noise";

    public string EpochsText => string.Join(", ", systems.Select(one => $"{one.Recipe.Epochs} for {one.Name}"));

    public IReadOnlyList<string> Methods => WithoutConvolution(ClassifierMethods.Names);

    public IReadOnlyList<string> StandardMethods => WithoutConvolution(ClassifierMethods.Standard);

    public DriftPlan Drift => DriftPlan.Images;

    public IEnumerable<Option> SystemOptions => [system];

    public IEnumerable<Option> DataOptions(bool chooseValidation) => chooseValidation ? [data, set, images, allTraining] : [data, set, images];

    public ClassifierOptions Read(ParseResult parsed)
    {
        var options = new ImageOptions
        {
            System = parsed.GetValue(system)!,
            Epochs = Named(parsed.GetValue(system)!).Recipe.Epochs,
            Data = parsed.GetValue(data),
            Set = parsed.GetValue(set)!,
            Images = parsed.GetValue(images),
            AllTrainingImages = parsed.GetResult(allTraining) is not null && parsed.GetValue(allTraining),
        };
        if (options.Data is null && parsed.GetResult(set) is { Implicit: false })
            throw new UsageException("Images", "--set", "--data DIR with it", "none", $"Drawn digits have no sets: pass the folder that holds {options.Set}/.");
        return options;
    }

    public ClassifierOptions Read(TrainedRun run) => run.Options<ImageOptions>();

    public ClassifierSource Open(ClassifierOptions chosen)
    {
        var options = (ImageOptions)chosen;
        var chosenSystem = Named(options.System);
        var open = ImageData.Open(options.Data, options.Set, !options.AllTrainingImages);
        var all = options.Seeds.ToDictionary(seed => seed, seed => open(seed).WithFirst(options.Images ?? int.MaxValue));
        var first = all[options.Seeds[0]];
        return new()
        {
            System = chosenSystem,
            DataOf = ClassifierSource.Rows(all, images => ImageRows.Of(chosenSystem, images)),
            ClassNames = [.. Enumerable.Range(0, ImageData.Classes).Select(digit => $"{digit}")],
            Source = first.Source,
            Text = $"{first.Description}; {first.Counts}{(options.Data is null ? "" : $" ({Split(options)})")}; pixels in [0, 1]{(options.Data is null && options.Seeds.Count > 1 ? ". Every seed has its own." : ".")}",
            Split = Split(options),
            Remarks = first.Remarks,
            Where = options.Data is null ? "drawn digits" : Path.Combine(options.Data, options.Set, "train-images-idx3-ubyte"),
            Size = $"{first.Train.Height}x{first.Train.Width} pixels",
            Fingerprint = ClassifierSource.Rows(all, images => images.Fingerprint()),
            Description = seed => all[seed].Description,
        };
    }

    // The convolutional rival is of networks for sound.
    private static IReadOnlyList<string> WithoutConvolution(IReadOnlyList<string> methods) => [.. methods.Where(method => method != DigitalRivals.Convolutional)];

    private IImageSystem Named(string name) => systems.First(one => one.Name == name);

    private static string Split(ImageOptions options) => (options.AllTrainingImages, options.Images) switch
    {
        (true, null) => "all training images train, none validate",
        (true, _) => "the first training images train, none validate",
        (false, null) => $"the last {ImageData.ValidationImages:N0} training images validate",
        (false, _) => $"the first training images train, the last {ImageData.ValidationImages:N0} validate",
    };
}
