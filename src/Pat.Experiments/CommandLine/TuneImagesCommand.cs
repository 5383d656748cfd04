using System.CommandLine;
using Pat.Experiments.Images;
using Pat.Experiments.Runs;

namespace Pat.Experiments.CommandLine;

/// <summary>`pat tune images`: the tuning allowance of every method.</summary>
internal static class TuneImagesCommand
{
    private static readonly string description = $"""
        Offers every method the same learning rates on seeds {NumberList.Format(ImageTuning.Seeds)} and the devices of the same numbers, which `pat run images` does not use,
        and judges them by the validation images: on the device, or on the twin for a method that never uses the device. Test images are not touched.
        """;

    public static Command Create(IReadOnlyList<IImageSystem> systems, CancellationToken cancellation)
    {
        var arguments = new ImageArguments("runs/images-tuning", systems, ImageMethods.Names, ImageMethods.Standard);
        var rates = CheckedOption.Values(
            "--rates", $"Peak learning rates, with commas between; each is 1E-06 to 10. [default: {CheckedOption.Text(ImageTuning.Rates)}]", 1e-6, 10);
        var command = new Command("images", description.ReplaceLineEndings(" "));
        command.Options.Add(rates);
        arguments.AddTo(command, chooseSeeds: false, chooseValidation: false);
        command.SetAction(parsed => Flow(parsed, arguments, parsed.GetValue(rates) ?? ImageTuning.Rates).Run(parsed, arguments.Common, cancellation));
        return command;
    }

    private static TuningFlow Flow(ParseResult parsed, ImageArguments arguments, IReadOnlyList<double> rates)
    {
        var (system, chosen) = arguments.Read(parsed);
        var task = new ImageTask(system, chosen with { Seeds = ImageTuning.Seeds, Devices = ImageTuning.Seeds });
        var options = task.Options;
        return new(
            "tune images", options, ImageTuning.Of(system, options, rates, task.DataOf), task.Title("Learning rates for images"),
            (runs, folder) => task.Head(runs, options.Strength, folder), "images",
            (rows, complete, folder) => new
            {
                System = system.Name,
                Data = task.First.Source,
                task.Split,
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
