using System.Collections.Concurrent;
using Pat.Core.Dynamics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Systems.Mechanics.OscillatingPlate;

/// <summary>
/// A thin plate that is driven by a voice coil at one point and heard by a microphone at another: input is the series of the drive, from −1 to 1, output
/// the series of the microphone, of the same length. There are no parameters: networks scale and shift the data in the drive. Every run starts at rest.
/// </summary>
/// <remarks>
/// <para>Modes of a simply supported plate (Leissa 1969), which harden each other as in Berger's theory (H. Berger, J. Appl. Mech. 22, 465 (1955)):
///     q_k″ + 2 ζ_k ω_k q_k′ + ω_k² q_k = F_k u − 3/2 ω_k q_k Σ_j ω_j q_j²,  y = G Σ_k φ_k q_k′ / ω_1,
/// with q in units of the thickness and φ_k the shape of mode k at the microphone. The drive is held over each sample.</para>
/// <para>A device has other constants, and terms that the nominal plate lacks: a rest shape, linear coupling of the modes, and a drift of all frequencies
/// with the temperature, which is held constant over blocks of the hardware clock (<see cref="OscillatingPlateDescription.DriftBlock"/>).</para>
/// <para>Steps of <see cref="KickAndPropagate"/>; the derivative is that of the steps, exactly. Immutable.</para>
/// </remarks>
public sealed class OscillatingPlate : IFabricated
{
    // Compiled simulators by all they depend on: constants of a plate are parameters of the simulation, so that devices share one. That of ideal plates, which
    // are flat at rest and without coupling, leaves these terms out; its bits are those of the other.
    private static readonly ConcurrentDictionary<(int Modes, double SampleRate, int Substeps, int Samples, bool Ideal), Lazy<Simulator>> Compiled = new();

    private readonly OscillatingPlateDescription description;
    private readonly PlateConstants constants;
    private readonly TemperatureDrift drift;
    private readonly Simulator simulator;

    /// <summary>Builds the nominal plate: what the twin knows.</summary>
    /// <exception cref="ArgumentException">The description does not describe a plate that can be simulated.</exception>
    public OscillatingPlate(OscillatingPlateDescription description) : this(description, Checked(description).Nominal(), new(0, description.DriftPeriod, description.DriftBlock, 0)) { }

    private OscillatingPlate(OscillatingPlateDescription description, PlateConstants constants, TemperatureDrift drift)
    {
        (this.description, this.constants, this.drift) = (description, constants, drift);
        simulator = SimulatorOf(description, PlateStability.Substeps(constants, 1 / description.SampleRate, description.Substeps), constants.IsIdeal);
        var layout = new Layout.Series(1 / description.SampleRate, 1);
        Ports = new(
            new Port("coil", description.Samples, -1, 1, "1 (of the largest force)", layout),
            [],
            new Port("microphone", description.Samples, float.NegativeInfinity, float.PositiveInfinity, "1 (3 standard deviations at the reference drive)", layout));
    }

    /// <inheritdoc/>
    public SystemPorts Ports { get; }

    /// <summary>The constants, of this plate.</summary>
    internal PlateConstants Constants => constants;

    /// <inheritdoc/>
    public IReadOnlyList<Quantity> Quantities =>
    [
        .. constants.Beside(description.Nominal()),
        new("drift amplitude", "1 (of the frequencies)", 0, drift.Amplitude),
        new("drift phase", "periods", 0, drift.Phase),
    ];

    /// <summary>What the simulation consists of, as a few lines of text.</summary>
    public string Explain() => simulator.Explain();

    /// <summary>Makes the plate of a device. The draws do not depend on the strengths, so that a gap can be scaled on the same device.</summary>
    /// <param name="description">Constants.</param>
    /// <param name="gap">How strongly each departure from the nominal twin is present.</param>
    /// <param name="deviceSeed">Seed of the fixed errors: which device.</param>
    /// <exception cref="ArgumentException">The description or the gap does not describe a plate that can be simulated.</exception>
    public static OscillatingPlate Fabricate(OscillatingPlateDescription description, OscillatingPlateGap gap, long deviceSeed)
    {
        gap.Check();
        var (nominal, noise) = (Checked(description).Nominal(), Noise.FromSeed(deviceSeed).Split("oscillating plate"));
        double[] Drawn(string stream, double sigma, double[] values, Func<double, double, double> with)
        {
            var draws = new float[values.Length];
            noise.Split(stream).Normals(0, draws);
            return [.. values.Select((value, k) => with(value, sigma * draws[k]))];
        }

        static double Relative(double value, double error) => value * (1 + error);
        var frequency = Drawn("frequency", gap.Frequency * description.FrequencyError, nominal.Frequency, Relative);
        var gain = Relative(1, gap.Gain * description.GainError * noise.Split("gain").Normal(0));
        double[] pairs = [.. frequency[..^1].Zip(frequency[1..], (a, b) => a * b)];
        var constants = nominal with
        {
            Frequency = frequency,
            Damping = Drawn("damping", gap.Damping * description.DampingError, nominal.Damping, (value, error) => value * Math.Exp(error)),
            Force = Drawn("force", gap.Force * description.ForceError, nominal.Force, Relative),
            PickUp = Drawn("pick-up", gap.PickUp * description.PickUpError, nominal.PickUp, (value, error) => gain * Relative(value, error)),
            RestShape = Drawn("rest shape", gap.RestShape * description.RestShapeError, nominal.RestShape, (value, error) => value + error),
            Coupling = Drawn("coupling", gap.Coupling * description.ModeCoupling, pairs, (pair, share) => share * pair),
            Hardening = Relative(nominal.Hardening, gap.Hardening * description.HardeningError * noise.Split("hardening").Normal(0)),
        };
        return new(description, constants, new(gap.Drift * description.FrequencyDrift, description.DriftPeriod, description.DriftBlock, noise.Split("drift").Uniform(0)));
    }

