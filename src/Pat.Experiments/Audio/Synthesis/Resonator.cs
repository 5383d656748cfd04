using System.Numerics;

namespace Pat.Experiments.Audio.Synthesis;

/// <summary>
/// A second-order resonator with gain 1 at frequency 0, y_t = A x_t + B y_(t−1) + C y_(t−2), C = −e^(−2π b T), B = 2 e^(−π b T) cos 2π f T, A = 1 − B − C
/// (D. H. Klatt, J. Acoust. Soc. Am. 67, 971, 1980, doi 10.1121/1.383940, eqs. 1 and 2). Its frequency may change from sample to sample.
/// </summary>
internal sealed class Resonator(int rate)
{
    private double frequencyNow = double.NaN, bandwidthNow = double.NaN;
    private double decay, b, c;
    private double last;
    private double lastButOne;

    /// <summary>The next sample.</summary>
    /// <param name="x">What comes in.</param>
    /// <param name="frequency">Frequency f of the resonance, in hertz.</param>
    /// <param name="bandwidth">Its bandwidth b at half power, in hertz.</param>
    public double Next(double x, double frequency, double bandwidth)
    {
        Tune(frequency, bandwidth);
        var y = (1 - b - c) * x + b * last + c * lastButOne;
        (last, lastButOne) = (y, last);
        return y;
    }

    /// <summary>The gain at the frequency of the resonance.</summary>
    public double GainAt(double frequency, double bandwidth)
    {
        Tune(frequency, bandwidth);
        var delay = Complex.FromPolarCoordinates(1, -2 * Math.PI * frequency / rate);
        return Math.Abs(1 - b - c) / (1 - b * delay - c * delay * delay).Magnitude;
    }

    // Exponentials and cosines take most of the time of a sample, and seldom change.
    private void Tune(double frequency, double bandwidth)
    {
        if (bandwidth != bandwidthNow)
        {
            c = -Math.Exp(-2 * Math.PI * bandwidth / rate);
            decay = 2 * Math.Exp(-Math.PI * bandwidth / rate);
        }
        if (frequency != frequencyNow || bandwidth != bandwidthNow)
            b = decay * Math.Cos(2 * Math.PI * frequency / rate);
        (frequencyNow, bandwidthNow) = (frequency, bandwidth);
    }
}
