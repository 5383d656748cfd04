namespace Pat.Systems.Mechanics.OscillatingPlate;

/// <summary>A slow, periodic change of all frequencies with the temperature of the laboratory, held constant over blocks of the hardware clock.</summary>
/// <remarks>
/// Blocks let many runs share one simulation. They begin at times that depend on the phase, not at round ones, where the rounding of the clock could
/// put a run into either.
/// </remarks>
/// <param name="Amplitude">Largest relative change.</param>
/// <param name="Period">Period, in seconds.</param>
/// <param name="Block">Length of a block, in seconds.</param>
/// <param name="Phase">Share of a period that has passed at time 0, from 0 to 1: different for each device.</param>
internal sealed record TemperatureDrift(double Amplitude, double Period, double Block, double Phase)
{
    /// <summary>The number of the block that a time lies in.</summary>
    public long BlockOf(double time) => Amplitude == 0 ? 0 : (long)Math.Floor(time / Block + Phase);

    /// <summary>The factor of all frequencies in a block: that of its middle.</summary>
    public double Factor(long block) => 1 + Amplitude * Math.Sin(2 * Math.PI * ((block + 0.5 - Phase) * Block / Period + Phase));
}
