using System.Globalization;
using Pat.Core.Tensors;
using Pat.Experiments.Classification;
using Pat.Experiments.Comparison;
using Pat.Experiments.Data;
using Pat.Experiments.Devices;

namespace Pat.Experiments.CommandLine;

/// <summary>An experiment that classifies something and is about to run: its configuration and its data, read and checked.</summary>
internal sealed class ClassifierTask
{
    private readonly Dictionary<long, ClassifierData> data;

    /// <summary>Opens the data and tries the system on it.</summary>
    /// <param name="topic">What is classified.</param>
    /// <param name="options">The configuration.</param>
    /// <param name="withoutImpossible">Leave out methods that the system does not allow: the identity where a device has other outputs than inputs.</param>
    /// <param name="strengths">Strengths of the devices; null for the one of the options.</param>
    /// <exception cref="DataException">The data or the strength does not go with the system.</exception>
    /// <exception cref="UsageException">A factor, an added imperfection or a method does not go with the system.</exception>
    public ClassifierTask(IClassifierTopic topic, ClassifierOptions options, bool withoutImpossible, IEnumerable<double>? strengths)
    {
        (Topic, Options) = (topic, options);
        Source = topic.Open(options);
        SavedDeviceOption.CheckFits(options.Device, System.Bench, $"the system '{System.Name}'", System.Apparatuses);
        if (options.Device is { } device)
            Source = Source with { System = new OnBench(System, new SavedDeviceBench(System.Bench, device.Saved)) };
        DeviceArguments.CheckTerms(System.Bench, options.Factors.Keys);
        DeviceArguments.CheckAdded(System.Bench, options.Added);
        (data, Features) = TryExamples();
        if (withoutImpossible)
            Options = options with { Methods = [.. options.Methods.Where(method => WhyNot(method) is null)] };
        Network = new(System, Features);
        TryMethods();
        foreach (var strength in strengths ?? [options.Strength])
            TryDevices(strength);
    }

    public IClassifierTopic Topic { get; }

    public ClassifierSource Source { get; }

    public IPhysicalClassifier System => Source.System;

    public ClassifierOptions Options { get; }

    public ClassifierData First => data[Options.Seeds[0]];

    /// <summary>Length of a row of the network's input.</summary>
    public int Features { get; }

    /// <summary>How large the network is.</summary>
    public NetworkSize Network { get; }

    public ClassifierData DataOf(long seed) => data[seed];

    /// <summary>The same as a task on a bench.</summary>
    public ClassifierHardwareTask OnHardware => new(Topic.Name, System, Options, DataOf);

    /// <summary>The first line of a report.</summary>
    public string Title(string what) => $"{what} by the system '{System.Name}', {(Source.IsSynthetic ? "SYNTHETIC data" : $"data {Source.Source}")}";

    /// <summary>What was asked for.</summary>
    /// <param name="runs">Seeds, devices and trainings in words.</param>
    /// <param name="strength">Strength of the devices; null where it varies.</param>
    /// <param name="folder">The run folder.</param>
    public IEnumerable<(string Name, string Value)> Head(string runs, double? strength, string folder) =>
    [
        ("system", System.Description),
        ("network", Network.Text),
        ("data", Source.Text),
        ("runs", runs),
        ("device", Options.Device is { } device ? DeviceTables.TextOf(device, Options) : string.Create(CultureInfo.InvariantCulture, $"{(strength is null ? "strength as in the table" : $"strength {strength}")}; noise {Options.Noise}") + DepartureOptions.Text(Options.Factors, Options.Added, Options.StreamSeeds)),
        ("folder", folder),
        .. Source.Remarks.Select(remark => ("warning", remark)),
    ];

    /// <summary>Steps of the progress bar of each method.</summary>
    public IReadOnlyList<(string Name, int Steps)> Bars(int times = 1) =>
        [.. ClassifierExperiment.Trainings(Options).GroupBy(training => training.Method).Select(method => (method.Key, times * method.Count() * (Options.Epochs + 1)))];

