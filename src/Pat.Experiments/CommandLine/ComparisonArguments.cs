using System.CommandLine;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Experiments.Comparison;
using Pat.Experiments.Devices;
using Pat.Systems.Benches;

namespace Pat.Experiments.CommandLine;

/// <summary>The options that every comparison of methods has.</summary>
internal sealed class ComparisonArguments
{
    private readonly ComparisonOptions standard;
    private readonly Option<IReadOnlyList<long>?> seeds;
    private readonly Option<IReadOnlyList<long>?> devices;
    private readonly Option<bool> crossed = CheckedOption.Flag("--crossed", "Run every seed on every device.");
    private readonly Option<int?> epochs;
    private readonly Option<IReadOnlyList<string>?> methods;
    private readonly Option<IReadOnlyList<AddedImperfection>?> with = DepartureOptions.With();
    private readonly Option<IReadOnlyList<KeyValuePair<NoiseRole, long>>?> streamSeeds = DepartureOptions.StreamSeeds();
    private readonly Option<int> threads = CheckedOption.Integer("--threads", "Runs at a time. Changes the duration and never a result.", Environment.ProcessorCount, 1, 1024);
    private readonly Option<string> folder;
    private readonly Option<bool> withoutDiagnostics = CheckedOption.Flag("--no-diagnostics", "Do not look at gaps, gradients and ranges of twin and device during training.");
    private readonly SavedDeviceOption device = new();
    private readonly Option<bool> json = CheckedOption.Flag("--json", "Print one JSON document on standard output and nothing else there.");
    private readonly Option<bool> quiet = CheckedOption.Flag("--quiet", "No progress on standard error.");

    /// <summary>Declares the options.</summary>
    /// <param name="folder">Default of the output folder.</param>
    /// <param name="standard">The configuration without options; no epochs where they depend on another option.</param>
    /// <param name="known">Methods that can be chosen.</param>
    /// <param name="seedsText">What the seeds decide.</param>
    /// <param name="epochsText">What an epoch is, and the default where there is no number.</param>
    public ComparisonArguments(string folder, ComparisonOptions standard, IReadOnlyList<string> known, string seedsText, string epochsText)
    {
        this.standard = standard;
        seeds = CheckedOption.Numbers(
            "--seeds", $"Run seeds: {seedsText}. Numbers 0 to 2^53 and ranges, such as 1-5 or 1,2,7. [default: {NumberList.Format(standard.Seeds)}]");
        devices = CheckedOption.Numbers(
            "--device-seeds", $"Device seeds: which fabricated devices. Seed i runs on the device in place i mod (number of devices), counted from 0. [default: {NumberList.Format(standard.Devices)}]");
        epochs = CheckedOption.OptionalInteger("--epochs", epochsText, standard.Epochs == 0 ? null : standard.Epochs, 1, 10_000);
        var all = known.Count == standard.Methods.Count;
        methods = CheckedOption.Names(
            "--methods",
            $"Methods, with commas between: {string.Join(", ", known)}. [default: {(all ? "all" : string.Join(",", standard.Methods))}]", known);
        this.folder = CheckedOption.Folder("--out", $"Folder for the results. If it holds anything, {folder}-2 and so on is used.");
        this.folder.DefaultValueFactory = _ => folder;
    }

    /// <summary>What is chosen first; a command that fixes seeds has no options for them.</summary>
    public IEnumerable<Option> First(bool chooseSeeds) => chooseSeeds ? [methods, epochs, seeds, devices, crossed, streamSeeds, with] : [methods, epochs, streamSeeds, with];

    /// <summary>Epochs, run seeds and what is added to the device, for a command that chooses methods and devices itself.</summary>
    public IEnumerable<Option> EpochsAndSeeds => [epochs, seeds, streamSeeds, with];

