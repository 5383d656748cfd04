namespace Pat.Systems.Electronics.TransistorCircuit;

/// <summary>Thermal drift of a capacitance on the hardware clock: the factor 1 + a sin 2π (t / P + phase).</summary>
/// <remarks>
/// A run keeps the capacitance with which it starts, at a tick of the sampling clock: its time is rounded to whole sampling periods, so that a
/// run has the same capacitance in every batch although the clock adds up with rounding.
/// </remarks>
/// <param name="Description">Sampling rate and period of the drift.</param>
/// <param name="Amplitude">Largest relative change.</param>
/// <param name="Phase">Share of a period that has passed at time 0, from 0 to 1: different for each device.</param>
internal sealed record CapacitorDrift(TransistorCircuitDescription Description, double Amplitude, double Phase)
{
    /// <summary>Factor of the capacitance of a run that starts at a time, in seconds.</summary>
    public double FactorAt(double time)
    {
        var start = Math.Round(time * Description.SampleRate) / Description.SampleRate;
        return 1 + Amplitude * Math.Sin(2 * Math.PI * (start / Description.DriftPeriod + Phase));
    }
}
