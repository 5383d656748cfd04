using Pat.Core.Physical;
using Pat.Systems.Benches;
using Pat.Systems.Imperfections;
using static System.FormattableString;

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
public sealed class TransistorCircuitBench : IBench
{
    private const int ConverterLevels = 4096;
    private const float OutputRange = 2;
    private const double PresetRun = 1.5e-3, PresetDrive = 784 / 1e6;
    private const double Ripple = 2e-3, RippleFrequency = 67.3e3, Jitter = 0.1, Read = 0.01;

    private readonly TransistorCircuitDescription description;
    private readonly Device twin;

    /// <summary>The bench of a circuit.</summary>
    /// <param name="description">Constants; null for those of the preset.</param>
    public TransistorCircuitBench(TransistorCircuitDescription? description = null)
    {
        this.description = description ?? new();
        twin = Twin(this.description);
        Terms = TermsOf(this.description);
    }

    /// <inheritdoc/>
    public string Name => "transistor-circuit";

    /// <inheritdoc/>
    public string Description => "An RLC circuit with a diode-connected transistor, driven by a voltage source, between two 12-bit converters.";

    /// <inheritdoc/>
    public IReadOnlyList<BenchTerm> Terms { get; }

    /// <inheritdoc/>
    public double OutputFullScale => OutputRange;

    /// <inheritdoc/>
    public IDigitalTwin Twin(int apparatus = 0) => twin;

    /// <inheritdoc/>
    public Device Fabricate(long deviceSeed, BenchSettings settings, int apparatus = 0)
    {
        var of = settings.On(this);
        var gap = new TransistorCircuitGap(of("reactances"), of("resistances"), of("transistor"), of("channel-length"), of("saturation"), of("drift"));
        var (device, _) = Fabricate(description, gap, deviceSeed, new TransistorCircuitNoise(of("levels"), of("ripple"), of("thermal"), of("jitter"), of("read")));
        return AddedImperfections.AddTo(device, settings, OutputFullScale, deviceSeed);
    }

    /// <summary>
    /// Durations of the hardware (our choice) for 784 samples at 1 MS/s: 784 µs of drive, then 716 µs, twelve time constants of the
    /// circuit, until it is at rest. There is nothing to program. No energy is stated: the source gives the circuit about 0.1 µJ a run, and amplifiers and
    /// converters, of which nothing is assumed, would take more.
    /// </summary>
    public HardwareTiming Timing => new(RunSeconds: PresetRun + (description.Samples / description.SampleRate - PresetDrive), ProgrammingSeconds: 0);

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
                new SupplyRipple(Ripple, RippleFrequency, description.SamplingPeriod).Scaled(noise.Ripple),
                new ThermalNoise(resistance, description.SampleRate / 2, 1 / description.DriveVoltage).Scaled(noise.Thermal),
            ],
            output:
            [
                new TimingJitter(Jitter).Scaled(noise.Jitter),
                new AdditiveNoise("read noise", Read).Scaled(noise.Read),
                new Clipping(-OutputRange, OutputRange),
                new Levels(ConverterLevels, -OutputRange, OutputRange).Scaled(noise.Levels),
            ]);
        return (device, circuit);
    }

    private static BenchTerm[] TermsOf(TransistorCircuitDescription d)
    {
        static BenchTerm Gap(string name, string size, string formula, ImperfectionKind kind = ImperfectionKind.Fixed) => new(name, TermGroup.Gap, kind, "physics", size, formula, "our choice");
        static BenchTerm Noise(string name, string acts, ImperfectionKind kind, string size, string formula, string source = "our choice") => new(name, TermGroup.Noise, kind, acts, size, formula, source);
        return
        [
            Gap("reactances", Invariant($"L {100 * d.InductanceTolerance:G3} %, C {100 * d.CapacitanceTolerance:G3} % rms"), "L exp(σ ξ), C exp(σ ξ)"),
            Gap("resistances", Invariant($"R {100 * d.ResistanceTolerance:G3} %, Rp {100 * d.ParallelResistanceTolerance:G3} % rms"), "R exp(σ ξ), Rp exp(σ ξ)"),
            Gap("transistor", Invariant($"K {100 * d.TransconductanceTolerance:G3} %, Vth {1e3 * d.ThresholdTolerance:G3} mV rms"), "K exp(σ ξ), Vth + σ ξ"),
            Gap("channel-length", Invariant($"{d.ChannelLengthModulation:G3} per volt"), "i (1 + λ v)"),
            Gap("saturation", Invariant($"{1e3 * d.SaturationCurrent:G3} mA"), "1/L(i) = (1 + (i/Isat)²) / L"),
            Gap("drift", Invariant($"{100 * d.DriftAmplitude:G3} % amplitude, period {d.DriftPeriod:G4} s"), "C (1 + a sin 2π(t/P + φ))", ImperfectionKind.Slow),
            Noise("levels", "input and output", ImperfectionKind.Fixed, Invariant($"{ConverterLevels} levels; input ±1, output ±{OutputRange:G3}"), "nearest level, ends beyond"),
            Noise("ripple", "input", ImperfectionKind.Slow, Invariant($"{Ripple:G3} amplitude, {RippleFrequency / 1e3:G4} kHz"), "x + a sin(2π f t + φ)"),
            Noise("thermal", "input", ImperfectionKind.Trial, Invariant($"300 K, up to {d.SampleRate / 2e3:G4} kHz"), "x + sqrt(4 k T R B) ξ", "Nyquist 1928"),
            Noise("jitter", "output", ImperfectionKind.Trial, Invariant($"{Jitter:G3} samples rms"), "y(t + τ)"),
            Noise("read", "output", ImperfectionKind.Trial, Invariant($"{Read:G3} rms"), "y + σ ξ"),
        ];
    }
}
