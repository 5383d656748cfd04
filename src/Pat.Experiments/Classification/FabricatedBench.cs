using Pat.Core.Physical;
using Pat.Systems;
using Pat.Systems.Benches;

namespace Pat.Experiments.Classification;

/// <summary>The devices of a network, their nominal twins in the same order, and the duration of a run.</summary>
/// <param name="Devices">The devices.</param>
/// <param name="Twins">The twin of each.</param>
/// <param name="Timing">Durations and energy, the same for all.</param>
public sealed record FabricatedBench(IReadOnlyList<Device> Devices, IReadOnlyList<IDigitalTwin> Twins, HardwareTiming Timing)
{
    /// <summary>Fabricates the devices of a network, in the order of their numbers, with their nominal twins.</summary>
    /// <param name="system">The system.</param>
    /// <param name="settings">How strongly each departure is present.</param>
    /// <param name="deviceSeed">Which device.</param>
    /// <exception cref="ArgumentException">No device can be made with these settings.</exception>
    public static FabricatedBench Of(IPhysicalClassifier system, BenchSettings settings, long deviceSeed)
    {
        int[] all = [.. Enumerable.Range(0, system.Apparatuses)];
        return new(
            [.. all.Select(apparatus => system.Bench.Fabricate(deviceSeed, settings, apparatus))], [.. all.Select(system.Bench.Twin)], system.Bench.Timing);
    }
}
