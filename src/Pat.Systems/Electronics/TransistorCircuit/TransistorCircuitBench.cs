using Pat.Core.Physical;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Electronics.TransistorCircuit;

/// <summary>How strongly converters and noise of the bench are present: 0 is none, 1 is as described.</summary>
/// <param name="Levels">Levels of the converters; their range stays.</param>
/// <param name="Ripple">Ripple of the supply of the source.</param>
/// <param name="Thermal">Thermal noise of the resistances.</param>
/// <param name="Jitter">Jitter of the reading converter's clock.</param>
/// <param name="Read">Read noise.</param>
public sealed record TransistorCircuitNoise(double Levels = 1, double Ripple = 1, double Thermal = 1, double Jitter = 1, double Read = 1)
{
    /// <summary>All of them, each times the factor.</summary>
    public TransistorCircuitNoise Scaled(double factor) => new(Levels * factor, Ripple * factor, Thermal * factor, Jitter * factor, Read * factor);
}

/// <summary>
/// The preset: a transistor circuit between two 12-bit converters: levels of the source, ripple of its supply, thermal noise, circuit, jitter of the
/// sampling clock, read noise, range and levels of the reading converter.
/// </summary>
/// <remarks>Read noise 0.01, jitter 0.1 samples, ripple 10 mV of 5 V at 67.3 kHz (a switching converter) and the ranges are our choice.</remarks>
public static class TransistorCircuitBench
{
    private const int ConverterLevels = 4096;
    private const float OutputRange = 2;

    /// <summary>
    /// Durations of the hardware (our choice) for 784 samples at 1 MS/s: 784 µs of drive, then 716 µs, twelve time constants of the
    /// circuit, until it is at rest. There is nothing to program. No energy is stated: the source gives the circuit about 0.1 µJ a run, and amplifiers and
    /// converters, of which nothing is assumed, would take more.
    /// </summary>
    public static HardwareTiming Timing { get; } = new(RunSeconds: 1.5e-3, ProgrammingSeconds: 0);

    /// <summary>The nominal twin of the bench: the nominal circuit with the range of the reading converter, which everybody knows.</summary>
    /// <exception cref="ArgumentException">The description does not describe a circuit that can be simulated.</exception>
    public static Device Twin(TransistorCircuitDescription description) =>
        new("transistor circuit twin", new TransistorCircuit(description), output: [new Clipping(-OutputRange, OutputRange)]);

    /// <summary>Fabricates a device.</summary>
    /// <param name="description">Constants.</param>
    /// <param name="gap">How strongly each departure from the nominal twin is present.</param>
    /// <param name="deviceSeed">Seed of the fixed errors: which device.</param>
    /// <param name="noise">Factor of levels, ripple, thermal noise, jitter and read noise; 0 is none, 1 is as described. The range of the reading converter stays.</param>
    /// <exception cref="ArgumentException">The description or the gap does not describe a circuit that can be simulated.</exception>
    public static (Device Device, TransistorCircuit Circuit) Fabricate(
        TransistorCircuitDescription description, TransistorCircuitGap gap, long deviceSeed, double noise = 1) =>
        Fabricate(description, gap, deviceSeed, new TransistorCircuitNoise().Scaled(noise));

    /// <inheritdoc cref="Fabricate(TransistorCircuitDescription, TransistorCircuitGap, long, double)"/>
    public static (Device Device, TransistorCircuit Circuit) Fabricate(
        TransistorCircuitDescription description, TransistorCircuitGap gap, long deviceSeed, TransistorCircuitNoise noise)
    {
        var circuit = TransistorCircuit.Fabricate(description, gap, deviceSeed);
        // The noise current of the parallel resistance acts near the resonance like L / (C Rp) in series.
        var resistance = description.Resistance + description.Inductance / (description.Capacitance * description.ParallelResistance);
        var device = new Device(
            $"transistor circuit {deviceSeed}",
            circuit,
            input:
            [
                new Levels(ConverterLevels, -1, 1).Scaled(noise.Levels),
                new SupplyRipple(2e-3, 67.3e3, description.SamplingPeriod).Scaled(noise.Ripple),
                new ThermalNoise(resistance, description.SampleRate / 2, 1 / description.DriveVoltage).Scaled(noise.Thermal),
            ],
            output:
            [
                new TimingJitter(0.1).Scaled(noise.Jitter),
                new AdditiveNoise("read noise", 0.01).Scaled(noise.Read),
                new Clipping(-OutputRange, OutputRange),
                new Levels(ConverterLevels, -OutputRange, OutputRange).Scaled(noise.Levels),
            ]);
        return (device, circuit);
    }
}
