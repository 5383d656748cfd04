using Pat.Systems.Electronics.TransistorCircuit;
using Pat.Systems.Mechanics.CoupledOscillators;
using Pat.Systems.Mechanics.OscillatingPlate;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Systems.Benches;

/// <summary>The presets, by name. A new one is a line here.</summary>
public static class AllBenches
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IBench> All { get; } =
    [
        new SecondHarmonicBench(),
        new OscillatingPlateBench(),
        new CoupledOscillatorsBench(),
        new TransistorCircuitBench(),
    ];

    /// <summary>The bench of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static IBench Named(string name) => All.FirstOrDefault(bench => bench.Name == name)
        ?? throw new ArgumentException($"Bench: expected one of {string.Join(", ", All.Select(bench => bench.Name))}, got '{name}'.", nameof(name));
}
