using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Pat.Core.Randomness;
using Pat.Experiments.Devices;
using Pat.Systems.Benches;

namespace Pat.Experiments.Comparison;

/// <summary>What every comparison of methods is asked for: which methods on which seeds and devices. In config.json it stands first.</summary>
public abstract record ComparisonOptions
{
    private const int First = -1;

    /// <summary>Run seeds: split or draw of the data, starting values, data order, noise of single runs.</summary>
    [JsonPropertyOrder(First)]
    public IReadOnlyList<long> Seeds { get; init; } = [];

    /// <summary>Device seeds: which fabricated devices.</summary>
    [JsonPropertyOrder(First)]
    public IReadOnlyList<long> Devices { get; init; } = [1, 2, 3];

    /// <summary>Every seed on every device; otherwise seed i on the device in place i mod (number of devices).</summary>
    [JsonPropertyOrder(First)]
    public bool Crossed { get; init; }

    /// <summary>Names of the methods.</summary>
    [JsonPropertyOrder(First)]
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Passes over the training examples.</summary>
    [JsonPropertyOrder(First)]
    public int Epochs { get; init; }

    /// <summary>Folder with measured data; null for what the program makes itself.</summary>
    [JsonPropertyOrder(First)]
    public string? Data { get; init; }

    /// <summary>Imperfections of the library that are added to the bench.</summary>
    public ImmutableArray<AddedImperfection> Added { get; init; } = [];

    /// <summary>The saved device that is run on, whose seed is the only one of <see cref="Devices"/>; null for those that the seeds stand for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DeviceSource? Device { get; init; }

    /// <summary>Streams of randomness that have a seed of their own, the same in all runs; the others follow the run seed.</summary>
    public ImmutableSortedDictionary<NoiseRole, long> StreamSeeds { get; init; } = ImmutableSortedDictionary<NoiseRole, long>.Empty;

    /// <summary>Whether each training is looked at: gaps, gradients and ranges of twin and device.</summary>
    public bool Diagnostics { get; init; } = true;

    /// <summary>The randomness of a run.</summary>
    public RunNoise NoiseOf(long seed) => StreamSeeds.Aggregate(RunNoise.FromSeed(seed), (noise, stream) => noise.With(stream.Key, stream.Value));

    /// <summary>The runs: which seed on which device.</summary>
    public IReadOnlyList<(long Seed, long Device)> Runs() => Crossed
        ? [.. Seeds.SelectMany(seed => Devices.Select(device => (seed, device)))]
        : [.. Seeds.Select(seed => (seed, Devices[(int)(seed % Devices.Count)]))];

    /// <summary>The trainings, run by run, all methods of one before the next, so that an interrupted comparison has comparable rows; then those without a device.</summary>
    /// <param name="usesDevices">Whether a method is trained anew for each device.</param>
    public IReadOnlyList<Training> Trainings(Func<string, bool> usesDevices) =>
    [
        .. Runs().SelectMany(run => Methods.Where(usesDevices).Select(method => new Training(method, run.Seed, run.Device))),
        .. Seeds.SelectMany(seed => Methods.Where(method => !usesDevices(method)).Select(method => new Training(method, seed, null))),
    ];
}
