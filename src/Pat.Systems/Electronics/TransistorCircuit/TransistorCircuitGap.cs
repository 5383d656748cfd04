namespace Pat.Systems.Electronics.TransistorCircuit;

/// <summary>How strongly each departure of the device from its nominal twin is present: 0 is none, 1 is as described.</summary>
/// <param name="Reactances">Errors of inductance and capacitance.</param>
/// <param name="Resistances">Errors of the two resistances.</param>
/// <param name="Transistor">Errors of transconductance parameter and threshold.</param>
/// <param name="ChannelLength">Channel-length modulation, which the twin lacks.</param>
/// <param name="Saturation">Saturation of the inductor, which the twin lacks: its current is divided by the square root of this factor.</param>
/// <param name="Drift">Thermal drift of the capacitance, which the twin lacks.</param>
public sealed record TransistorCircuitGap(
    double Reactances = 1, double Resistances = 1, double Transistor = 1, double ChannelLength = 1, double Saturation = 1, double Drift = 1)
{
    /// <summary>All departures, each times the strength.</summary>
    public TransistorCircuitGap Scaled(double strength) => new(
        Reactances * strength, Resistances * strength, Transistor * strength, ChannelLength * strength, Saturation * strength, Drift * strength);

    /// <summary>Throws unless a device can be made with these factors.</summary>
    /// <exception cref="ArgumentException">A factor is negative or not finite.</exception>
    public void Check()
    {
        foreach (var (name, factor) in new[]
        {
            (nameof(Reactances), Reactances), (nameof(Resistances), Resistances), (nameof(Transistor), Transistor),
            (nameof(ChannelLength), ChannelLength), (nameof(Saturation), Saturation), (nameof(Drift), Drift),
        })
        {
            if (!(factor >= 0 && double.IsFinite(factor)))
                throw new ArgumentException(FormattableString.Invariant($"TransistorCircuitGap {name}: expected a finite number of at least 0, got {factor}."));
        }
    }
}
