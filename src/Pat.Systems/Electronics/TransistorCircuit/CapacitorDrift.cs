namespace Pat.Systems.Electronics.TransistorCircuit;

/// <summary>Thermal drift of a capacitance on the hardware clock: the factor 1 + a sin 2π (t / P + phase).</summary>
/// <remarks>
/// A run keeps the capacitance with which it starts, at a tick of the sampling clock: its time is rounded to whole sampling periods, so that a
/// run has the same capacitance in every batch although the clock adds up with rounding.
/// </remarks>
internal sealed class CapacitorDrift(TransistorCircuitDescription description, double strength, double phase)
{
    private readonly double amplitude = strength * description.DriftAmplitude;

    /// <summary>Factor of the capacitance of a run that starts at a time, in seconds.</summary>
    public double FactorAt(double time)
    {
        var start = Math.Round(time * description.SampleRate) / description.SampleRate;
        return 1 + amplitude * Math.Sin(2 * Math.PI * (start / description.DriftPeriod + phase));
    }
}
