using System.Globalization;
using Pat.Experiments.Data;
using Pat.Experiments.Vowels;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Experiments.CommandLine;

/// <summary>A vowel experiment that is about to run: its configuration and its data, read and checked.</summary>
internal sealed class VowelTask
{
    private readonly Dictionary<long, VowelData> vowels;

    /// <summary>Opens the data and tries the devices.</summary>
    /// <exception cref="DataException">The data cannot be used, or no device can be made with these options.</exception>
    public VowelTask(VowelOptions options)
    {
        Options = options;
        TryDevice();
        var open = VowelSet.Open(options.Data, options.Split, options.FromAudio);
        vowels = options.Seeds.ToDictionary(seed => seed, open);
    }

    public VowelOptions Options { get; }

    public VowelData First => vowels[Options.Seeds[0]];

    public VowelData DataOf(long seed) => vowels[seed];

    /// <summary>How well formants were tracked, for each seed; null where they are those of the table.</summary>
    public IEnumerable<object>? Tracking => Options.FromAudio ? Options.Seeds.Select(seed => new { seed, Error = vowels[seed].Tracking }) : null;

    /// <summary>What the data are, for titles.</summary>
    public string Kind => (First.IsSynthetic, Options.FromAudio) switch
    {
        (true, false) => "SYNTHETIC data",
        (true, true) => "SYNTHETIC data, formants tracked from synthesised sound",
        (false, false) => "measured data",
        (false, true) => "measured data RE-SYNTHESISED, formants tracked from that sound",
    };

    /// <summary>The data in words; each seed has its own draw or split.</summary>
    public string DataText => First.Description + (Options.Seeds.Count > 1 ? ". Every seed has its own." : ".");

    private void TryDevice()
    {
        try
        {
            Options.Bench.Fabricate(Options.Runs()[0].Device, Options.Settings);
        }
        catch (ArgumentException e)
        {
            throw new DataException(
                "Device", "--strength and its parts" + (Options.Added.IsEmpty ? "" : ", --with"), "a device that can be made", e.Message,
                Options.Added.IsEmpty ? "Choose smaller factors." : "Choose smaller factors, or leave out what --with adds.");
        }
    }

    /// <summary>Steps of the progress bar of each method.</summary>
    public IReadOnlyList<(string Name, int Steps)> Bars(int times = 1) =>
    [
        .. Options.Methods.Select(method => (method, times * (VowelMethods.IsPhysical(method) ? Options.Runs().Count * (Options.Epochs + 1) : Options.Seeds.Count))),
    ];

    /// <summary>Opens the run folder and writes what is known before anything is trained.</summary>
    public ComparisonFolder Folder(string path, string command, object config)
    {
        var network = VowelNetwork.Build(new ThinCrystal(new()).Ports, First.Train.X.RowLength, VowelSet.ClassNames.Count);
        var folder = new ComparisonFolder(path, command, Options, config, new("vowels", "rows", VowelSet.ClassNames, network)
        {
            Metadata = new Dictionary<string, string>
            {
                ["data"] = First.Source,
                ["split"] = First.SplitName,
                ["noise"] = Options.Noise.ToString(CultureInfo.InvariantCulture),
                ["steps"] = Options.Steps.ToString(CultureInfo.InvariantCulture),
            },
            Columns = ["split_steps", "manley_rowe_violation"],
            Cells = result => [result.Steps, result.WorstViolation],
        });
        folder.WriteData(
            ["seed", "source", "split", "training_rows", "validation_rows", "test_rows", .. Options.FromAudio ? TrackingError.Columns : [], "description"],
            Options.Seeds.Select(seed => (seed, vowels[seed])).Select(pair => (object?[])
            [
                pair.seed, pair.Item2.Source, pair.Item2.SplitName, pair.Item2.Train.Labels.Length, pair.Item2.Validation.Labels.Length, pair.Item2.Test.Labels.Length,
                .. pair.Item2.Tracking?.Cells ?? [], pair.Item2.Description,
            ]));
        return folder;
    }
}
