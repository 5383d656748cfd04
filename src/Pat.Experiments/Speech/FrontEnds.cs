namespace Pat.Experiments.Speech;

/// <summary>The front ends, by name.</summary>
public static class FrontEnds
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IFrontEnd> All { get; } = [new WaveformFrontEnd(), new LogMelFrontEnd(), new MfccFrontEnd()];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(frontEnd => frontEnd.Name)];

    /// <summary>The front end of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static IFrontEnd Named(string name) => All.FirstOrDefault(frontEnd => frontEnd.Name == name)
        ?? throw new ArgumentException($"Front end: expected one of {string.Join(", ", Names)}, got '{name}'.", nameof(name));
}
