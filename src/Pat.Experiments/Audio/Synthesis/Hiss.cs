namespace Pat.Experiments.Audio.Synthesis;

/// <summary>Noise of the breath in a narrow place: white noise through a resonator 800 Hz wide, without low frequencies, with gain 1 where it is strongest.</summary>
internal sealed class Hiss(int rate)
{
    private const double Bandwidth = 800, HighestShare = 0.45;

    // Amplitude 1 has the root mean square of a vowel of voice 1.
    private static readonly double level = 1.6;

    private readonly Resonator resonator = new(rate);
    private double frequencyNow = double.NaN, gain;
    private double previous;

    /// <summary>The next sample.</summary>
    /// <param name="noise">A normal number.</param>
    /// <param name="frequency">Where the noise is strongest, in hertz; near half the rate at most.</param>
    public double Next(double noise, double frequency)
    {
        frequency = Math.Min(frequency, HighestShare * rate);
        if (frequency != frequencyNow)
        {
            frequencyNow = frequency;
            // The difference of two samples has the gain 2 sin(π f T); a wider spectrum holds less of the same noise in each hertz.
            gain = level * Math.Sqrt(rate / 8000.0) / (resonator.GainAt(frequency, Bandwidth) * 2 * Math.Sin(Math.PI * frequency / rate));
        }
        var difference = noise - previous;
        previous = noise;
        return gain * resonator.Next(difference, frequency, Bandwidth);
    }
}
