using Pat.Systems.Benches;

namespace Pat.Experiments.Attribution;

/// <summary>One way in which a device departs from its nominal twin: a term of its bench, or an imperfection that was added to it.</summary>
/// <param name="Name">Its name, unique among those of the device.</param>
/// <param name="Group">"gap" or "noise" for a term of the bench, "added" for what was added.</param>
/// <param name="Remove">The same settings without it. What else is on the device keeps its draws.</param>
public sealed record Departure(string Name, string Group, Func<BenchSettings, BenchSettings> Remove)
{
    /// <summary>All departures of the devices of a bench.</summary>
    /// <param name="bench">The bench.</param>
    /// <param name="settings">What is added to it.</param>
    public static IReadOnlyList<Departure> Of(IBench bench, BenchSettings settings) =>
    [
        .. bench.Terms.Select(term => new Departure(term.Name, term.Group == TermGroup.Gap ? "gap" : "noise", all => all.With(term.Name, 0))),
        .. settings.Added.Select((added, i) => new Departure(
            // A strength of 0, and not out of the list, so that the names of the others' draws stay.
            NameOf(settings, i), "added", all => all with { Added = all.Added.SetItem(i, all.Added[i] with { Strength = 0 }) })),
    ];

    /// <summary>Settings with none of some departures.</summary>
    public static BenchSettings Without(IEnumerable<Departure> departures, BenchSettings settings) =>
        departures.Aggregate(settings, (left, departure) => departure.Remove(left));

    private static string NameOf(BenchSettings settings, int index)
    {
        var added = settings.Added[index];
        var before = settings.Added.Take(index).Count(other => other.Id == added.Id && other.Place == added.Place);
        return $"{added.Id} at {added.Place.ToString().ToLowerInvariant()}{(before == 0 ? "" : $" {before + 1}")}";
    }
}
