using System.Collections.Immutable;
using Pat.Systems.Imperfections;
using static System.FormattableString;

namespace Pat.Systems.Benches;

/// <summary>How strongly each departure of a bench's device from its twin is present: 0 is none, 1 is as described.</summary>
/// <param name="Strength">Factor of all terms of <see cref="TermGroup.Gap"/>.</param>
/// <param name="Noise">Factor of all terms of <see cref="TermGroup.Noise"/>.</param>
public sealed record BenchSettings(double Strength = 1, double Noise = 1)
{
    /// <summary>Further factors of single terms, by name; 1 where there is none.</summary>
    public ImmutableSortedDictionary<string, double> Factors { get; init; } = ImmutableSortedDictionary<string, double>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Imperfections of the library that the bench does not have by itself.</summary>
    public ImmutableArray<AddedImperfection> Added { get; init; } = [];

    /// <summary>The same settings with another factor of one term.</summary>
    public BenchSettings With(string term, double factor) => this with { Factors = Factors.SetItem(term, factor) };

    /// <summary>The same device without converters, jitter and noise: only what is fixed, slow or new at each programming, and has a derivative of its own.</summary>
    public BenchSettings Quiet() => this with
    {
        Noise = 0,
        Added =
        [
            .. Added.Where(added => ImperfectionLibrary.Named(added.Id) is { Kind: not ImperfectionKind.Trial, Derivative: not DerivativeRule.StraightThrough }),
        ],
    };

    /// <summary>How strongly a term is present: the factor of its group times its own.</summary>
    public double Of(BenchTerm term) => (term.Group == TermGroup.Gap ? Strength : Noise) * Factors.GetValueOrDefault(term.Name, 1);

    /// <summary>How strongly each term of a bench is present, by name.</summary>
    /// <exception cref="ArgumentException">A factor names no term of the bench, or is negative or not finite.</exception>
    public Func<string, double> On(IBench bench)
    {
        if (Factors.Keys.FirstOrDefault(name => bench.Terms.All(term => term.Name != name)) is { } unknown)
            throw new ArgumentException($"Bench {bench.Name}: expected factors of {string.Join(", ", bench.Terms.Select(term => term.Name))}, got one of '{unknown}'.");
        foreach (var (name, value) in (ReadOnlySpan<(string, double)>)[("strength", Strength), ("noise", Noise), .. Factors.Select(pair => (pair.Key, pair.Value))])
        {
            if (!(value >= 0 && double.IsFinite(value)))
                throw new ArgumentException(Invariant($"Bench {bench.Name} {name}: expected a finite factor of at least 0, got {value}."));
        }
        var terms = bench.Terms.ToDictionary(term => term.Name);
        return name => Of(terms[name]);
    }
}

/// <summary>An imperfection of the library that is added to a bench.</summary>
/// <param name="Id">Its name in the library.</param>
/// <param name="Place">Where.</param>
/// <param name="Strength">Factor of its default.</param>
public sealed record AddedImperfection(string Id, Place Place, double Strength = 1);
