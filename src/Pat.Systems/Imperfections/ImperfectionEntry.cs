using Pat.Core.Physical;
using Pat.Core.Randomness;

namespace Pat.Systems.Imperfections;

/// <summary>What the derivative of an imperfection is.</summary>
public enum DerivativeRule
{
    /// <summary>That of the map with its draws held fixed, exactly.</summary>
    OfTheDraw,

    /// <summary>That of the mean over the draws, because the draw itself is discrete.</summary>
    OfTheMean,

    /// <summary>Straight through: 1 inside the range and 0 outside, for maps that are flat between steps.</summary>
    StraightThrough,
}

/// <summary>Where an imperfection is put: what its defaults are scaled by.</summary>
/// <param name="Place">Input, parameters or output.</param>
/// <param name="Port">The port there. At the parameters of a system with several: one that has the length of all of them.</param>
/// <param name="FullScale">The largest size of a value that is worked with, in the unit of the port, above 0.</param>
/// <param name="Fabrication">Noise of the device seed, for what is drawn once.</param>
public sealed record Placement(Place Place, Port Port, double FullScale, Noise Fabrication);

/// <summary>One line of the library: what an imperfection is, and how it is made with its default strength.</summary>
/// <param name="Id">Its name on the command line and in files: words with hyphens.</param>
/// <param name="Type">Its class.</param>
/// <param name="Kind">When it is drawn.</param>
/// <param name="Places">Where it can act.</param>
/// <param name="Unit">Unit of its strength.</param>
/// <param name="Formula">What it does, in one line.</param>
/// <param name="Default">Its default, with the unit.</param>
/// <param name="Source">Where formula and default come from: authors and year, or "our choice".</param>
/// <param name="Create">Makes it with its default strength.</param>
public sealed record ImperfectionEntry(
    string Id, Type Type, ImperfectionKind Kind, IReadOnlyList<Place> Places, string Unit, string Formula, string Default, string Source,
    Func<Placement, IImperfection> Create)
{
    /// <summary>What its derivative is.</summary>
    public DerivativeRule Derivative { get; init; } = DerivativeRule.OfTheDraw;
}
