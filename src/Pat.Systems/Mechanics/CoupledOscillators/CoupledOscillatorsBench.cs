using Pat.Core.Physical;
using Pat.Systems.Benches;
using Pat.Systems.Imperfections;
using static System.FormattableString;

namespace Pat.Systems.Mechanics.CoupledOscillators;

/// <summary>The preset: coupled oscillators with a fixed extra coupling, an error of the angle and noisy initial angles.</summary>
public sealed class CoupledOscillatorsBench : IBench
{
    private readonly CoupledOscillatorsDescription[] descriptions;
    private readonly CoupledOscillators[] twins;

    /// <summary>The bench of one or more sets of oscillators.</summary>
    /// <param name="descriptions">Constants of each apparatus; none for one of 100 oscillators.</param>
    public CoupledOscillatorsBench(params CoupledOscillatorsDescription[] descriptions)
    {
        this.descriptions = descriptions.Length == 0 ? [new(100)] : descriptions;
        twins = [.. this.descriptions.Select(description => new CoupledOscillators(description))];
        Terms = TermsOf(this.descriptions[0]);
    }

    /// <inheritdoc/>
    public string Name => "coupled-oscillators";

    /// <inheritdoc/>
    public string Description => "Coupled oscillators, released at rest from initial angles and read after a time.";

    HardwareTiming IBench.Timing => Timing;

    /// <inheritdoc/>
    public IReadOnlyList<BenchTerm> Terms { get; }

    /// <inheritdoc/>
    public double OutputFullScale => 1;

    /// <inheritdoc/>
    public IDigitalTwin Twin(int apparatus = 0) => twins[apparatus];

    /// <inheritdoc/>
    public Device Fabricate(long deviceSeed, BenchSettings settings, int apparatus = 0)
    {
        var of = settings.On(this);
        var (device, _) = Fabricate(descriptions[apparatus], new(of("angle"), of("coupling")), deviceSeed, of("angle-noise"), apparatus);
        return AddedImperfections.AddTo(device, settings, OutputFullScale, deviceSeed);
    }

    private static BenchTerm[] TermsOf(CoupledOscillatorsDescription d) =>
    [
        new("angle", TermGroup.Gap, ImperfectionKind.Fixed, "physics", Invariant($"{100 * d.AngleError:G3} %"), "sin((1 + η) q)", "code that accompanies Wright et al. 2022"),
        new("coupling", TermGroup.Gap, ImperfectionKind.Fixed, "physics", Invariant($"{d.CouplingNoise:G3} rms"), "C + σ (Ξ + Ξᵀ) / 2", "code that accompanies Wright et al. 2022"),
        new("angle-noise", TermGroup.Noise, ImperfectionKind.Trial, "input", Invariant($"{d.InputNoise:G3} rad rms"), "q + σ ξ", "code that accompanies Wright et al. 2022"),
    ];

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
