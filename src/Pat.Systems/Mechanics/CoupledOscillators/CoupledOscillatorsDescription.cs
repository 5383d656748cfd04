namespace Pat.Systems.Mechanics.CoupledOscillators;

/// <summary>
/// Constants of a set of coupled nonlinear oscillators (pendula), all of which can be coupled to one another and driven by a constant torque.
/// </summary>
/// <remarks>
/// Dimensionless: time is in units of the inverse angular frequency of a free oscillator for small angles, torque in units of the
/// largest restoring torque. Numbers are those of the examples that accompany Wright et al., Nature 601, 549 (2022),
/// doi 10.1038/s41586-021-04223-6 (github.com/mcmahon-lab/Physics-Aware-Training).
/// </remarks>
/// <param name="Oscillators">Number of oscillators N, at least 1.</param>
public sealed record CoupledOscillatorsDescription(int Oscillators)
{
    /// <summary>Time steps of the simulation, at least 1.</summary>
    public int Steps { get; init; } = 5;

    /// <summary>Duration of a time step, above 0.</summary>
    public double TimeStep { get; init; } = 0.1;

    /// <summary>Device: relative error η of the angle that restoring torque and coupling see, sin((1 + η) q).</summary>
    public double AngleError { get; init; } = 0.1;

    /// <summary>Device: standard deviation of the elements of the fixed extra coupling, before it is made symmetric.</summary>
    public double CouplingNoise { get; init; } = 0.2;

    /// <summary>Device: standard deviation of the noise of the initial angles, in radians, new at each run.</summary>
    public double InputNoise { get; init; } = 0.02;

    /// <summary>Throws unless the numbers describe oscillators that can be simulated.</summary>
    /// <exception cref="ArgumentException">No oscillators, no steps, or a time step that is not positive and finite.</exception>
    public void Check()
    {
        if (Oscillators is < 1 or > 32768)
            throw new ArgumentException($"CoupledOscillators Oscillators: expected 1 to 32768, got {Oscillators}.");
        if (Steps < 1)
            throw new ArgumentException($"CoupledOscillators Steps: expected at least 1, got {Steps}.");
        if (!(TimeStep > 0 && double.IsFinite(TimeStep)))
            throw new ArgumentException(FormattableString.Invariant($"CoupledOscillators TimeStep: expected a positive number, got {TimeStep}."));
    }
}
