using Pat.Core.Physical;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Optics.SecondHarmonic;

/// <summary>The preset: a second-harmonic generator on an optical table, with all its imperfections.</summary>
public static class SecondHarmonicBench
{
    /// <summary>
    /// Durations of the hardware (our choice): a run shows one setting of a micro-mirror shaper at 10 kHz;
    /// new parameters arrive with the next setting, and the table settles for 1 ms.
    /// </summary>
    public static HardwareTiming Timing { get; } = new(RunSeconds: 1e-4, ProgrammingSeconds: 1e-3);

    /// <summary>Fabricates a device.</summary>
    /// <param name="description">Constants.</param>
    /// <param name="gap">How strongly each departure from the nominal twin is present.</param>
    /// <param name="deviceSeed">Seed of the fixed errors: which device.</param>
    /// <param name="noise">Factor of levels, energy jitter, shot and read noise; 0 is none, 1 is as described.</param>
    /// <param name="steps">Split steps through the crystal.</param>
    public static (Device Device, CoupledWaveCrystal Crystal) Fabricate(
        SecondHarmonicDescription description, SecondHarmonicGap gap, long deviceSeed, double noise = 1, int steps = 8)
    {
        var crystal = CoupledWaveCrystal.Fabricate(description, gap, deviceSeed, steps, noise);
        IImperfection levels = new Levels(description.ShaperLevels, 0, 1).Scaled(noise);
        var device = new Device(
            $"second-harmonic device {deviceSeed}",
            crystal,
            input: [levels],
            parameters: [levels],
            output:
            [
                new ShotNoise(description.ElectronsAtOne).Scaled(noise),
                new AdditiveNoise("read noise", description.ReadNoise).Scaled(noise),
            ]);
        return (device, crystal);
    }
}
