using Pat.Core.Physical;
using Pat.Systems.Benches;
using Pat.Systems.Imperfections;
using static System.FormattableString;

namespace Pat.Systems.Mechanics.OscillatingPlate;

/// <summary>The preset: an oscillating plate between converters, with voice coil, microphone, jitter and noise.</summary>
public sealed class OscillatingPlateBench : IBench
{
    private const double PresetRun = 0.25, PresetDrive = 784 / 12000.0;

    private readonly OscillatingPlateDescription description;
    private readonly OscillatingPlate twin;

    /// <summary>The bench of a plate.</summary>
    /// <param name="description">Constants; null for those of the preset.</param>
    public OscillatingPlateBench(OscillatingPlateDescription? description = null)
    {
        this.description = description ?? new();
        twin = new(this.description);
        Terms = TermsOf(this.description);
    }

    /// <inheritdoc/>
    public string Name => "oscillating-plate";

    /// <inheritdoc/>
    public string Description => "A titanium plate, driven by a voice coil and heard by a microphone, between two 12-bit converters.";

    /// <summary>
    /// Durations of the hardware: the drive (65 ms with the preset) and the time in which the lowest mode falls to a thousandth, 185 ms (our choice), make a run.
    /// There is nothing to program: parameters travel in the drive. The energy of a run is not known.
    /// </summary>
    public HardwareTiming Timing => new(RunSeconds: PresetRun + (description.Samples / description.SampleRate - PresetDrive), ProgrammingSeconds: 0);

    /// <inheritdoc/>
    public IReadOnlyList<BenchTerm> Terms { get; }

    /// <inheritdoc/>
    public double OutputFullScale => description.OutputRange;

    /// <inheritdoc/>
    public IDigitalTwin Twin(int apparatus = 0) => twin;

    /// <inheritdoc/>
    public Device Fabricate(long deviceSeed, BenchSettings settings, int apparatus = 0)
    {
        var of = settings.On(this);
        var gap = new OscillatingPlateGap(
            of("frequency"), of("damping"), of("force"), of("pick-up"), of("gain"), of("rest-shape"), of("coupling"), of("hardening"), of("drift"), of("speaker"), of("microphone"));
        var (device, _) = Fabricate(description, gap, deviceSeed, new OscillatingPlateNoise(of("levels"), of("jitter"), of("read")));
        return AddedImperfections.AddTo(device, settings, OutputFullScale, deviceSeed);
    }

    /// <summary>Fabricates a device.</summary>
    /// <param name="description">Constants.</param>
    /// <param name="gap">How strongly each departure from the nominal twin is present.</param>
    /// <param name="deviceSeed">Seed of the fixed errors: which device.</param>
    /// <param name="noise">Factor of converters, jitter and read noise; 0 is none, 1 is as described.</param>
    public static (Device Device, OscillatingPlate Plate) Fabricate(
        OscillatingPlateDescription description, OscillatingPlateGap gap, long deviceSeed, double noise = 1) =>
        Fabricate(description, gap, deviceSeed, new OscillatingPlateNoise().Scaled(noise));

    /// <inheritdoc cref="Fabricate(OscillatingPlateDescription, OscillatingPlateGap, long, double)"/>
    public static (Device Device, OscillatingPlate Plate) Fabricate(
        OscillatingPlateDescription description, OscillatingPlateGap gap, long deviceSeed, OscillatingPlateNoise noise)
    {
        var plate = OscillatingPlate.Fabricate(description, gap, deviceSeed);
        var range = (float)description.OutputRange;
        var device = new Device(
            $"oscillating plate {deviceSeed}",
            plate,
            input:
            [
                new Levels(description.ConverterLevels, -1, 1).Scaled(noise.Levels),
                new LowPass("speaker", description.SpeakerCutOff / description.SampleRate).Scaled(gap.Speaker),
            ],
            output:
            [
                new HighPass("microphone", description.MicrophoneCutOff / description.SampleRate).Scaled(gap.Microphone),
                new TimingJitter(description.TimingJitter).Scaled(noise.Jitter),
                new AdditiveNoise("read noise", description.ReadNoise).Scaled(noise.Read),
                new Levels(description.ConverterLevels, -range, range).Scaled(noise.Levels),
            ]);
        return (device, plate);
    }

    private static BenchTerm[] TermsOf(OscillatingPlateDescription d)
    {
        static BenchTerm Gap(string name, string acts, string size, string formula, ImperfectionKind kind = ImperfectionKind.Fixed) => new(name, TermGroup.Gap, kind, acts, size, formula, "our choice");
        static BenchTerm Noise(string name, string acts, ImperfectionKind kind, string size, string formula) => new(name, TermGroup.Noise, kind, acts, size, formula, "our choice");
        return
        [
            Gap("frequency", "physics", Invariant($"{100 * d.FrequencyError:G3} % rms"), "ω_k (1 + σ ξ_k)"),
            Gap("damping", "physics", Invariant($"{100 * d.DampingError:G3} % rms"), "ζ_k exp(σ ξ_k)"),
            Gap("force", "physics", Invariant($"{100 * d.ForceError:G3} % rms"), "F_k (1 + σ ξ_k)"),
            Gap("pick-up", "physics", Invariant($"{100 * d.PickUpError:G3} % rms"), "φ_k (1 + σ ξ_k)"),
            Gap("gain", "physics", Invariant($"{100 * d.GainError:G3} % rms"), "G (1 + σ ξ)"),
            Gap("rest-shape", "physics", Invariant($"{d.RestShapeError:G3} of the thickness, rms"), "e_k = σ ξ_k"),
            Gap("coupling", "physics", Invariant($"{100 * d.ModeCoupling:G3} % rms"), "c_k = σ ξ_k ω_k ω_(k+1)"),
            Gap("hardening", "physics", Invariant($"{100 * d.HardeningError:G3} % rms"), "3/2 (1 + σ ξ)"),
            Gap("drift", "physics", Invariant($"{100 * d.FrequencyDrift:G3} % amplitude, period {d.DriftPeriod:G4} s"), "ω_k (1 + a sin 2π(t/P + φ))", ImperfectionKind.Slow),
            Gap("speaker", "input", Invariant($"low pass at {d.SpeakerCutOff:G4} Hz"), "first-order low pass"),
            Gap("microphone", "output", Invariant($"high pass at {d.MicrophoneCutOff:G4} Hz"), "first-order high pass"),
            Noise("levels", "input and output", ImperfectionKind.Fixed, Invariant($"{d.ConverterLevels} levels; input ±1, output ±{d.OutputRange:G3}"), "nearest level, ends beyond"),
            Noise("jitter", "output", ImperfectionKind.Trial, Invariant($"{d.TimingJitter:G3} samples rms"), "y(t + τ)"),
            Noise("read", "output", ImperfectionKind.Trial, Invariant($"{d.ReadNoise:G3} rms"), "y + σ ξ"),
        ];
    }
}

/// <summary>How strongly converters and noise of the bench are present: 0 is none, 1 is as described.</summary>
/// <param name="Levels">Levels of both converters, with their ranges.</param>
/// <param name="Jitter">Jitter of the reading converter's clock.</param>
/// <param name="Read">Read noise.</param>
public sealed record OscillatingPlateNoise(double Levels = 1, double Jitter = 1, double Read = 1)
{
    /// <summary>All of them, each times the factor.</summary>
    public OscillatingPlateNoise Scaled(double factor) => new(Levels * factor, Jitter * factor, Read * factor);
}
