using System.Globalization;
using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Experiments.Comparison;
using Pat.Experiments.Data;
using Pat.Experiments.Images;

namespace Pat.Experiments.CommandLine;

/// <summary>An image experiment that is about to run: its configuration and its data, read and checked.</summary>
internal sealed class ImageTask
{
    private readonly Dictionary<long, ImageData> images;

    /// <summary>Opens the data and tries the system on it.</summary>
    /// <exception cref="DataException">The data, the strength or a method does not go with the system.</exception>
    public ImageTask(IImageSystem system, ImageOptions options, IEnumerable<double>? strengths = null)
    {
        (System, Options) = (system, options);
        var open = ImageData.Open(options.Data, options.Set, !options.AllTrainingImages);
        images = options.Seeds.ToDictionary(seed => seed, seed => open(seed).WithFirst(options.Images ?? int.MaxValue));
        Features = TryImages();
        Network = new(system, Features);
        TryMethods();
        foreach (var strength in strengths ?? [options.Strength])
            TryDevices(strength);
    }

    public IImageSystem System { get; }

    public ImageOptions Options { get; }

    public ImageData First => images[Options.Seeds[0]];

    /// <summary>Length of a row of the network's input.</summary>
    public int Features { get; }

    /// <summary>How large the network is.</summary>
    public NetworkSize Network { get; }

    public ImageData DataOf(long seed) => images[seed];

    /// <summary>The data in words.</summary>
    public string DataText =>
        $"{First.Description}; {First.Counts}{(Options.Data is null ? "" : $" ({Split})")}; pixels in [0, 1]{(Options.Data is null && Options.Seeds.Count > 1 ? ". Every seed has its own." : ".")}";

    /// <summary>How training images are divided.</summary>
    public string Split => (Options.AllTrainingImages, Options.Images) switch
    {
        (true, null) => "all training images train, none validate",
        (true, _) => "the first training images train, none validate",
        (false, null) => $"the last {ImageData.ValidationImages:N0} training images validate",
        (false, _) => $"the first training images train, the last {ImageData.ValidationImages:N0} validate",
    };

    /// <summary>The first line of a report.</summary>
    public string Title(string what) => $"{what} by the system '{System.Name}', {(First.IsSynthetic ? "SYNTHETIC data" : $"data {First.Source}")}";

    /// <summary>What was asked for.</summary>
    /// <param name="runs">Seeds, devices and trainings in words.</param>
    /// <param name="strength">Strength of the devices; null where it varies.</param>
    /// <param name="folder">The run folder.</param>
    public IEnumerable<(string Name, string Value)> Head(string runs, double? strength, string folder) =>
    [
        ("system", System.Description),
        ("network", Network.Text),
        ("data", DataText),
        ("runs", runs),
        ("device", string.Create(CultureInfo.InvariantCulture, $"{(strength is null ? "strength as in the table" : $"strength {strength}")}; noise {Options.Noise}") + DepartureOptions.Text(Options.Factors, Options.Added, Options.StreamSeeds)),
        ("folder", folder),
        .. First.Remarks.Select(remark => ("warning", remark)),
    ];

    /// <summary>Steps of the progress bar of each method.</summary>
    public IReadOnlyList<(string Name, int Steps)> Bars(int times = 1) =>
        [.. ImageExperiment.Trainings(Options).GroupBy(training => training.Method).Select(method => (method.Key, times * method.Count() * (Options.Epochs + 1)))];

    /// <summary>The options without default methods that the system does not allow: the identity where a device has other outputs than inputs.</summary>
    public static ImageOptions WithoutImpossible(IImageSystem system, ImageOptions options) =>
        WhyNotIdentity(system) is null ? options : options with { Methods = [.. options.Methods.Where(method => method != DigitalRivals.WithoutPhysics)] };

