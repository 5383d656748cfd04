using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Pat.Core.Randomness;
using Pat.Systems;
using Pat.Systems.Benches;
using Pat.Systems.Imperfections;

namespace Pat.Experiments.CommandLine;

/// <summary>Options that choose single departures of a device and single streams of randomness, and how they are written.</summary>
internal static class DepartureOptions
{
    private const double MostFactor = 10, MostStrength = 100;

    private static readonly NoiseRole[] streams = [.. Enum.GetValues<NoiseRole>().Where(role => role != NoiseRole.Fabrication)];

    /// <summary>"--with ID@PLACE[=STRENGTH],...": imperfections of the library; null if it is not given.</summary>
    public static Option<IReadOnlyList<AddedImperfection>?> With() => Option<IReadOnlyList<AddedImperfection>>(
        "--with", "Imperfections of the library that the device has besides its own, such as additive-noise@output=0.5, with commas between: id, place (input, parameters or output) "
            + $"and factor of the default (0 to {MostStrength}, 1 if there is none). `pat devices list --imperfections` shows all.",
        parts => [.. parts.Select(AddedOf)]);

    /// <summary>"--factors TERM=NUMBER,...": factors of single terms; null if it is not given.</summary>
    public static Option<IReadOnlyList<KeyValuePair<string, double>>?> Factors() => Option<IReadOnlyList<KeyValuePair<string, double>>>(
        "--factors", $"Further factors of single departures of the bench, such as levels=0, with commas between; each is 0 to {MostFactor}. `pat devices list` shows their names.",
        parts =>
        {
            var factors = parts.Select(part => Named(part, "TERM=NUMBER", text => Number(text, MostFactor))).ToArray();
            return factors.DistinctBy(factor => factor.Key).Count() == factors.Length ? factors : throw new FormatException("expected each term once");
        });

    /// <summary>"--stream-seeds STREAM=SEED,...": streams of randomness with a seed of their own; null if it is not given.</summary>
    public static Option<IReadOnlyList<KeyValuePair<NoiseRole, long>>?> StreamSeeds() => Option<IReadOnlyList<KeyValuePair<NoiseRole, long>>>(
        "--stream-seeds", "Streams of randomness with a seed of their own, the same in all runs, such as initialisation=7, with commas between; the others follow the run seed. Streams: "
            + string.Join(", ", streams.Select(NameOf)) + ".",
        parts =>
        {
            var seeds = parts.Select(SeedOf).ToArray();
            return seeds.DistinctBy(seed => seed.Key).Count() == seeds.Length ? seeds : throw new FormatException("expected each stream once");
        });

    /// <summary>"data-order".</summary>
    public static string NameOf(NoiseRole role) => JsonNamingPolicy.KebabCaseLower.ConvertName($"{role}");

    /// <summary>"additive-noise@output=0.5".</summary>
    public static string NameOf(AddedImperfection added) => string.Create(CultureInfo.InvariantCulture, $"{added.Id}@{NameOf(added.Place)}={added.Strength}");

    /// <summary>"output".</summary>
    public static string NameOf(Place place) => place.ToString().ToLowerInvariant();

    /// <summary>"; levels times 0; with additive-noise@output=0.5; streams initialisation=7": what is not as in the preset.</summary>
    public static string Text(
        IEnumerable<KeyValuePair<string, double>> factors, IReadOnlyCollection<AddedImperfection> added, IEnumerable<KeyValuePair<NoiseRole, long>> streamSeeds)
    {
        var seeds = string.Join(", ", streamSeeds.OrderBy(seed => seed.Key).Select(seed => $"{NameOf(seed.Key)}={seed.Value}"));
        return string.Concat(factors.Where(factor => factor.Value != 1).Select(factor => string.Create(CultureInfo.InvariantCulture, $"; {factor.Key} times {factor.Value}")))
            + (added.Count == 0 ? "" : "; with " + string.Join(", ", added.Select(NameOf)))
            + (seeds.Length == 0 ? "" : "; streams " + seeds);
    }

    private static Option<T?> Option<T>(string name, string meaning, Func<string[], T> parse) where T : class => new(name)
    {
        Description = meaning,
        HelpName = "LIST",
        Arity = ArgumentArity.ExactlyOne, // a list is one text with commas: given twice, one of them would be lost
        CustomParser = result =>
        {
            try
            {
                return parse(result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries));
            }
            catch (FormatException e)
            {
                result.AddError($"{name}: {e.Message}, got \"{result.Tokens[0].Value}\".");
                return null;
            }
        },
    };

    private static AddedImperfection AddedOf(string part)
    {
        var (id, at) = part.Split('@') is [var before, var after] ? (before, after) : throw new FormatException("expected ID@PLACE or ID@PLACE=STRENGTH");
        var entry = ImperfectionLibrary.All.FirstOrDefault(one => one.Id == id)
            ?? throw new FormatException($"expected an imperfection among {string.Join(", ", ImperfectionLibrary.All.Select(one => one.Id))}");
        var (place, strength) = at.Split('=') switch
        {
            [var only] => (only, 1),
            [var word, var text] => (word, Number(text, MostStrength)),
            _ => throw new FormatException("expected ID@PLACE or ID@PLACE=STRENGTH"),
        };
        foreach (var possible in entry.Places)
        {
            if (NameOf(possible) == place)
                return new(id, possible, strength);
        }
        throw new FormatException($"expected {id} at {string.Join(" or ", entry.Places.Select(NameOf))}");
    }

    private static KeyValuePair<NoiseRole, long> SeedOf(string part)
    {
        var (name, seed) = Named(part, "STREAM=SEED", text => NumberList.Parse(text) is { Problem: null, Numbers: [var number] } ? number : throw new FormatException($"expected a seed from 0 to {NumberList.Largest}"));
        if (name == NameOf(NoiseRole.Fabrication))
            throw new FormatException("what was fabricated follows from the device seed, which --device-seeds chooses; expected another stream");
        foreach (var role in streams)
        {
            if (NameOf(role) == name)
                return KeyValuePair.Create(role, seed);
        }
        throw new FormatException($"expected a stream among {string.Join(", ", streams.Select(NameOf))}");
    }

    private static KeyValuePair<string, T> Named<T>(string part, string form, Func<string, T> parse) =>
        part.Split('=') is [{ Length: > 0 } name, var text] ? KeyValuePair.Create(name, parse(text)) : throw new FormatException($"expected {form}");

    private static double Number(string text, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0 && value <= most
            ? value
            : throw new FormatException(FormattableString.Invariant($"expected a number from 0 to {most}"));
}
