namespace Pat.Experiments.Images;

/// <summary>The physical systems that classify images, by name.</summary>
public static class ImageSystems
{
    /// <summary>All of them. A new one is a file and a line here.</summary>
    public static IReadOnlyList<IImageSystem> All { get; } =
    [
        new PlateImages(),
        new CircuitImages(),
        new OscillatorImages(),
        new OscillatorPatches(),
        new ShgHybridImages(),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(system => system.Name)];

    /// <summary>The system of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static IImageSystem Named(string name) => All.FirstOrDefault(system => system.Name == name)
        ?? throw new ArgumentException($"Image system: expected one of {string.Join(", ", Names)}, got '{name}'.", nameof(name));
}
