namespace Pat.Experiments.Audio.Synthesis;

/// <summary>The formants of a vowel, mean of 33 men (G. E. Peterson, H. L. Barney, J. Acoust. Soc. Am. 24, 175, 1952, doi 10.1121/1.1906875, table II).</summary>
/// <param name="Name">Its name in ARPAbet letters, as in the vowel data.</param>
/// <param name="F1">First formant, in hertz.</param>
/// <param name="F2">Second formant, in hertz.</param>
/// <param name="F3">Third formant, in hertz.</param>
public sealed record Vowel(string Name, double F1, double F2, double F3)
{
    /// <summary>All vowels of the table.</summary>
    public static IReadOnlyList<Vowel> All { get; } =
    [
        new("iy", 270, 2290, 3010), new("ih", 390, 1990, 2550), new("eh", 530, 1840, 2480), new("ae", 660, 1720, 2410), new("ah", 730, 1090, 2440),
        new("aw", 570, 840, 2410), new("oo", 440, 1020, 2240), new("uw", 300, 870, 2240), new("uh", 640, 1190, 2390), new("er", 490, 1350, 1690),
    ];

    /// <summary>The vowel of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Vowel Named(string name) => All.FirstOrDefault(vowel => vowel.Name == name)
        ?? throw new ArgumentException($"Vowel: expected one of {string.Join(", ", All.Select(vowel => vowel.Name))}, got '{name}'.", nameof(name));
}
