using System.Collections.Concurrent;
using Pat.Core.Dynamics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Systems.Electronics.TransistorCircuit;

/// <summary>
/// An RLC circuit with a diode-connected transistor, from rest: input is a series of source voltages, output the series of voltages of the capacitor.
/// There are no parameters: scales and offsets are the network's.
///     L(i) di/dt = V0 u − R i − v,  C dv/dt = i − v / Rp − K/2 s(v − Vth)² (1 + λ v),  y = G v,
/// with s(x) = (x + √(x² + d²)) / 2 and 1/L(i) = (1 + (i / Isat)²) / L. The twin has λ = 0 and no saturation.
/// </summary>
/// <remarks>
/// Transistor after Shichman and Hodges, IEEE J. Solid-State Circuits 3, 285 (1968), doi 10.1109/JSSC.1968.1049902. Classical Runge-Kutta steps;
/// the derivative is that of the steps, exactly. A device drifts with the hardware clock: each row with its own time. Immutable.
/// </remarks>
public sealed class TransistorCircuit : IFabricated
{
    // What is compiled depends on these three only: twins, devices and drifted devices share it. A memo of a pure function.
    private static readonly ConcurrentDictionary<(int Samples, int Substeps, double SampleRate), Lazy<Simulator>> Simulators = new();

    private readonly CircuitConstants constants;
    private readonly CapacitorDrift drift;
    private readonly Simulator simulator;
    private readonly Tensor constantsOfSteps; // θ of the simulator, not of the system

    /// <summary>Builds the nominal circuit: what the twin knows.</summary>
    /// <exception cref="ArgumentException">The description does not describe a circuit that can be simulated.</exception>
    public TransistorCircuit(TransistorCircuitDescription description)
        : this(Checked(description), CircuitConstants.Of(description), new CapacitorDrift(description, Amplitude: 0, Phase: 0), description.Substeps) { }

    private TransistorCircuit(TransistorCircuitDescription description, CircuitConstants constants, CapacitorDrift drift, int substeps)
    {
        (this.constants, this.drift, constantsOfSteps) = (constants, drift, constants.ToTensor());
        simulator = Simulators.GetOrAdd((description.Samples, substeps, description.SampleRate), key => new(() => Compile(key))).Value;
        var series = new Layout.Series(description.SamplingPeriod, 1);
        Ports = new(
            new Port("source", description.Samples, -1, 1, FormattableString.Invariant($"{description.DriveVoltage} V"), series),
            [],
            new Port("voltage", description.Samples, float.NegativeInfinity, float.PositiveInfinity, FormattableString.Invariant($"{1 / description.Gain:G4} V"), series));
    }

    /// <inheritdoc/>
    public SystemPorts Ports { get; }

    /// <summary>The constants, for tests and tables.</summary>
    internal CircuitConstants Constants => constants;

    /// <inheritdoc/>
    public IReadOnlyList<Quantity> Quantities =>
    [
        .. constants.Beside(CircuitConstants.Of(drift.Description)),
        new("drift amplitude", "1 (of the capacitance)", 0, drift.Amplitude),
        new("drift phase", "periods", 0, drift.Phase),
    ];

    /// <inheritdoc/>
    public IFabricated With(IReadOnlyList<Quantity> quantities)
    {
        var values = Quantity.ValuesFor("TransistorCircuit", Quantities, quantities);
        var other = constants.With(values);
        return new TransistorCircuit(drift.Description, other, drift with
        {
            Amplitude = Quantity.InRange("TransistorCircuit drift amplitude", values[^2][0], 0, 1),
            Phase = Quantity.InRange("TransistorCircuit drift phase", values[^1][0], 0, 1),
        }, CircuitStability.SubstepsFor(other, drift.Description));
    }

    /// <summary>Makes the circuit of a device. The draws do not depend on the strengths, so that a gap can be scaled on the same device.</summary>
    /// <remarks>A device whose components are too fast for the Runge-Kutta steps of the description, as happens in strong gaps, is simulated with more of them.</remarks>
    /// <param name="description">Constants.</param>
    /// <param name="gap">How strongly each departure from the nominal twin is present.</param>
    /// <param name="deviceSeed">Seed of the errors of the components and of the phase of the drift: which device.</param>
    /// <exception cref="ArgumentException">The description or the gap does not describe a circuit that can be simulated.</exception>
    public static TransistorCircuit Fabricate(TransistorCircuitDescription description, TransistorCircuitGap gap, long deviceSeed)
    {
        description.Check();
        gap.Check();
        if (!(gap.Drift * description.DriftAmplitude < 1))
            throw new ArgumentException(FormattableString.Invariant($"TransistorCircuitGap Drift: expected a drift of the capacitance below 1, got {gap.Drift} times {description.DriftAmplitude}."));
        var device = Noise.FromSeed(deviceSeed).Split("transistor circuit");
        var constants = CircuitConstants.Fabricated(description, gap, device);
        var drift = new CapacitorDrift(description, gap.Drift * description.DriftAmplitude, device.Split("drift").Uniform(0));
        return new(description, constants, drift, CircuitStability.SubstepsFor(constants, description));
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">x or theta does not fit the ports.</exception>
    /// <exception cref="SimulationException">The voltage or the current became infinite or not a number.</exception>
    public Tensor Run(Tensor x, Tensor theta, Shot shot)
    {
        Ports.Check("TransistorCircuit", x, theta);
        return simulator.Run(x, Start(x.Rows, shot), constantsOfSteps);
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">x or theta does not fit the ports.</exception>
    /// <exception cref="SimulationException">The voltage or the current became infinite or not a number.</exception>
    public (Tensor Y, Pullback Pullback) Linearize(Tensor x, Tensor theta, Shot shot)
    {
        Ports.Check("TransistorCircuit", x, theta);
        var (y, pullback) = simulator.Linearize(x, Start(x.Rows, shot), constantsOfSteps);
        return (y, dy =>
        {
            dy.CheckShapeOf(y, "TransistorCircuit dy");
            return (pullback(dy).DDrive, Tensor.Create(0));
        }
        );
    }

    /// <summary>One run in double, to measure the error of the steps; without drift.</summary>
    internal double[] RunInDouble(double[] x) =>
        simulator.InDouble().Run(x, [0, 0, 1 / constants.Capacitance], Array.ConvertAll(constantsOfSteps.Values.ToArray(), value => (double)value));

    // Every run starts from rest, with the capacitance of its time.
    private Tensor Start(int rows, Shot shot)
    {
        var start = Tensor.Create(rows, 3);
        for (var row = 0; row < rows; row++)
            start.Row(row)[2] = (float)(1 / (constants.Capacitance * drift.FactorAt(shot.Time + row * shot.Period)));
        return start;
    }

    private static TransistorCircuitDescription Checked(TransistorCircuitDescription description)
    {
        description.Check();
        return description;
    }

    private static Simulator Compile((int Samples, int Substeps, double SampleRate) key) => Simulator.Compile(
        new CircuitEquations(),
        new Substeps(new RungeKutta4(), key.Substeps),
        new() { TimeStep = 1e6 / key.SampleRate, Steps = key.Samples, ParameterGradient = false });
}
