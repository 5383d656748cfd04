using MathNet.Numerics;

namespace Pat.Experiments.Audio;

/// <summary>
/// Changes the rate of a sound: a windowed-sinc low pass, evaluated where the new samples lie (R. E. Crochiere, L. R. Rabiner, Multirate Digital Signal
/// Processing, 1983), with Kaiser's window (J. F. Kaiser, Proc. IEEE ISCAS 1974, 20).
/// </summary>
/// <remarks>
/// The stop band is attenuated by at least <see cref="StopBandDecibels"/> from the lower of the two Nyquist frequencies on, the pass band, up to
/// <see cref="PassBand"/> of it, is flat to 0.001. Beyond its ends a sound is taken as silent.
/// </remarks>
public static class Resampler
{
    /// <summary>Attenuation of what the new rate cannot hold, in decibels.</summary>
    public const double StopBandDecibels = 80;

    /// <summary>Share of the lower Nyquist frequency that passes.</summary>
    public const double PassBand = 0.9;

    /// <summary>The sound at another rate.</summary>
    /// <param name="sound">Any number of channels.</param>
    /// <param name="rate">Samples per second, from 100 Hz to 10 MHz.</param>
    public static Sound To(Sound sound, int rate)
    {
        if (rate is < 100 or > 10_000_000)
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "Resampler: expected a rate from 100 to 10,000,000 Hz.");
        if (rate == sound.Rate)
            return sound;
        var filter = new Filter(sound.Rate, rate);
        var frames = (int)((long)sound.Frames * rate / sound.Rate + ((long)sound.Frames * rate % sound.Rate > 0 ? 1 : 0));
        var resampled = new float[frames * sound.Channels];
        for (var frame = 0; frame < frames; frame++)
            filter.At((long)frame * sound.Rate, rate, sound, resampled.AsSpan(frame * sound.Channels, sound.Channels));
        return new(resampled, sound.Channels, rate);
    }

    // The impulse response, tabulated once for each phase that occurs.
    private sealed class Filter
    {
        private readonly int half;
        private readonly double cutOff;
        private readonly double beta;
        private readonly Dictionary<long, float[]> phases = [];

        public Filter(int from, int to)
        {
            // In periods of the old rate; the transition lies between the pass band and the lower Nyquist frequency.
            var nyquist = Math.Min(1, (double)to / from) / 2;
            var transition = (1 - PassBand) * nyquist;
            cutOff = nyquist - transition / 2;
            beta = 0.1102 * (StopBandDecibels - 8.7);
            half = (int)Math.Ceiling((StopBandDecibels - 7.95) / (2.285 * 2 * Math.PI * transition) / 2);
        }

        public void At(long numerator, int denominator, Sound sound, Span<float> output)
        {
            var (centre, phase) = (numerator / denominator, numerator % denominator);
            if (!phases.TryGetValue(phase, out var taps))
                phases[phase] = taps = Taps((double)phase / denominator);
            var first = centre - half + 1;
            for (var channel = 0; channel < output.Length; channel++)
            {
                var sum = 0.0;
                for (var i = (int)Math.Max(0, -first); i < taps.Length && first + i < sound.Frames; i++)
                    sum += taps[i] * sound.Samples[(first + i) * sound.Channels + channel];
                output[channel] = (float)sum;
            }
        }

        private float[] Taps(double phase)
        {
            var taps = new float[2 * half];
            for (var i = 0; i < taps.Length; i++)
            {
                var t = i - half + 1 - phase;
                var edge = t / half;
                var window = Math.Abs(edge) >= 1 ? 0 : SpecialFunctions.BesselI0(beta * Math.Sqrt(1 - edge * edge)) / SpecialFunctions.BesselI0(beta);
                taps[i] = (float)(2 * cutOff * Trig.Sinc(2 * cutOff * t) * window);
            }
            return taps;
        }
    }
}
