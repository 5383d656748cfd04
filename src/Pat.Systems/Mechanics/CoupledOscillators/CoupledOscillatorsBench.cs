using Pat.Core.Physical;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Mechanics.CoupledOscillators;

/// <summary>The preset: coupled oscillators with a fixed extra coupling, an error of the angle and noisy initial angles.</summary>
public static class CoupledOscillatorsBench
{
    /// <summary>
    /// Durations of the hardware (our choice, for oscillators of some kilohertz): a motion, its reading and coming to rest take 1 ms;
    /// new couplings and drives settle in 10 ms.
    /// </summary>
    public static HardwareTiming Timing { get; } = new(RunSeconds: 1e-3, ProgrammingSeconds: 1e-2);

    /// <summary>Fabricates a device.</summary>
    /// <param name="description">Constants.</param>
    /// <param name="gap">How strongly each departure from the nominal twin is present.</param>
    /// <param name="deviceSeed">Seed of the fixed errors: which device.</param>
    /// <param name="noise">Factor of the noise of the initial angles; 0 is none, 1 is as described.</param>
    /// <param name="apparatus">Which of several that one device seed stands for; each has draws and a name of its own.</param>
    public static (Device Device, CoupledOscillators Oscillators) Fabricate(
        CoupledOscillatorsDescription description, CoupledOscillatorsGap gap, long deviceSeed, double noise = 1, int apparatus = 0)
    {
        var oscillators = CoupledOscillators.Fabricate(description, gap, deviceSeed, apparatus);
        var device = new Device(
            apparatus == 0 ? $"coupled oscillators {deviceSeed}" : $"coupled oscillators {deviceSeed}, apparatus {apparatus}",
            oscillators,
            input: [new AdditiveNoise("angle noise", description.InputNoise).Scaled(noise)]);
        return (device, oscillators);
    }
}
