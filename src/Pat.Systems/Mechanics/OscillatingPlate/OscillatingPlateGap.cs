namespace Pat.Systems.Mechanics.OscillatingPlate;

/// <summary>How strongly each departure of the device from its nominal twin is present: 0 is none, 1 is as described.</summary>
/// <param name="Frequency">Errors of the frequencies of the modes.</param>
/// <param name="Damping">Errors of their dampings.</param>
/// <param name="Force">Errors of how the coil drives them.</param>
/// <param name="PickUp">Errors of how the microphone hears them.</param>
/// <param name="Gain">Error of the gain of the microphone.</param>
/// <param name="RestShape">A plate that is not flat at rest.</param>
/// <param name="Coupling">Linear coupling of neighbouring modes.</param>
/// <param name="Hardening">Error of the hardening.</param>
/// <param name="Drift">Drift of the frequencies with the temperature.</param>
/// <param name="Speaker">Response of the voice coil.</param>
/// <param name="Microphone">Response of the microphone.</param>
public sealed record OscillatingPlateGap(
    double Frequency = 1, double Damping = 1, double Force = 1, double PickUp = 1, double Gain = 1, double RestShape = 1,
    double Coupling = 1, double Hardening = 1, double Drift = 1, double Speaker = 1, double Microphone = 1)
{
    /// <summary>All departures, each times the strength.</summary>
    public OscillatingPlateGap Scaled(double strength) => new(
        Frequency * strength, Damping * strength, Force * strength, PickUp * strength, Gain * strength, RestShape * strength,
        Coupling * strength, Hardening * strength, Drift * strength, Speaker * strength, Microphone * strength);

    /// <summary>Throws unless a device can be made with these factors.</summary>
    /// <exception cref="ArgumentException">A factor is negative or not finite.</exception>
    public void Check()
    {
        foreach (var (name, factor) in new[]
        {
            (nameof(Frequency), Frequency), (nameof(Damping), Damping), (nameof(Force), Force), (nameof(PickUp), PickUp), (nameof(Gain), Gain),
            (nameof(RestShape), RestShape), (nameof(Coupling), Coupling), (nameof(Hardening), Hardening), (nameof(Drift), Drift),
            (nameof(Speaker), Speaker), (nameof(Microphone), Microphone),
        })
        {
            if (!(factor >= 0 && double.IsFinite(factor)))
                throw new ArgumentException(FormattableString.Invariant($"OscillatingPlateGap {name}: expected a finite number of at least 0, got {factor}."));
        }
    }
}
