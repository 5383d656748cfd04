using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Core.Dynamics;

/// <summary>A simulator as digital twin: the input is the drive, every run starts from the same state, the output is what the simulator reads.</summary>
public sealed class SimulatedTwin : IDigitalTwin
{
    private readonly Simulator simulator;
    private readonly float[] initial;

    /// <summary>Makes the twin.</summary>
    /// <param name="simulator">What is simulated.</param>
    /// <param name="ports">Input of the simulator's DriveLength, parameters of the length of θ, output of the simulator's OutputLength.</param>
    /// <param name="initial">The state that every run starts from; empty for zeros.</param>
    /// <exception cref="ShapeException">A port or the initial state has another size.</exception>
    /// <exception cref="ArgumentException">There are parameters, and the simulator leaves their gradient out.</exception>
    public SimulatedTwin(Simulator simulator, SystemPorts ports, ReadOnlySpan<float> initial = default)
    {
        var (quantities, name) = (simulator.Quantities, simulator.Quantities.System);
        Require($"{name} input '{ports.Input.Name}'", simulator.DriveLength, ports.Input.Size);
        Require($"{name} parameters", quantities.Parameters.Count, ports.ParameterCount);
        Require($"{name} output '{ports.Output.Name}'", simulator.OutputLength, ports.Output.Size);
        if (!initial.IsEmpty)
            Require($"{name} initial state", quantities.States.Count, initial.Length);
        if (!simulator.HasParameterGradient && quantities.Parameters.Count > 0)
            throw new ArgumentException($"{name}: expected a simulator that gives the gradient of its parameters, because a twin returns it; got one with ParameterGradient = false. "
                + "Set it to true, or make constants of the parameters.", nameof(simulator));
        (this.simulator, Ports) = (simulator, ports);
        this.initial = initial.IsEmpty ? new float[quantities.States.Count] : initial.ToArray();
    }

    /// <inheritdoc/>
    public SystemPorts Ports { get; }

    /// <inheritdoc/>
    public Tensor Run(Tensor x, Tensor theta, Shot shot) => simulator.Run(x, Initial(x.Rows), theta);

    /// <inheritdoc/>
    public (Tensor Y, Pullback Pullback) Linearize(Tensor x, Tensor theta, Shot shot)
    {
        var (y, pullback) = simulator.Linearize(x, Initial(x.Rows), theta);
        return (y, dy =>
        {
            var gradients = pullback(dy);
            return (gradients.DDrive, gradients.DTheta);
        }
        );
    }

    private Tensor Initial(int rows)
    {
        var states = Tensor.CreateUninitialized(rows, initial.Length);
        for (var row = 0; row < rows; row++)
            initial.CopyTo(states.Row(row));
        return states;
    }

    private static void Require(string name, int expected, int got)
    {
        if (expected != got)
            throw new ShapeException($"{name}: expected size {expected}, got {got}.");
    }
}
