using Pat.Core.Physical;
using Pat.Systems.Benches;
using Pat.Systems.Imperfections;
using static System.FormattableString;

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
public sealed class SecondHarmonicBench : IBench
{
    private readonly SecondHarmonicDescription description;
    private readonly ThinCrystal twin;
    private readonly int steps;

    /// <summary>The bench of a crystal.</summary>
    /// <param name="description">Constants; null for those of the preset.</param>
    /// <param name="steps">Split steps through the crystal.</param>
    public SecondHarmonicBench(SecondHarmonicDescription? description = null, int steps = 8)
    {
        (this.description, this.steps) = (description ?? new(), steps);
        twin = new(this.description);
        Terms = TermsOf(this.description);
    }

    /// <inheritdoc/>
    public string Name => "second-harmonic";

    /// <inheritdoc/>
    public string Description => "Femtosecond pulses from a pulse shaper, doubled in a nonlinear crystal and read by a spectrometer.";

    HardwareTiming IBench.Timing => Timing;

    /// <inheritdoc/>
    public IReadOnlyList<BenchTerm> Terms { get; }

    /// <inheritdoc/>
    /// <remarks>Our choice: the brightest lines of trained programs; the mean of random ones is 0.3.</remarks>
    public double OutputFullScale => 5;

    /// <inheritdoc/>
    public IDigitalTwin Twin(int apparatus = 0) => twin;

    /// <inheritdoc/>
    public Device Fabricate(long deviceSeed, BenchSettings settings, int apparatus = 0)
    {
        var (gap, noise) = Parts(settings);
        var (device, _) = Fabricate(description, gap, deviceSeed, noise, steps);
        return AddedImperfections.AddTo(device, settings, OutputFullScale, deviceSeed);
    }

    /// <summary>The settings as factors of the single parts.</summary>
    /// <exception cref="ArgumentException">A factor names no term.</exception>
    public (SecondHarmonicGap Gap, SecondHarmonicNoise Noise) Parts(BenchSettings settings)
    {
        var of = settings.On(this);
        return (
            new(of("crosstalk"), of("gain"), of("phase"), of("envelope"), of("leak"), of("depletion"), of("dispersion")),
            new(of("levels"), of("jitter"), of("shot"), of("read")));
    }

    /// <summary>Factors of the single parts as settings.</summary>
    public static BenchSettings SettingsOf(SecondHarmonicGap gap, SecondHarmonicNoise noise) => new BenchSettings()
        .With("crosstalk", gap.Crosstalk).With("gain", gap.Gain).With("phase", gap.Phase).With("envelope", gap.Envelope).With("leak", gap.Leak)
        .With("depletion", gap.Depletion).With("dispersion", gap.Dispersion)
        .With("levels", noise.Levels).With("jitter", noise.Jitter).With("shot", noise.Shot).With("read", noise.Read);

    /// <summary>
    /// Durations of the hardware (our choice): a run shows one setting of the pulse shaper at 10 kHz;
    /// new parameters arrive with the next setting, and the table settles for 1 ms.
    /// </summary>
    /// <remarks>
    /// The energy is that of the light on the crystal alone: a run takes one pulse (our choice) of the 130 nJ that the coupling stands for, see
    /// <see cref="SecondHarmonicDescription.Coupling"/>. What laser, shaper and spectrometer draw is not in it, and is more by orders of magnitude.
    /// </remarks>
    public static HardwareTiming Timing { get; } = new(RunSeconds: 1e-4, ProgrammingSeconds: 1e-3, JoulesPerRun: 130e-9);

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

    private static BenchTerm[] TermsOf(SecondHarmonicDescription d)
    {
        static BenchTerm Gap(string name, string size, string formula, string source = "our choice") => new(name, TermGroup.Gap, ImperfectionKind.Fixed, "physics", size, formula, source);
        static BenchTerm Noise(string name, string acts, ImperfectionKind kind, string size, string formula) => new(name, TermGroup.Noise, kind, acts, size, formula, "our choice");
        return
        [
            Gap("crosstalk", Invariant($"{100 * d.ShaperCrosstalk:G3} % of the amplitude to each neighbour"), "A_i (1 − 2c) + c (A_(i−1) + A_(i+1))"),
            Gap("gain", Invariant($"{100 * d.ChannelGainError:G3} % rms"), "A_i (1 + σ ξ_i)"),
            Gap("phase", Invariant($"{d.GroupDelayDispersion * 1e30:#,0.##} fs², {d.ThirdOrderDispersion * 1e45:#,0.##} fs³, {d.RandomPhase:G3} rad rms"), "A_i exp(i φ_i)"),
            Gap("envelope", Invariant($"shift {d.EnvelopeShift / 1e12:G3} THz, {100 * d.EnvelopeWidening:G3} % widening"), "E(Ω) shifted and widened"),
            Gap("leak", Invariant($"{100 * d.SpectrometerLeak:G3} % of a line's power"), "P_k (1 − o) + o P_(k−1)"),
            Gap("depletion", Invariant($"coupling times length {d.Coupling:G3}"), "dA/dz = −q² A* B"),
            Gap("dispersion", Invariant($"{d.GroupVelocityMismatch * 1e12:G4} fs/mm, {d.PhaseMismatch:G3} rad"), "B exp(i (β₁Ω + β₂Ω²/2 + Δk) z)", "group velocities of BBO; phase mismatch our choice"),
            Noise("levels", "input and parameters", ImperfectionKind.Fixed, Invariant($"{d.ShaperLevels} levels on 0..1"), "nearest level, ends beyond"),
            Noise("jitter", "physics", ImperfectionKind.Trial, Invariant($"{100 * d.EnergyJitter:G3} % rms of the pulse energy"), "A (1 + σ ξ / 2)"),
            Noise("shot", "output", ImperfectionKind.Trial, Invariant($"{d.ElectronsAtOne:#,0} electrons at an output of 1"), "y + sqrt(y / N) ξ"),
            Noise("read", "output", ImperfectionKind.Trial, Invariant($"{d.ReadNoise:G3} rms"), "y + σ ξ"),
        ];
    }
}
