using System.Globalization;
using Pat.Experiments.Data;
using Pat.Experiments.Vowels;

namespace Pat.Experiments.CommandLine;

/// <summary>A vowel experiment that is about to run: its configuration and its data, read and checked.</summary>
internal sealed class VowelTask
{
    private readonly Dictionary<long, VowelData> vowels;

    /// <summary>Opens the data.</summary>
    public VowelTask(VowelOptions options)
    {
        Options = options;
        var open = VowelSet.Open(options.Data, options.Split);
        vowels = options.Seeds.ToDictionary(seed => seed, open);
    }

    public VowelOptions Options { get; }

    /// <summary>The data of the seeds, in their order.</summary>
    public IReadOnlyList<VowelData> Data => [.. Options.Seeds.Select(seed => vowels[seed])];

    public VowelData First => vowels[Options.Seeds[0]];

    public VowelData DataOf(long seed) => vowels[seed];

    /// <summary>The data in words; each seed has its own draw or split.</summary>
    public string DataText => First.Description + (Options.Seeds.Count > 1 ? ". Every seed has its own." : ".");

    /// <summary>Seeds, devices and epochs in words.</summary>
    public string RunsText => $"{Several("seed", Options.Seeds)} {DevicesText}; {Count(Options.Epochs, "epoch")}";

    private string DevicesText => Options switch
    {
        { Crossed: true } => "each on " + Several("device", Options.Devices),
        { Seeds.Count: <= 8 } => (Options.Seeds.Count == 1 ? "on device " : "on devices ") + string.Join(", ", Options.Runs().Select(run => run.Device)),
        _ => $"on {Several("device", Options.Devices)} in turn",
    };

    /// <summary>Steps of the progress bar of each method.</summary>
    public IReadOnlyList<(string Name, int Steps)> Bars(int times = 1) =>
    [
        .. Options.Methods.Select(method => (method, times * (VowelMethods.IsPhysical(method) ? Options.Runs().Count * (Options.Epochs + 1) : Options.Seeds.Count))),
    ];

    /// <summary>A finished run as a line for standard error.</summary>
    public static string LineOf(VowelResult result, int done, int all) => string.Create(CultureInfo.InvariantCulture,
        $"[{done}/{all}] {result.Method}, seed {result.Seed}{(result.Device is { } device ? $", device {device}: {100 * result.DeviceAccuracy:F1} % on the device, {100 * result.TwinAccuracy:F1} % on its twin" : $": {100 * result.DeviceAccuracy:F1} %")}, {result.Seconds:F1} s");

    /// <summary>"1 training", "45 trainings".</summary>
    public static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    private static string Several(string noun, IReadOnlyList<long> numbers) => $"{noun}{(numbers.Count == 1 ? "" : "s")} {NumberList.Format(numbers)}";
}
