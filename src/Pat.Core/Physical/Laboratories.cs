namespace Pat.Core.Physical;

/// <summary>The apparatuses that a network uses, numbered from 0. Most networks have one, and a laboratory stands for it.</summary>
public sealed class Laboratories
{
    private readonly Laboratory[] all;

    /// <summary>Puts apparatuses side by side; each keeps its own clock, noise and ledger.</summary>
    /// <exception cref="ArgumentException">There is none, or two have the same name and so the same noise.</exception>
    public Laboratories(params IReadOnlyList<Laboratory> laboratories)
    {
        if (laboratories.Count == 0)
            throw new ArgumentException("Laboratories: expected at least one, got none.", nameof(laboratories));
        if (laboratories.GroupBy(laboratory => laboratory.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Laboratories: names must be unique, '{twice.Key}' stands {twice.Count()} times.", nameof(laboratories));
        all = [.. laboratories];
    }

    /// <summary>How many there are.</summary>
    public int Count => all.Length;

    /// <summary>All of them, in order.</summary>
    public IReadOnlyList<Laboratory> All => all;

    /// <summary>The laboratory of an apparatus.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such apparatus.</exception>
    public Laboratory this[int apparatus] => apparatus >= 0 && apparatus < all.Length
        ? all[apparatus]
        : throw new ArgumentOutOfRangeException(nameof(apparatus), apparatus, $"Laboratories: expected an apparatus from 0 to {all.Length - 1}.");

    /// <summary>A network with one apparatus.</summary>
    public static implicit operator Laboratories(Laboratory laboratory) => new([laboratory]);
}
