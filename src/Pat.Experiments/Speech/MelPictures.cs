using System.Numerics;
using Pat.Core.Tensors;
using Pat.Experiments.Audio;

namespace Pat.Experiments.Speech;

/// <summary>
/// Spectra of words on the mel scale at a fixed number of steps, whatever the length of a word: the level is that of the word,
/// and each step is the mean power over its share of the word's frames.
/// </summary>
internal sealed class MelPictures
{
    // 25 ms every 10 ms; 512 points for filters of low frequency; the band of a telephone.
    private const double Lowest = 100, Highest = 4000;
    private const int Transform = 512;
    private const double TypicalSeconds = 0.44;

    private static readonly Frames frames = Frames.OfSpeech(SpeechData.Rate);
    private static readonly Spectrogram spectrogram = new(frames, frames.Hann(), Transform);

    private readonly MelFilterBank filters;
    private readonly double floor;

    /// <summary>Builds the filters.</summary>
    /// <param name="bands">Number of bands.</param>
    /// <param name="steps">Steps in time.</param>
    public MelPictures(int bands, int steps)
    {
        (Bands, Steps) = (bands, steps);
        filters = new(bands, spectrogram, SpeechData.Rate, Lowest, Highest);
        // 40 dB below the power of white noise of the level that words are brought to, in a band of one bin.
        floor = 1e-4 * frames.Hann().Sum(weight => weight * weight);
    }

    /// <summary>Number of bands.</summary>
    public int Bands { get; }

    /// <summary>Steps in time.</summary>
    public int Steps { get; }

    /// <summary>
    /// Multiply-adds of a word of 0.44 s: level and silence, and for each of its frames the window, a Fourier transform of n points at 2 n log2 n (real and imaginary part of each butterfly), the powers, the
    /// filters, of which two overlap at each bin, and the mean over a step.
    /// </summary>
    public long MultiplyAdds
    {
        get
        {
            var samples = (int)(TypicalSeconds * SpeechData.Rate);
            var ofFrame = frames.Length + 2L * Transform * BitOperations.Log2(Transform) + 4L * spectrogram.Bins + 2L * Bands;
            return 2L * samples + frames.Count(samples) * ofFrame;
        }
    }

    /// <summary>Natural logarithm of the band powers, [steps, bands].</summary>
    /// <param name="word">The word, without silence at its ends.</param>
    public Tensor Of(Sound word)
    {
        var powers = filters.Apply(spectrogram.Of(SoundLevel.Normalise(word, rms: 1)));
        var steps = new Tensor(Steps, Bands);
        for (var step = 0; step < Steps; step++)
            Mean(powers, (double)step * powers.Rows / Steps, (double)(step + 1) * powers.Rows / Steps, steps.Row(step));
        return SpeechFeatures.Log(steps, floor);
    }

    // Frames count by how much of them lies between two places.
    private static void Mean(Tensor powers, double from, double to, Span<float> mean)
    {
        for (var frame = (int)from; frame < Math.Min(Math.Ceiling(to), powers.Rows); frame++)
        {
            var share = (float)((Math.Min(to, frame + 1) - Math.Max(from, frame)) / (to - from));
            for (var band = 0; band < mean.Length; band++)
                mean[band] += share * powers.Row(frame)[band];
        }
    }
}