    /// <summary>Opens the run folder and writes what is known before anything is trained.</summary>
    public ComparisonFolder Folder(string path, string command, object config)
    {
        var folder = new ComparisonFolder(path, command, Options, config, new("images", "images", [.. Enumerable.Range(0, ImageData.Classes).Select(digit => $"{digit}")], System.Build(Features))
        {
            ValidatesEpochs = true,
            Metadata = new Dictionary<string, string>
            {
                ["system"] = System.Name,
                ["data"] = First.Source,
                ["noise"] = Options.Noise.ToString(CultureInfo.InvariantCulture),
            },
        });
        folder.WriteData(
            ["seed", "source", "training_images", "validation_images", "test_images", "description"],
            Options.Seeds.Select(seed => (seed, images[seed])).Select(pair => (object?[])
                [pair.seed, pair.Item2.Source, pair.Item2.Train.Count, pair.Item2.Validation.Count, pair.Item2.Test.Count, pair.Item2.Description]));
        return folder;
    }

    private string Where => Options.Data is null ? "drawn digits" : Path.Combine(Options.Data, Options.Set, "train-images-idx3-ubyte");

    private int TryImages()
    {
        try
        {
            var features = ImageEvaluation.Features(System, First.Train);
            System.Build(features);
            return features;
        }
        catch (ShapeException e)
        {
            throw new DataException(
                "Images", Where, $"images that the system '{System.Name}' can take", $"{First.Train.Height}x{First.Train.Width} pixels ({e.Message})", "Choose another --system or other images.");
        }
    }

    private void TryMethods()
    {
        if (Options.Methods.Contains(DigitalRivals.WithoutPhysics) && WhyNotIdentity(System) is { } problem)
            throw new DataException("Methods", "--methods identity", $"a system with as many outputs as inputs, so that nothing can stand in its place", $"'{System.Name}': {problem}", "Leave identity out.");
    }

    private void TryDevices(double strength)
    {
        foreach (var device in ComparisonFolder.DevicesOf(Options))
        {
            try
            {
                ImageBench.Fabricate(System, (Options with { Strength = strength }).Settings, device);
            }
            catch (ArgumentException e)
            {
                throw new DataException(
                    "Device", FormattableString.Invariant($"--strength {strength}, --noise {Options.Noise}{DepartureOptions.Text(Options.Factors, Options.Added, [])}, device {device}"),
                    "a device that can be made", e.Message, Options.Added.IsEmpty ? "Choose smaller factors." : "Choose smaller factors, or leave out what --with adds.");
            }
        }
    }

    private static string? WhyNotIdentity(IImageSystem system)
    {
        try
        {
            DigitalRivals.Identities(system);
            return null;
        }
        catch (ShapeException e)
        {
            return e.Message;
        }
    }
}

/// <summary>How large a network is, and what it takes to compute it.</summary>
/// <param name="Parameters">Numbers that training may change.</param>
/// <param name="OfDevices">Those of them that control devices.</param>
/// <param name="Perceptron">Parameters of the perceptron that comes closest.</param>
/// <param name="Hidden">Its hidden units.</param>
/// <param name="MultiplyAdds">Multiply-adds of an image, forward.</param>
internal sealed record NetworkSize(long Parameters, long OfDevices, long Perceptron, int Hidden, MultiplyAdds MultiplyAdds)
{
    /// <summary>The size of a system's network.</summary>
    public NetworkSize(IImageSystem system, int features) : this(0, 0, 0, 0, system.Count(features))
    {
        var network = system.Build(features);
        Parameters = DigitalRivals.ParameterCount(network);
        OfDevices = DigitalRivals.ParameterCount(network, system.IsPhysical);
        Hidden = DigitalRivals.Hidden(Parameters, features);
        Perceptron = DigitalRivals.ParameterCount(DigitalRivals.Build("mlp", system, features));
    }

    /// <summary>The size in words.</summary>
    public string Text => FormattableString.Invariant(
        $"{Parameters:N0} parameters, {OfDevices:N0} of them control devices; mlp: {Perceptron:N0} ({Hidden} hidden units); multiply-adds of an image: {MultiplyAdds.Digital:N0} digital, {MultiplyAdds.Physical:N0} to compute the twin ({100 * MultiplyAdds.DigitalShare:0.#} % digital)");
}
