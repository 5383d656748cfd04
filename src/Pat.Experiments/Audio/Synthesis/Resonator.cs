namespace Pat.Experiments.Audio.Synthesis;

/// <summary>
/// A second-order resonator with gain 1 at frequency 0, y_t = A x_t + B y_(t−1) + C y_(t−2), C = −e^(−2π b T), B = 2 e^(−π b T) cos 2π f T, A = 1 − B − C
/// (D. H. Klatt, J. Acoust. Soc. Am. 67, 971, 1980, doi 10.1121/1.383940, eqs. 1 and 2). Its frequency may change from sample to sample.
/// </summary>
internal sealed class Resonator(int rate)
{
    private double last;
    private double lastButOne;

    /// <summary>The next sample.</summary>
    /// <param name="x">What comes in.</param>
    /// <param name="frequency">Frequency f of the resonance, in hertz.</param>
    /// <param name="bandwidth">Its bandwidth b at half power, in hertz.</param>
    public double Next(double x, double frequency, double bandwidth)
    {
        Through(new Span<double>(ref x), frequency, bandwidth);
        return x;
    }

    /// <summary>The next samples, in place, with the resonance where it is.</summary>
    /// <param name="samples">What comes in, and goes out.</param>
    /// <param name="frequency">Frequency f of the resonance, in hertz.</param>
    /// <param name="bandwidth">Its bandwidth b at half power, in hertz.</param>
    public void Through(Span<double> samples, double frequency, double bandwidth)
    {
        var c = -Math.Exp(-2 * Math.PI * bandwidth / rate);
        var b = 2 * Math.Exp(-Math.PI * bandwidth / rate) * Math.Cos(2 * Math.PI * frequency / rate);
        foreach (ref var sample in samples)
        {
            sample = (1 - b - c) * sample + b * last + c * lastButOne;
            (last, lastButOne) = (sample, last);
        }
    }
}
