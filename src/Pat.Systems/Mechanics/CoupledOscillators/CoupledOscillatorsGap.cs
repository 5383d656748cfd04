namespace Pat.Systems.Mechanics.CoupledOscillators;

/// <summary>How strongly each departure of the device from its nominal twin is present: 0 is none, 1 is as described.</summary>
/// <param name="Angle">Error of the angle in restoring torque and coupling.</param>
/// <param name="Coupling">Fixed extra coupling.</param>
public sealed record CoupledOscillatorsGap(double Angle = 1, double Coupling = 1)
{
    /// <summary>All departures, each times the strength.</summary>
    public CoupledOscillatorsGap Scaled(double strength) => new(Angle * strength, Coupling * strength);
}