    /// <inheritdoc/>
    public IFabricated With(IReadOnlyList<Quantity> quantities)
    {
        var values = Quantity.ValuesFor("OscillatingPlate", Quantities, quantities);
        var constants = PlateConstants.Of(values);
        PlateStability.Check(constants, description.SampleRate);
        return new OscillatingPlate(description, constants, drift with
        {
            Amplitude = Quantity.InRange("OscillatingPlate drift amplitude", values[^2][0], 0, 1),
            Phase = Quantity.InRange("OscillatingPlate drift phase", values[^1][0], 0, 1),
        });
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">x or theta does not fit the ports.</exception>
    /// <exception cref="SimulationException">A state became infinite or not a number: the drive is far beyond its range.</exception>
    public Tensor Run(Tensor x, Tensor theta, Shot shot)
    {
        Ports.Check("OscillatingPlate", x, theta);
        return simulator.RunParts(x, AtRest(x.Rows), [.. Groups(x.Rows, shot).Select(group => new RowPart(group.Start, group.End, constants.ToTheta(group.Factor)))]);
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">x or theta does not fit the ports.</exception>
    /// <exception cref="SimulationException">A state became infinite or not a number: the drive is far beyond its range.</exception>
    public (Tensor Y, Pullback Pullback) Linearize(Tensor x, Tensor theta, Shot shot)
    {
        Ports.Check("OscillatingPlate", x, theta);
        var groups = Groups(x.Rows, shot);
        if (groups.Count == 1)
        {
            var (whole, pullback) = Linearize(x, groups[0]);
            return (whole, dy => (pullback(dy).DDrive, Tensor.CreateUninitialized(0)));
        }
        var y = Tensor.CreateLike(x);
        var pullbacks = new SimulationPullback[groups.Count];
        for (var g = 0; g < pullbacks.Length; g++)
        {
            (var part, pullbacks[g]) = Linearize(Rows(x, groups[g]), groups[g]);
            Put(part, y, groups[g]);
        }
        return (y, dy =>
        {
            dy.CheckShapeOf(y, "OscillatingPlate dy");
            var dx = Tensor.CreateLike(dy);
            for (var g = 0; g < pullbacks.Length; g++)
                Put(pullbacks[g](Rows(dy, groups[g])).DDrive, dx, groups[g]);
            return (dx, Tensor.CreateUninitialized(0));
        }
        );
    }

    // Rows that follow one another and have the same temperature.
    private readonly record struct Group(int Start, int End, double Factor);

    private List<Group> Groups(int rows, Shot shot)
    {
        var groups = new List<Group>();
        var (start, block) = (0, drift.BlockOf(shot.Time));
        for (var row = 1; row < rows; row++)
        {
            var own = drift.BlockOf(shot.Time + row * shot.Period);
            if (own == block)
                continue;
            groups.Add(new(start, row, drift.Factor(block)));
            (start, block) = (row, own);
        }
        groups.Add(new(start, rows, drift.Factor(block)));
        return groups;
    }

    private (Tensor Y, SimulationPullback Pullback) Linearize(Tensor x, Group group) =>
        simulator.Linearize(x, AtRest(x.Rows), constants.ToTheta(group.Factor));

    private Tensor AtRest(int rows) => Tensor.Create(rows, 2 * constants.Modes);

    private static Tensor Rows(Tensor from, Group group)
    {
        var part = Tensor.CreateUninitialized(group.End - group.Start, from.RowLength);
        from.Values[(group.Start * from.RowLength)..(group.End * from.RowLength)].CopyTo(part.AsSpan());
        return part;
    }

    private static void Put(Tensor part, Tensor into, Group group) => part.Values.CopyTo(into.AsSpan()[(group.Start * into.RowLength)..]);

    private static OscillatingPlateDescription Checked(OscillatingPlateDescription description)
    {
        description.Check();
        return description;
    }

    private static Simulator SimulatorOf(OscillatingPlateDescription description, int substeps, bool ideal) =>
        Compiled.GetOrAdd((description.Modes, description.SampleRate, substeps, description.Samples, ideal), key => new(() => Compile(key))).Value;

    private static Simulator Compile((int Modes, double SampleRate, int Substeps, int Samples, bool Ideal) key) => Simulator.Compile(
        new PlateEquations(key.Modes),
        new Substeps(new KickAndPropagate(), key.Substeps),
        new()
        {
            TimeStep = 1 / key.SampleRate,
            Steps = key.Samples,
            ParameterGradient = false,
            ZeroParameters = key.Ideal ? PlateConstants.ZeroWhereIdeal(key.Modes) : [],
        });
}
