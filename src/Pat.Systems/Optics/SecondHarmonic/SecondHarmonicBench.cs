using Pat.Core.Physical;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Optics.SecondHarmonic;

/// <summary>How strongly the levels of the shaper and what differs from run to run are present: 0 is none, 1 is as described.</summary>
/// <param name="Levels">Levels of the pulse shaper.</param>
/// <param name="Jitter">Jitter of the pulse energy.</param>
/// <param name="Shot">Shot noise of the spectrometer.</param>
/// <param name="Read">Read noise of the spectrometer.</param>
public sealed record SecondHarmonicNoise(double Levels = 1, double Jitter = 1, double Shot = 1, double Read = 1)
{
    /// <summary>All of them, each times the factor.</summary>
    public SecondHarmonicNoise Scaled(double factor) => new(Levels * factor, Jitter * factor, Shot * factor, Read * factor);
}

/// <summary>The preset: a second-harmonic generator on an optical table, with all its imperfections.</summary>
public static class SecondHarmonicBench
{
    /// <summary>
    /// Durations of the hardware (our choice): a run shows one setting of the pulse shaper at 10 kHz;
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
        SecondHarmonicDescription description, SecondHarmonicGap gap, long deviceSeed, double noise = 1, int steps = 8) =>
        Fabricate(description, gap, deviceSeed, new SecondHarmonicNoise().Scaled(noise), steps);

    /// <summary>Fabricates a device.</summary>
    /// <param name="description">Constants.</param>
    /// <param name="gap">How strongly each departure from the nominal twin is present.</param>
    /// <param name="deviceSeed">Seed of the fixed errors: which device.</param>
    /// <param name="noise">How strongly levels, energy jitter, shot and read noise are present.</param>
    /// <param name="steps">Split steps through the crystal.</param>
    public static (Device Device, CoupledWaveCrystal Crystal) Fabricate(
        SecondHarmonicDescription description, SecondHarmonicGap gap, long deviceSeed, SecondHarmonicNoise noise, int steps = 8)
    {
        var crystal = CoupledWaveCrystal.Fabricate(description, gap, deviceSeed, steps, noise.Jitter);
        IImperfection levels = new Levels(description.ShaperLevels, 0, 1).Scaled(noise.Levels);
        var device = new Device(
            $"second-harmonic device {deviceSeed}",
            crystal,
            input: [levels],
            parameters: [levels],
            output:
            [
                new ShotNoise(description.ElectronsAtOne).Scaled(noise.Shot),
                new AdditiveNoise("read noise", description.ReadNoise).Scaled(noise.Read),
            ]);
        return (device, crystal);
    }
}