    /// <summary>Epochs, run seeds, devices and what is added to them, for a command that chooses methods itself.</summary>
    public IEnumerable<Option> EpochsAndRuns => [epochs, seeds, devices, crossed, streamSeeds, with];

    /// <summary>Whether trainings are looked at.</summary>
    public Option<bool> WithoutDiagnostics => withoutDiagnostics;

    /// <summary>A saved device to run on.</summary>
    public Option<string> Device => device.Option;

    /// <summary>How it is run and printed.</summary>
    public IEnumerable<Option> Last => [threads, folder, json, quiet];

    /// <summary>The configuration; sets the number of threads of the process if it is given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">What the other options say.</param>
    public T Read<T>(ParseResult parsed, T options) where T : ComparisonOptions
    {
        SetThreads(parsed);
        return (T)(options with
        {
            Seeds = parsed.GetValue(seeds) ?? standard.Seeds,
            Devices = parsed.GetValue(devices) ?? standard.Devices,
            Crossed = parsed.GetValue(crossed),
            Methods = parsed.GetValue(methods) ?? standard.Methods,
            Epochs = parsed.GetValue(epochs) ?? options.Epochs,
            Added = [.. parsed.GetValue(with) ?? []],
            StreamSeeds = options.StreamSeeds.SetItems(parsed.GetValue(streamSeeds) ?? []),
            Diagnostics = parsed.GetResult(withoutDiagnostics) is null || !parsed.GetValue(withoutDiagnostics),
        });
    }

    /// <summary>The saved device to run on; null for none.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="settings">Options that say how strongly departures are present.</param>
    /// <exception cref="Data.DataException">The file cannot be used.</exception>
    /// <exception cref="UsageException">Another option chooses a device or its settings.</exception>
    public DeviceSource? DeviceOf(ParseResult parsed, params IEnumerable<Option> settings) => device.Read(parsed, [devices, crossed, with, .. settings]);

    /// <summary>The configuration of a run that was made earlier, with some of its seeds if they are chosen; sets the number of threads of the process if it is given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">The configuration.</param>
    /// <exception cref="UsageException">An option is given that the run has decided.</exception>
    /// <exception cref="Data.DataException">A seed is given that the run has not.</exception>
    public T ReadSeeds<T>(ParseResult parsed, T options) where T : ComparisonOptions
    {
        if (First(true).Concat([withoutDiagnostics, device.Option]).Except([seeds]).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given)
            throw DecidedByRun(given);
        SetThreads(parsed);
        var chosen = parsed.GetValue(seeds) ?? options.Seeds;
        return chosen.Except(options.Seeds).ToArray() is { Length: > 0 } unknown
            ? throw new Data.DataException("Seeds", "--seeds", $"seeds of the run folder, {NumberList.Format(options.Seeds)}", NumberList.Format(unknown), "Choose some of them.")
            : (T)(options with { Seeds = chosen });
    }

    /// <summary>That an option is given which the run has decided.</summary>
    public static UsageException DecidedByRun(Option option) =>
        new("Networks", "--from", "no options that the run has decided", option.Name, $"Leave {option.Name} out: the run folder says it.");

    private void SetThreads(ParseResult parsed)
    {
        if (parsed.GetResult(threads) is { Implicit: false })
            Workers.Threads = parsed.GetValue(threads);
    }

    /// <summary>Added imperfections and streams with seeds of their own, in words that follow others; nothing where there are none.</summary>
    public string Departures(ParseResult parsed) => DepartureOptions.Text([], parsed.GetValue(with) ?? [], parsed.GetValue(streamSeeds) ?? []);

    /// <summary>Whether the methods are the user's choice.</summary>
    public bool ChoosesMethods(ParseResult parsed) => parsed.GetResult(methods) is not null;

    public string Folder(ParseResult parsed) => parsed.GetValue(folder)!;

    public bool Json(ParseResult parsed) => parsed.GetValue(json);

    public bool Quiet(ParseResult parsed) => parsed.GetValue(quiet);
}
