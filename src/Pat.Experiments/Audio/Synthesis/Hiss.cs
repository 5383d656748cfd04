using System.Numerics;

namespace Pat.Experiments.Audio.Synthesis;

/// <summary>
/// Noise of the breath in a narrow place: differences of white noise, which have little power at low frequencies, through a resonator 800 Hz wide (our choice), with gain 1
/// where it is strongest.
/// </summary>
internal sealed class Hiss(int rate)
{
    private const double Bandwidth = 800, HighestShare = 0.45;
    private const double Level = 1.6; // so that amplitude 1 is about as loud as a vowel

    private readonly Resonator resonator = new(rate);
    private float previous;

    /// <summary>Adds the noise to the next samples.</summary>
    /// <param name="to">The samples.</param>
    /// <param name="breath">A normal number for each of them.</param>
    /// <param name="amplitude">How loud it is.</param>
    /// <param name="frequency">Where it is strongest, in hertz; near half the rate at most.</param>
    public void AddTo(Span<double> to, ReadOnlySpan<float> breath, double amplitude, double frequency)
    {
        frequency = Math.Min(frequency, HighestShare * rate);
        Span<double> noise = stackalloc double[to.Length];
        for (var t = 0; t < noise.Length; t++)
        {
            noise[t] = (double)breath[t] - previous;
            previous = breath[t];
        }
        resonator.Through(noise, frequency, Bandwidth);
        var gain = amplitude == 0 ? 0 : amplitude * Level * Math.Sqrt(rate / 8000.0) / GainAt(frequency); // a wider spectrum holds less of the noise in each hertz
        for (var t = 0; t < noise.Length; t++)
            to[t] += gain * noise[t];
    }

    // |1 − z| |A / (1 − B z − C z²)| at the resonance, with Klatt's coefficients.
    private double GainAt(double frequency)
    {
        var c = -Math.Exp(-2 * Math.PI * Bandwidth / rate);
        var b = 2 * Math.Exp(-Math.PI * Bandwidth / rate) * Math.Cos(2 * Math.PI * frequency / rate);
        var z = Complex.FromPolarCoordinates(1, -2 * Math.PI * frequency / rate);
        return ((1 - z) * (1 - b - c) / (1 - b * z - c * z * z)).Magnitude;
    }
}
