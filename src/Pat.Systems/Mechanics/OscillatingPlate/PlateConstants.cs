using Pat.Core.Dynamics;
using Pat.Core.Tensors;

namespace Pat.Systems.Mechanics.OscillatingPlate;

/// <summary>The numbers of one plate, nominal or fabricated; the letters are those of <see cref="PlateEquations"/>.</summary>
internal sealed record PlateConstants
{
    /// <summary>ω: angular frequencies, in radians per second.</summary>
    public required double[] Frequency { get; init; }

    /// <summary>ζ: damping ratios.</summary>
    public required double[] Damping { get; init; }

    /// <summary>F: acceleration by a drive of 1, in thicknesses per s².</summary>
    public required double[] Force { get; init; }

    /// <summary>g: output at a velocity of one thickness per second.</summary>
    public required double[] PickUp { get; init; }

    /// <summary>e: rest shape, in thicknesses.</summary>
    public required double[] RestShape { get; init; }

    /// <summary>c: coupling of each mode to the next, in 1/s²; one less than there are modes.</summary>
    public required double[] Coupling { get; init; }

    /// <summary>κ: Berger's coefficient of hardening.</summary>
    public required double Hardening { get; init; }

    public int Modes => Frequency.Length;

    /// <summary>Whether the plate is flat at rest and its modes are not coupled but by hardening, as the nominal plate.</summary>
    public bool IsIdeal => RestShape.All(shape => shape == 0) && Coupling.All(coupling => coupling == 0);

    /// <summary>Numbers of the constants, in the order of <see cref="ToTheta"/>, that are 0 where a plate is ideal.</summary>
    public static int[] ZeroWhereIdeal(int modes) => [.. Enumerable.Range(4 * modes, 2 * modes - 1)]; // rest shape and coupling

    /// <summary>Names of the constants, in the order of <see cref="ToTheta"/>.</summary>
    public static IReadOnlyList<string> Names(int modes) =>
    [
        .. Quantities.Numbered("frequency", modes), .. Quantities.Numbered("damping", modes), .. Quantities.Numbered("force", modes),
        .. Quantities.Numbered("pick-up", modes), .. Quantities.Numbered("rest shape", modes), .. Quantities.Numbered("coupling", modes - 1), "hardening",
    ];

    /// <summary>The constants as quantities, beside those of the nominal plate.</summary>
    public IEnumerable<Quantity> Beside(PlateConstants nominal) =>
    [
        new("angular frequency", "rad/s", nominal.Frequency, Frequency),
        new("damping ratio", "1", nominal.Damping, Damping),
        new("force", "thicknesses/s²", nominal.Force, Force),
        new("pick-up", "1 at a thickness/s", nominal.PickUp, PickUp),
        new("rest shape", "thicknesses", nominal.RestShape, RestShape),
        new("mode coupling", "1/s²", nominal.Coupling, Coupling),
        new("hardening", "1", nominal.Hardening, Hardening),
    ];

    /// <summary>The constants of the values of <see cref="Beside"/>.</summary>
    public static PlateConstants Of(double[][] values) => new()
    {
        Frequency = values[0],
        Damping = values[1],
        Force = values[2],
        PickUp = values[3],
        RestShape = values[4],
        Coupling = values[5],
        Hardening = values[6][0],
    };

    /// <summary>All constants, with all frequencies, and so all stiffnesses, changed by the factor of a temperature.</summary>
    public Tensor ToTheta(double frequencyFactor)
    {
        var theta = Tensor.CreateUninitialized(6 * Modes);
        var at = 0;
        void Write(double[] values, double factor)
        {
            foreach (var value in values)
                theta.AsSpan()[at++] = (float)(factor * value);
        }

        Write(Frequency, frequencyFactor);
        Write(Damping, 1);
        Write(Force, 1);
        Write(PickUp, 1);
        Write(RestShape, 1);
        Write(Coupling, frequencyFactor * frequencyFactor);
        Write([Hardening], 1);
        return theta;
    }
}
