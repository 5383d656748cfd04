using Pat.Core.Physical;

namespace Pat.Core.Training;

/// <summary>The ways to carry out a physical layer. Where a network has several apparatuses, twin i belongs to apparatus i.</summary>
public static class PhysicalSteps
{
    /// <summary>Measured on the device; no gradient flows.</summary>
    public static PhysicalStep Measured(Laboratories laboratories, Purpose purpose) =>
        (x, theta, apparatus) => x.Tape.Constant(laboratories[apparatus].Run(x.Value, theta.Value, purpose));

    /// <summary>Computed by a twin, with the twin's gradient: in silico. A noisy twin draws from the laboratory's stream for twins.</summary>
    public static PhysicalStep Modelled(IDigitalTwin twin, Laboratory laboratory) => Modelled([twin], laboratory);

    /// <inheritdoc cref="Modelled(IDigitalTwin, Laboratory)"/>
    /// <exception cref="ArgumentException">There are not as many twins as apparatuses.</exception>
    public static PhysicalStep Modelled(IReadOnlyList<IDigitalTwin> twins, Laboratories laboratories)
    {
        RequireTwins(twins, laboratories);
        return (x, theta, apparatus) => PhysicsAware.Apply(twins[apparatus], twins[apparatus], x, theta, laboratories[apparatus].IssueForTwin(x.Value.Rows));
    }

    /// <summary>Computed by twins; no gradient flows, and nothing is kept for one.</summary>
    /// <exception cref="ArgumentException">There are not as many twins as apparatuses.</exception>
    public static PhysicalStep Computed(IReadOnlyList<IDigitalTwin> twins, Laboratories laboratories)
    {
        RequireTwins(twins, laboratories);
        return (x, theta, apparatus) => x.Tape.Constant(twins[apparatus].Run(x.Value, theta.Value, laboratories[apparatus].IssueForTwin(x.Value.Rows)));
    }

    /// <summary>Measured on the device, with the gradient of a twin at what was measured: physics-aware; with the device's own model: ideal.</summary>
    public static PhysicalStep MeasuredWithGradientOf(Laboratory laboratory, IDigitalTwin twin) => MeasuredWithGradientOf(laboratory, [twin]);

    /// <inheritdoc cref="MeasuredWithGradientOf(Laboratory, IDigitalTwin)"/>
    /// <exception cref="ArgumentException">There are not as many twins as apparatuses.</exception>
    public static PhysicalStep MeasuredWithGradientOf(Laboratories laboratories, IReadOnlyList<IDigitalTwin> twins)
    {
        RequireTwins(twins, laboratories);
        return (x, theta, apparatus) =>
        {
            var laboratory = laboratories[apparatus];
            laboratory.Apparatus.Ports.Check(laboratory.Name, x.Value, theta.Value);
            return PhysicsAware.Apply(laboratory.Apparatus, twins[apparatus], x, theta, laboratory.Issue(theta.Value, x.Value.Rows, Purpose.Train));
        };
    }

    private static void RequireTwins(IReadOnlyList<IDigitalTwin> twins, Laboratories laboratories)
    {
        if (twins.Count != laboratories.Count)
            throw new ArgumentException($"Twins: expected one for each of {laboratories.Count} apparatuses, got {twins.Count}.", nameof(twins));
    }
}
