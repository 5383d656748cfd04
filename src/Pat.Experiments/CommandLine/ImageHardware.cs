using System.CommandLine;
using Pat.Experiments.Comparison;
using Pat.Experiments.Images;

namespace Pat.Experiments.CommandLine;

/// <summary>Images for the commands that work on any bench.</summary>
/// <param name="folder">Default of the output folder.</param>
/// <param name="systems">The systems to choose from.</param>
/// <param name="seeds">Default of the run seeds.</param>
internal sealed class ImageHardware(string folder, IReadOnlyList<IImageSystem> systems, IReadOnlyList<long> seeds) : IHardwareArguments
{
    private readonly ImageArguments arguments = new(folder, systems, ImageMethods.Names, ImageMethods.Standard, seeds);

    public string Name => "images";

    public ComparisonArguments Common => arguments.Common;

    public IReadOnlyList<string> Methods { get; } = [.. ImageMethods.Names.Where(ImageMethods.IsPhysical)];

    public void AddTo(Command command, IEnumerable<Option> first) => arguments.AddTo(command, first);

    public HardwareWork Open(ParseResult parsed, Func<ComparisonOptions, ComparisonOptions> adjust)
    {
        var (system, read) = arguments.Read(parsed);
        var options = (ImageOptions)adjust(read);
        var task = new ImageTask(system, options);
        return new(new ImageHardwareTask(system, options, task.DataOf), options)
        {
            Title = task.Title("images"),
            Data = task.First.Source,
            DataText = task.DataText,
            TestExamples = ComparisonText.Count(task.First.Test.Count, "test image"),
            Head = (runs, folder) => task.Head(runs, options.Strength, folder),
            Folder = task.Folder,
            Warnings = ImageSentences.Warnings,
            Strength = options.Strength,
        };
    }
}
