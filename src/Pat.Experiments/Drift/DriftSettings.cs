using System.Collections.Immutable;
using Pat.Systems;
using Pat.Systems.Benches;
using Pat.Systems.Imperfections;

namespace Pat.Experiments.Drift;

/// <summary>What drifts on a bench.</summary>
public static class DriftSettings
{
    // For benches without a drift of their own: mounts, springs and glued parts creep with the logarithm of time after they were set, each in its own way,
    // on the way in and on the way out. At the parameters it would begin anew with each programming, of which there are several for each batch.
    // That it is there, and with the size of the library's default (about 1 % of full scale after 9 hours, half as much rms from channel to channel), is our choice.
    private static readonly ImmutableArray<AddedImperfection> standard = [new("log-drift", Place.Input), new("log-drift", Place.Output)];

    /// <summary>The departures of a bench that drift by themselves. Noise that follows the clock, such as a ripple, is not meant.</summary>
    public static IEnumerable<BenchTerm> Terms(IBench bench) => bench.Terms.Where(term => term is { Kind: ImperfectionKind.Slow, Group: TermGroup.Gap });

    /// <summary>Settings with all that drifts times a factor: the bench's own terms, and slow imperfections of the library.</summary>
    /// <param name="bench">The bench.</param>
    /// <param name="asked">The settings that were asked for. Where they add nothing slow and the bench has no slow term, logarithmic drift is added at input and output.</param>
    /// <param name="factor">The factor, at least 0.</param>
    public static BenchSettings Of(IBench bench, BenchSettings asked, double factor)
    {
        var settings = Terms(bench).Aggregate(asked, (settings, term) => settings.With(term.Name, factor * asked.Factors.GetValueOrDefault(term.Name, 1)));
        var all = asked.Added.Any(IsSlow) || Terms(bench).Any() ? asked.Added : [.. asked.Added, .. standard];
        return settings with { Added = [.. all.Select(one => IsSlow(one) ? one with { Strength = factor * one.Strength } : one)] };
    }

    /// <summary>What drifts with these settings, in words; nothing where nothing does.</summary>
    public static IEnumerable<string> Describe(IBench bench, BenchSettings settings)
    {
        foreach (var term in Terms(bench).Where(term => settings.Of(term) > 0))
            yield return $"{term.Name} ({term.Size}){Times(settings.Of(term))}";
        foreach (var one in settings.Added.Where(one => IsSlow(one) && one.Strength > 0))
            yield return $"{one.Id} at the {one.Place.ToString().ToLowerInvariant()} ({ImperfectionLibrary.Named(one.Id).Default}){Times(one.Strength)}{Anew(one)}";
    }

    private static bool IsSlow(AddedImperfection added) => ImperfectionLibrary.Named(added.Id).Kind == ImperfectionKind.Slow;

    // A check sets all parameters, as each batch does where a device has several uses.
    private static string Anew(AddedImperfection one) =>
        one is { Place: Place.Parameters, Id: "power-law-drift" or "log-drift" or "settling" } ? ", from the last programming and not over the hours" : "";

    private static string Times(double factor) => factor == 1 ? "" : FormattableString.Invariant($" times {factor}");
}
