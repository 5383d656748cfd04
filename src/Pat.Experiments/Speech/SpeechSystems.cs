namespace Pat.Experiments.Speech;

/// <summary>The physical systems that hear words, by name.</summary>
public static class SpeechSystems
{
    /// <summary>All of them. A new one is a file and a line here.</summary>
    public static IReadOnlyList<ISpeechSystem> All { get; } = [new PlateSpeech(), new CircuitSpeech(), new ShgSpeech()];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(system => system.Name)];

    /// <summary>The system of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ISpeechSystem Named(string name) => All.FirstOrDefault(system => system.Name == name)
        ?? throw new ArgumentException($"Speech system: expected one of {string.Join(", ", Names)}, got '{name}'.", nameof(name));
}
