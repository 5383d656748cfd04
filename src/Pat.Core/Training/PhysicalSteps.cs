using Pat.Core.Physical;

namespace Pat.Core.Training;

/// <summary>The ways to carry out a physical layer.</summary>
public static class PhysicalSteps
{
    /// <summary>Measured on the device; no gradient flows.</summary>
    public static PhysicalStep Measured(Laboratory laboratory, Purpose purpose) =>
        (x, theta) => x.Tape.Constant(laboratory.Run(x.Value, theta.Value, purpose));

    /// <summary>Computed by a twin, with the twin's gradient: in silico. A noisy twin draws from the laboratory's stream for twins.</summary>
    public static PhysicalStep Modelled(IDigitalTwin twin, Laboratory laboratory) =>
        (x, theta) => PhysicsAware.Apply(twin, twin, x, theta, laboratory.IssueForTwin(x.Value.Rows));

    /// <summary>Measured on the device, with the gradient of a twin at what was measured: physics-aware; with the device's own model: ideal.</summary>
    public static PhysicalStep MeasuredWithGradientOf(Laboratory laboratory, IDigitalTwin twin) =>
        (x, theta) =>
        {
            laboratory.Apparatus.Ports.Check(laboratory.Name, x.Value, theta.Value);
            return PhysicsAware.Apply(laboratory.Apparatus, twin, x, theta, laboratory.Issue(theta.Value, x.Value.Rows, Purpose.Train));
        };
}
