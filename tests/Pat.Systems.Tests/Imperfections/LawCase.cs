using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Tests.Imperfections;

/// <summary>One imperfection of the library at one place and on one layout that it accepts: what the laws are held against.</summary>
internal sealed class LawCase(string id, Place place, string layout)
{
    public const float FullScale = 2;

    /// <summary>Imperfections of kind fixed and slow that follow from numbers alone: nothing about them is drawn.</summary>
    private static readonly HashSet<string> Designed =
    [
        "dac", "adc", "levels", "clipping", "neighbour-crosstalk", "ir-drop", "saturating-response", "cubic-response", "loss",
        "bandwidth", "coupling-capacitor", "supply-ripple", "ageing", "settling",
    ];

    /// <summary>Factors for those whose default is too rare or too weak to be seen on a few numbers, or leaves one of their branches out.</summary>
    private static readonly Dictionary<string, double> Stronger = new()
    {
        ["photon-counting"] = 10, // 100 photons at full scale: few and many
        ["ir-drop"] = 1000, // so that the share of the load in the derivative shows
        ["supply-ripple"] = 1000, // so that roundings of its time show
        ["stuck-elements"] = 50,
        ["dead-elements"] = 50,
    };

    private static readonly Dictionary<string, Port> Ports = new()
    {
        ["values"] = Values(19, new Layout.Values()),
        ["one value"] = Values(1, new Layout.Values()),
        ["series"] = Values(33, new Layout.Series(1e-6, 1)),
        ["channels"] = Values(21, new Layout.Series(1e-6, 3)),
        ["field"] = Values(20, new Layout.Field(4, 5)),
        ["complex"] = Values(18, new Layout.Complex()),
    };

    public static IEnumerable<(string Id, Place Place, string Layout)> All =>
        from entry in ImperfectionLibrary.All
        from place in entry.Places
        from layout in Ports.Keys
        where Accepts(entry, place, layout)
        select (entry.Id, place, layout);

    public ImperfectionEntry Entry { get; } = ImperfectionLibrary.Named(id);

    public int Size { get; } = Ports[layout].Size;

    public bool IsDrawn => !Designed.Contains(id);

    /// <summary>Whether its clock is the number of runs.</summary>
    public bool CountsRuns => id == "ageing";

    /// <summary>The default, as the device of a seed has it.</summary>
    public IImperfection Made(long device = 1) =>
        Entry.Create(PlacementOf(place, layout, device)) is var made && Stronger.TryGetValue(id, out var factor) ? made.Scaled(factor) : made;

    /// <summary>A shot as the device gives it to this imperfection: with noise of its own.</summary>
    public static Shot Shot(long seed = 1) => new(Noise.FromSeed(seed).Split("own"), Noise.FromSeed(seed).Split("programming"), 1_000_000, 5, 1.1e-3)
    {
        Input = Noise.FromSeed(seed).Split("input"),
        Readout = Noise.FromSeed(seed).Split("readout"),
        Drift = Noise.FromSeed(seed).Split("drift"),
        Programmed = 0.5,
    };

    /// <summary>
    /// Clean values of both signs: three of four have a size of 0.15 to <paramref name="inside"/> of full scale, the others lie beyond its ends by
    /// <paramref name="beyond"/> or more; so none is near 0 or the ends, where a derivative may jump.
    /// </summary>
    public Tensor Clean(int rows, double inside = 0.9, double beyond = 0.1)
    {
        var values = new Tensor(rows, Size);
        var sizes = new Tensor(rows, Size);
        Noise.FromSeed(9).Uniforms(0, values);
        Noise.FromSeed(10).Uniforms(0, sizes);
        for (var i = 0; i < values.Length; i++)
        {
            var u = values.Values[i];
            var size = u < 0.25 ? 1 + beyond + 0.4 * u : 0.15 + (inside - 0.15) * (u - 0.25) / 0.75;
            values.AsSpan()[i] = (float)((sizes.Values[i] < 0.5 ? -1 : 1) * size * FullScale);
        }
        return values;
    }

    /// <summary>Rows that are all the same.</summary>
    public Tensor SameRows(int rows)
    {
        var one = Clean(1);
        var same = new Tensor(rows, Size);
        for (var row = 0; row < rows; row++)
            one.Values.CopyTo(same.Row(row));
        return same;
    }

    /// <summary>Numbers in [−1, 1).</summary>
    public Tensor Direction(int rows, long seed)
    {
        var direction = new Tensor(rows, Size);
        Noise.FromSeed(seed).Uniforms(0, direction);
        foreach (ref var number in direction.AsSpan())
            number = 2 * number - 1;
        return direction;
    }

    private static bool Accepts(ImperfectionEntry entry, Place place, string layout) =>
        entry.Create(PlacementOf(place, layout, 1)).Accepts(Ports[layout].Layout);

    private static Placement PlacementOf(Place place, string layout, long device) =>
        new(place, Ports[layout], FullScale, Noise.FromSeed(device).Split("fabrication"));

    private static Port Values(int size, Layout layout) => new("x", size, -FullScale, FullScale, "1", layout);
}
