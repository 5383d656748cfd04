using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Pat.Core.Lanes;

namespace Pat.Experiments.Runs;

/// <summary>What made the numbers of a run folder: run.json.</summary>
/// <param name="Command">What was run, for example "run vowels".</param>
/// <param name="Seeds">Run seeds.</param>
/// <param name="Devices">Device seeds.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="Os">Operating system.</param>
/// <param name="Architecture">Processor architecture.</param>
/// <param name="Cores">Processors that the program could use.</param>
/// <param name="VectorBits">Width of the vectors in use, in bits; 32 without hardware vectors.</param>
/// <param name="Framework">Version of .NET.</param>
/// <param name="Started">When the run began.</param>
/// <param name="DurationSeconds">How long it took, in seconds; null while it runs.</param>
/// <param name="Complete">Whether everything that was asked for is done; false after an interruption.</param>
public sealed record RunInfo(
    string Command, IReadOnlyList<long> Seeds, IReadOnlyList<long> Devices, string Version, string Os, string Architecture, int Cores,
    int VectorBits, string Framework, DateTimeOffset Started, double? DurationSeconds, bool Complete)
{
    /// <summary>The file of the device that was run on, its name and SHA-256; null where devices were fabricated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeviceFile { get; init; }

    /// <summary>Imperfections of the library that were added to the bench, such as "additive-noise@output=0.5".</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>Streams of randomness that have a seed of their own, such as "initialisation".</summary>
    public IReadOnlyDictionary<string, long> StreamSeeds { get; init; } = new Dictionary<string, long>();

    /// <summary>Version of the program, with the commit where it is known.</summary>
    public static string ProgramVersion { get; } =
        typeof(RunInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The record of a run that begins now on this machine. Its name is left out: folders are passed on.</summary>
    public static RunInfo Begin(string command, IReadOnlyList<long> seeds, IReadOnlyList<long> devices, DateTimeOffset started) => new(
        command, seeds, devices,
        ProgramVersion,
        RuntimeInformation.OSDescription, RuntimeInformation.ProcessArchitecture.ToString(), Environment.ProcessorCount,
        32 * Widest.Count, RuntimeInformation.FrameworkDescription, started, null, false);

    /// <summary>The record of the run after it ended.</summary>
    public RunInfo End(TimeSpan duration, bool complete) => this with { DurationSeconds = duration.TotalSeconds, Complete = complete };
}