    /// <summary>Opens the run folder and writes what is known before anything is trained.</summary>
    public ComparisonFolder Folder(string path, string command, object config)
    {
        var folder = new ComparisonFolder(path, $"{command} {Topic.Name}", Options, config, new(Topic.Name, Topic.Examples, Source.ClassNames, System.Build(Features))
        {
            ValidatesEpochs = true,
            Metadata = new Dictionary<string, string>(Source.Metadata)
            {
                ["system"] = System.Name,
                ["data"] = Source.Source,
                ["noise"] = Options.Noise.ToString(CultureInfo.InvariantCulture),
            },
        });
        folder.WriteData(
            ["seed", "source", $"training_{Topic.Examples}", $"validation_{Topic.Examples}", $"test_{Topic.Examples}", "description", "fingerprint"],
            Options.Seeds.Select(seed => (seed, data[seed])).Select(pair => (object?[])
                [pair.seed, Source.Source, pair.Item2.Train.Count, pair.Item2.Validation.Count, pair.Item2.Test.Count, Source.Description(pair.seed), Source.Fingerprint(pair.seed)]));
        foreach (var seed in Options.Seeds)
            Source.WriteTables(folder, seed);
        return folder;
    }

    private (Dictionary<long, ClassifierData> Data, int Features) TryExamples()
    {
        try
        {
            var all = Options.Seeds.ToDictionary(seed => seed, Source.DataOf);
            var features = all[Options.Seeds[0]].Features;
            System.Build(features);
            return (all, features);
        }
        catch (ShapeException e)
        {
            throw new DataException(
                Capital(Topic.Name), Source.Where, $"{Topic.Examples} that the system '{System.Name}' can take", $"{Source.Size} ({e.Message})", $"Choose another --system or other {Topic.Examples}.");
        }
    }

    private void TryMethods()
    {
        foreach (var method in Options.Methods)
        {
            if (WhyNot(method) is { } problem)
                throw new UsageException("Methods", $"--methods {method}", problem.Expected, $"'{System.Name}': {problem.Got}", $"Leave {method} out.");
        }
    }

    private void TryDevices(double strength)
    {
        foreach (var device in ComparisonFolder.DevicesOf(Options))
        {
            try
            {
                FabricatedBench.Of(System, (Options with { Strength = strength }).Settings, device);
            }
            catch (ArgumentException e)
            {
                throw new DataException(
                    "Device", FormattableString.Invariant($"--strength {strength}, --noise {Options.Noise}{DepartureOptions.Text(Options.Factors, Options.Added, [])}, device {device}"),
                    "a device that can be made", e.Message, Options.Added.IsEmpty ? "Choose smaller factors." : "Choose smaller factors, or leave out what --with adds.");
            }
        }
    }

    private (string Expected, string Got)? WhyNot(string method)
    {
        try
        {
            if (method == DigitalRivals.WithoutPhysics)
                DigitalRivals.Identities(System);
            return method == DigitalRivals.Convolutional && System.Convolutional(Features) is null
                ? ("a system whose rows have neighbours", "its rows are only rows of numbers")
                : null;
        }
        catch (ShapeException e)
        {
            return ("a system with as many outputs as inputs, so that nothing can stand in its place", e.Message);
        }
    }

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}

/// <summary>How large a network is, and what it takes to compute it.</summary>
/// <param name="Parameters">Numbers that training may change.</param>
/// <param name="OfDevices">Those of them that control devices.</param>
/// <param name="Perceptron">Parameters of the perceptron that comes closest.</param>
/// <param name="Hidden">Its hidden units.</param>
/// <param name="MultiplyAdds">Multiply-adds of an example, forward.</param>
internal sealed record NetworkSize(long Parameters, long OfDevices, long Perceptron, int Hidden, MultiplyAdds MultiplyAdds)
{
    /// <summary>The size of a system's network.</summary>
    public NetworkSize(IPhysicalClassifier system, int features) : this(0, 0, 0, 0, system.Count(features))
    {
        var network = system.Build(features);
        Parameters = DigitalRivals.ParameterCount(network);
        OfDevices = DigitalRivals.ParameterCount(network, system.IsPhysical);
        Hidden = DigitalRivals.Hidden(Parameters, features, system.Classes);
        Perceptron = DigitalRivals.ParameterCount(DigitalRivals.Build("mlp", system, features));
    }

    /// <summary>The size in words.</summary>
    public string Text => FormattableString.Invariant(
        $"{Parameters:N0} parameters, {OfDevices:N0} of them control devices; mlp: {Perceptron:N0} ({Hidden} hidden units); multiply-adds of an example: {MultiplyAdds.Digital:N0} digital, {MultiplyAdds.Physical:N0} to compute the twin ({100 * MultiplyAdds.DigitalShare:0.#} % digital)");
}
