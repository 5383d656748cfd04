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
    private sealed record Stage(Place Place, IImperfection Imperfection, string Stream)
    {
        public Shot Of(Shot shot)
        {
            var own = Imperfection.Kind == ImperfectionKind.Slow ? shot.Drift : Place switch
            {
                Place.Input => shot.Input,
                Place.Parameters => shot.Programming,
                _ => shot.Readout,
            };
            // Parameters are set once and then used for many runs: their noise is that of the programming.
            return shot with { Noise = own.Split(Stream), FirstRun = Place == Place.Parameters ? 0 : shot.FirstRun };
        }
    }

    /// <summary>Builds a device.</summary>
    /// <param name="name">Name of the device.</param>
    /// <param name="physics">What happens between input and output.</param>
    /// <param name="input">Imperfections of the input, first one first.</param>
    /// <param name="parameters">Imperfections of the parameters.</param>
    /// <param name="output">Imperfections of the output.</param>
    /// <exception cref="ArgumentException">
    /// An imperfection is not defined for the layout of its port, or differs from run to run at the parameters, which all runs of a batch share.
    /// </exception>
    public Device(
        string name,
        IDigitalTwin physics,
        IReadOnlyList<IImperfection>? input = null,
        IReadOnlyList<IImperfection>? parameters = null,
        IReadOnlyList<IImperfection>? output = null)
    {
        Name = name;
        Physics = physics;
        this.input = Stages(Place.Input, input ?? [], [physics.Ports.Input]);
        this.parameters = Stages(Place.Parameters, parameters ?? [], physics.Ports.Parameters);
        this.output = Stages(Place.Output, output ?? [], [physics.Ports.Output]);
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
        var measured = Tensor.CreateUninitialized(x.Rows, Ports.Output.Size);
        // What the parts hand on is given back at once: that of the next run then lies in memory that is still in the cache.
        using var scope = new TensorScope();
        var sent = Through(input, x, shot);
        var programmed = Through(parameters, theta.Reshape(1, theta.Length), shot).Reshape(theta.Length);
        var y = Physics.Run(sent, programmed, ForPhysics(shot));
        Through(output, y, shot).Values.CopyTo(measured.AsSpan());
        return measured;
    }

    /// <inheritdoc/>
    public (Tensor Y, Pullback Pullback) Linearize(Tensor x, Tensor theta, Shot shot)
    {
        Ports.Check(Name, x, theta);
        var inputs = Steps(input, x, shot);
        var thetas = Steps(parameters, theta.Reshape(1, theta.Length), shot);
        var (y, physics) = Physics.Linearize(inputs[^1], thetas[^1].Reshape(theta.Length), ForPhysics(shot));
        var outputs = Steps(output, y, shot);
        return (outputs[^1], dy =>
        {
            dy.CheckShapeOf(y, Name + " dy");
            var (dx, dTheta) = physics(Back(output, outputs, dy, shot));
            return (
                Back(input, inputs, dx, shot),
                Back(parameters, thetas, dTheta.Reshape(1, dTheta.Length), shot).Reshape(dTheta.Length));
        }
        );
    }

    /// <summary>What each imperfection does to the values that reach it in these runs, in the order of the signal path.</summary>
    /// <param name="x">Inputs, shape [batch, Input.Size].</param>
    /// <param name="theta">Parameters, shape [ParameterCount].</param>
    /// <param name="shot">The shot.</param>
    public IReadOnlyList<StageEffect> Effects(Tensor x, Tensor theta, Shot shot)
    {
        Ports.Check(Name, x, theta);
        var inputs = Steps(input, x, shot);
        var thetas = Steps(parameters, theta.Reshape(1, theta.Length), shot);
        var y = Physics.Run(inputs[^1], thetas[^1].Reshape(theta.Length), ForPhysics(shot));
        var outputs = Steps(output, y, shot);
        return
        [
            .. input.Select((stage, i) => StageEffect.Of(stage.Place, stage.Imperfection, inputs[i], inputs[i + 1])),
            .. parameters.Select((stage, i) => StageEffect.Of(stage.Place, stage.Imperfection, thetas[i], thetas[i + 1])),
            .. output.Select((stage, i) => StageEffect.Of(stage.Place, stage.Imperfection, outputs[i], outputs[i + 1])),
        ];
    }

    private static Stage[] Stages(Place place, IReadOnlyList<IImperfection> imperfections, IReadOnlyList<Port> ports)
    {
        var stages = new Stage[imperfections.Count];
        for (var i = 0; i < stages.Length; i++)
        {
            var imperfection = imperfections[i];
            var name = place.ToString().ToLowerInvariant();
            if (place == Place.Parameters && imperfection.Kind == ImperfectionKind.Trial)
                throw new ArgumentException($"Device parameters: {imperfection.Name} differs from run to run, but all runs of a batch share their parameters. Put it at the input or output, or use one that is drawn at each programming.");
            foreach (var port in ports)
            {
                if (!imperfection.Accepts(port.Layout))
                    throw new ArgumentException($"Device {name}: {imperfection.Name} is not defined for port {port.Name} with layout {port.Layout.GetType().Name}.");
            }
            var same = imperfections.Take(i).Count(earlier => earlier.Name == imperfection.Name);
            stages[i] = new(place, imperfection, $"{name} {imperfection.Name} {same}");
        }
        return stages;
    }

    private static Shot ForPhysics(Shot shot) => shot with { Noise = shot.Noise.Split("physics") };

    private static Tensor Through(Stage[] stages, Tensor value, Shot shot)
    {
        foreach (var stage in stages)
            value = stage.Imperfection.Apply(value, stage.Of(shot));
        return value;
    }

    // The value before the first stage and after each.
    private static Tensor[] Steps(Stage[] stages, Tensor value, Shot shot)
    {
        var steps = new Tensor[stages.Length + 1];
        steps[0] = value;
        for (var i = 0; i < stages.Length; i++)
            steps[i + 1] = stages[i].Imperfection.Apply(steps[i], stages[i].Of(shot));
        return steps;
    }

    private static Tensor Back(Stage[] stages, Tensor[] steps, Tensor dy, Shot shot)
    {
        for (var i = stages.Length - 1; i >= 0; i--)
            dy = stages[i].Imperfection.Pullback(steps[i], dy, stages[i].Of(shot));
        return dy;
    }
}
