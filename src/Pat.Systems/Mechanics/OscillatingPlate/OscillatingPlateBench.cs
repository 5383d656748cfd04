using Pat.Core.Physical;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Mechanics.OscillatingPlate;

/// <summary>The preset: an oscillating plate between converters, with voice coil, microphone, jitter and noise.</summary>
public static class OscillatingPlateBench
{
    /// <summary>
    /// Durations of the hardware: 65 ms of drive and the time in which the lowest mode falls to a thousandth, 186 ms (our choice), make a run.
    /// There is nothing to program: parameters travel in the drive. The energy of a run is not known.
    /// </summary>
    public static HardwareTiming Timing { get; } = new(RunSeconds: 0.25, ProgrammingSeconds: 0);

    /// <summary>Fabricates a device.</summary>
    /// <param name="description">Constants.</param>
    /// <param name="gap">How strongly each departure from the nominal twin is present.</param>
    /// <param name="deviceSeed">Seed of the fixed errors: which device.</param>
    /// <param name="noise">Factor of converters, jitter and read noise; 0 is none, 1 is as described.</param>
    public static (Device Device, OscillatingPlate Plate) Fabricate(
        OscillatingPlateDescription description, OscillatingPlateGap gap, long deviceSeed, double noise = 1)
    {
        var plate = OscillatingPlate.Fabricate(description, gap, deviceSeed);
        var range = (float)description.OutputRange;
        var device = new Device(
            $"oscillating plate {deviceSeed}",
            plate,
            input:
            [
                new Levels(description.ConverterLevels, -1, 1).Scaled(noise),
                new LowPass("speaker", description.SpeakerCutOff / description.SampleRate).Scaled(gap.Speaker),
            ],
            output:
            [
                new HighPass("microphone", description.MicrophoneCutOff / description.SampleRate).Scaled(gap.Microphone),
                new TimingJitter(description.TimingJitter).Scaled(noise),
                new AdditiveNoise("read noise", description.ReadNoise).Scaled(noise),
                new Levels(description.ConverterLevels, -range, range).Scaled(noise),
            ]);
        return (device, plate);
    }
}
