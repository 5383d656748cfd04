namespace Pat.Systems.Electronics.TransistorCircuit;

/// <summary>
/// Thermal drift of a capacitance on the hardware clock: the factor 1 + a sin 2π (t / P + phase), held constant over intervals of the clock.
/// </summary>
/// <remarks>
/// A run starts at a tick of the sampling clock: its time is rounded to whole sampling periods, so that the rounding of the clock
/// can hardly move it into another interval.
/// </remarks>
internal sealed class CapacitorDrift(TransistorCircuitDescription description, double strength, double phase)
{
    private readonly double amplitude = strength * description.DriftAmplitude;

    /// <summary>Whether there is any drift.</summary>
    public bool IsNone => amplitude == 0;

    /// <summary>Number of the interval in which a run starts.</summary>
    public double IntervalAt(double time)
    {
        var ticks = Math.Round(time * description.SampleRate);
        return Math.Floor(ticks / Math.Max(1, Math.Round(description.DriftHold * description.SampleRate)));
    }

    /// <summary>Factor of the capacitance in an interval: the drift at its middle.</summary>
    public double FactorIn(double interval) =>
        1 + amplitude * Math.Sin(2 * Math.PI * ((interval + 0.5) * description.DriftHold / description.DriftPeriod + phase));
}
