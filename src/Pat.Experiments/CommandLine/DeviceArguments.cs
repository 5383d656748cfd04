using System.CommandLine;
using Pat.Experiments.Data;
using Pat.Experiments.Devices;
using Pat.Systems.Benches;
using Pat.Systems.Imperfections;

namespace Pat.Experiments.CommandLine;

/// <summary>Which device a command means: one of a bench, fabricated now, or one from a file.</summary>
internal sealed class DeviceArguments
{
    private const double MostStrength = 10;

    private readonly Option<double> strength = CheckedOption.Number("--strength", "Factor of all departures of the device from its nominal twin. 0 is none, 1 as described.", 1, 0, MostStrength);
    private readonly Option<double> noise = CheckedOption.Number("--noise", "Factor of converters, jitter and noise. 0 is none, 1 as described.", 1, 0, MostStrength);
    private readonly Option<IReadOnlyList<KeyValuePair<string, double>>?> factors = DepartureOptions.Factors();
    private readonly Option<IReadOnlyList<AddedImperfection>?> with = DepartureOptions.With();

    /// <summary>The option of the device seed.</summary>
    public Option<long?> Seed { get; } = new("--device-seed")
    {
        Description = "Which fabricated device of the bench. 0 to 2^53. [default: 1]",
        HelpName = "NUMBER",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (SeedOf(text) is { } seed)
                return seed;
            result.AddError($"--device-seed: expected a whole number from 0 to {NumberList.Largest}, got \"{text}\".");
            return null;
        },
    };

    /// <summary>How a device is named.</summary>
    public static string Forms { get; } = $"a bench ({string.Join(", ", AllBenches.All.Select(bench => bench.Name))}), BENCH:SEED, or a file of `pat devices save`";

    /// <summary>An argument that names a device.</summary>
    public static Argument<string> Named(string name, string meaning)
    {
        var argument = new Argument<string>(name) { Description = $"{meaning}: {Forms}." };
        argument.Validators.Add(result => CheckedOption.CheckNotEmpty(result, name, Forms));
        return argument;
    }

    /// <summary>Adds the settings of the bench to a command.</summary>
    public void AddSettingsTo(Command command)
    {
        foreach (var option in (Option[])[strength, noise, factors, with])
            command.Options.Add(option);
    }

    /// <summary>The device that is meant.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="name">Its name: a bench, BENCH:SEED or a file.</param>
    /// <param name="settingsAreForAnother">Whether the settings on the command line may be those of another device than this one.</param>
    /// <exception cref="DataException">There is none, or it cannot be made with these settings.</exception>
    /// <exception cref="UsageException">The settings are not of this device.</exception>
    public SavedDevice Read(ParseResult parsed, string name, bool settingsAreForAnother = false)
    {
        if (BenchOf(name) is { } bench)
            return Fabricate(parsed, bench, name, name.Split(':') is [_, var seed] ? seed : null);
        if (!Path.Exists(name))
            throw new DataException("Device", name, Forms, "no such bench and no such file", "`pat devices list` shows the benches.");
        if (!settingsAreForAnother && ((Option[])[Seed, strength, noise, factors, with]).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } chosen)
            throw new UsageException("Device", name, "a bench where settings are chosen", $"a saved device and {chosen.Name}", "A saved device has the settings that it was saved with.");
        return DeviceFile.Read(name);
    }

    /// <summary>The bench that a name begins with; null for a file.</summary>
    public static IBench? BenchOf(string name) => name.Split(':') is { Length: <= 2 } parts ? AllBenches.All.FirstOrDefault(one => one.Name == parts[0]) : null;

    private SavedDevice Fabricate(ParseResult parsed, IBench bench, string name, string? seedText)
    {
        var given = parsed.GetResult(Seed) is null ? null : parsed.GetValue(Seed);
        if (seedText is not null && (given is not null || SeedOf(seedText) is null))
            throw new UsageException("Device", name, $"BENCH:SEED with a whole number from 0 to {NumberList.Largest}{(given is null ? "" : ", or --device-seed")}", $"\"{name}\"{(given is null ? "" : " and --device-seed")}", given is null ? "`pat devices list` shows the benches." : "Name the device seed once.");
        var settings = new BenchSettings(parsed.GetValue(strength), parsed.GetValue(noise)) { Added = [.. parsed.GetValue(with) ?? []] };
        settings = settings with { Factors = settings.Factors.SetItems(parsed.GetValue(factors) ?? []) };
        CheckTerms(bench, settings.Factors.Keys);
        CheckAdded(bench, settings.Added);
        try
        {
            return SavedDevice.Fabricate(bench, SeedOf(seedText ?? "") ?? given ?? 1, settings);
        }
        catch (ArgumentException e)
        {
            throw new DataException("Device", name, "a device that can be made", e.Message, "Choose other settings.");
        }
    }

    /// <summary>Throws unless a bench has all terms of these names.</summary>
    /// <exception cref="UsageException">It has not.</exception>
    public static void CheckTerms(IBench bench, IEnumerable<string> names)
    {
        if (names.FirstOrDefault(name => bench.Terms.All(term => term.Name != name)) is not { } unknown)
            return;
        var isInLibrary = ImperfectionLibrary.All.Any(entry => entry.Id == unknown);
        throw new UsageException(
            "Factors", "--factors", $"terms of the bench {bench.Name}, {string.Join(", ", bench.Terms.Select(term => term.Name))}", $"\"{unknown}\"",
            isInLibrary ? $"An imperfection that is added has its factor there: --with {unknown}@PLACE=FACTOR." : "`pat devices list` shows them all.");
    }

    /// <summary>Throws unless imperfections can act where they are to be added.</summary>
    /// <exception cref="UsageException">One cannot.</exception>
    public static void CheckAdded(IBench bench, IEnumerable<AddedImperfection> added)
    {
        if (added.FirstOrDefault(one => !AddedImperfections.CanAct(bench, one.Id, one.Place)) is not { } wrong)
            return;
        var place = DepartureOptions.NameOf(wrong.Place);
        var possible = AddedImperfections.ThatCanAct(bench, wrong.Place);
        string[] elsewhere = [.. ImperfectionLibrary.Named(wrong.Id).Places.Where(other => AddedImperfections.CanAct(bench, wrong.Id, other)).Select(other => $"{wrong.Id}@{DepartureOptions.NameOf(other)}")];
        throw new UsageException(
            "Imperfections", "--with", possible.Count > 0 ? $"one that can act at the {place} of the bench {bench.Name}, {string.Join(", ", possible)}" : $"nothing at the {place} of the bench {bench.Name}, which has none",
            $"{wrong.Id}@{place}", elsewhere.Length > 0 ? $"What can act is {string.Join(" or ", elsewhere)}." : $"{wrong.Id} can act nowhere on this bench: choose another one, or leave it out.");
    }

    private static long? SeedOf(string text) => NumberList.Parse(text) is { Problem: null, Numbers: [var seed] } ? seed : null;
}
