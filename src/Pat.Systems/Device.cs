using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Systems.Imperfections;

namespace Pat.Systems;

/// <summary>
/// A simulated device as data: physics with imperfections listed at its input, parameters and output, in the order of the signal path.
/// Its derivative is that of the parts, composed.
/// </summary>
public sealed class Device : IDigitalTwin
{
    private readonly Stage[] input;
    private readonly Stage[] parameters;
    private readonly Stage[] output;

    // An imperfection and the name of its noise, which does not depend on what else is listed:
    // leaving one imperfection out does not change the draws of the others.
    private sealed record Stage(IImperfection Imperfection, string Stream);

    /// <summary>Builds a device.</summary>
    /// <param name="name">Name of the device.</param>
    /// <param name="physics">What happens between input and output.</param>
    /// <param name="input">Imperfections of the input, first one first.</param>
    /// <param name="parameters">Imperfections of the parameters.</param>
    /// <param name="output">Imperfections of the output.</param>
    /// <exception cref="ArgumentException">An imperfection is not defined for the layout of its port.</exception>
    public Device(
        string name,
        IDigitalTwin physics,
        IReadOnlyList<IImperfection>? input = null,
        IReadOnlyList<IImperfection>? parameters = null,
        IReadOnlyList<IImperfection>? output = null)
    {
        Name = name;
        Physics = physics;
        this.input = Stages("input", input ?? [], [physics.Ports.Input]);
        this.parameters = Stages("parameters", parameters ?? [], physics.Ports.Parameters);
        this.output = Stages("output", output ?? [], [physics.Ports.Output]);
    }

    /// <summary>Name of the device.</summary>
    public string Name { get; }

    /// <summary>What happens between input and output.</summary>
    public IDigitalTwin Physics { get; }

    /// <summary>Imperfections of the input.</summary>
    public IEnumerable<IImperfection> Input => input.Select(stage => stage.Imperfection);

    /// <summary>Imperfections of the parameters.</summary>
    public IEnumerable<IImperfection> Parameters => parameters.Select(stage => stage.Imperfection);

    /// <summary>Imperfections of the output.</summary>
    public IEnumerable<IImperfection> Output => output.Select(stage => stage.Imperfection);

    /// <inheritdoc/>
    public SystemPorts Ports => Physics.Ports;

    /// <inheritdoc/>
    public Tensor Run(Tensor x, Tensor theta, Shot shot)
    {
        Ports.Check(Name, x, theta);
        var sent = Through(input, x, shot);
        var programmed = Through(parameters, theta.Reshape(1, theta.Length), ForProgramming(shot)).Reshape(theta.Length);
        var y = Physics.Run(sent, programmed, Named(shot, "physics"));
        return Through(output, y, shot);
    }

    /// <inheritdoc/>
    public (Tensor Y, Pullback Pullback) Linearize(Tensor x, Tensor theta, Shot shot)
    {
        Ports.Check(Name, x, theta);
        var inputs = Steps(input, x, shot);
        var thetas = Steps(parameters, theta.Reshape(1, theta.Length), ForProgramming(shot));
        var (y, physics) = Physics.Linearize(inputs[^1], thetas[^1].Reshape(theta.Length), Named(shot, "physics"));
        var outputs = Steps(output, y, shot);
        return (outputs[^1], dy =>
        {
            dy.CheckShapeOf(y, Name + " dy");
            var (dx, dTheta) = physics(Back(output, outputs, dy, shot));
            return (
                Back(input, inputs, dx, shot),
                Back(parameters, thetas, dTheta.Reshape(1, dTheta.Length), ForProgramming(shot)).Reshape(dTheta.Length));
        }
        );
    }

    private static Stage[] Stages(string place, IReadOnlyList<IImperfection> imperfections, IReadOnlyList<Port> ports)
    {
        var stages = new Stage[imperfections.Count];
        for (var i = 0; i < stages.Length; i++)
        {
            var imperfection = imperfections[i];
            foreach (var port in ports)
            {
                if (!imperfection.Accepts(port.Layout))
                    throw new ArgumentException($"Device {place}: {imperfection.Name} is not defined for port {port.Name} with layout {port.Layout.GetType().Name}.");
            }
            var same = imperfections.Take(i).Count(earlier => earlier.Name == imperfection.Name);
            stages[i] = new(imperfection, $"{place} {imperfection.Name} {same}");
        }
        return stages;
    }

    private static Shot Named(Shot shot, string stream) => shot with { Noise = shot.Noise.Split(stream) };

    // Parameters are set once and then used for many runs: their noise is that of the programming.
    private static Shot ForProgramming(Shot shot) => shot with { Noise = shot.Programming, FirstRun = 0 };

    private static Tensor Through(Stage[] stages, Tensor value, Shot shot)
    {
        foreach (var stage in stages)
            value = stage.Imperfection.Apply(value, Named(shot, stage.Stream));
        return value;
    }

    // The value before the first stage and after each.
    private static Tensor[] Steps(Stage[] stages, Tensor value, Shot shot)
    {
        var steps = new Tensor[stages.Length + 1];
        steps[0] = value;
        for (var i = 0; i < stages.Length; i++)
            steps[i + 1] = stages[i].Imperfection.Apply(steps[i], Named(shot, stages[i].Stream));
        return steps;
    }

    private static Tensor Back(Stage[] stages, Tensor[] steps, Tensor dy, Shot shot)
    {
        for (var i = stages.Length - 1; i >= 0; i--)
            dy = stages[i].Imperfection.Pullback(steps[i], dy, Named(shot, stages[i].Stream));
        return dy;
    }
}
