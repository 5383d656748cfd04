using Pat.Core.Tensors;

namespace Pat.Experiments.Audio;

/// <summary>Power spectra of the frames of a sound: |X_k|² of the discrete Fourier transform of each frame, k = 0 ... n/2.</summary>
/// <param name="frames">How the sound is cut.</param>
/// <param name="window">As long as a frame.</param>
/// <param name="size">Length n of the transform, at least that of a frame; frames are filled up with zeros.</param>
public sealed class Spectrogram(Frames frames, double[] window, int size)
{
    private readonly int size = size >= frames.Length
        ? size
        : throw new ArgumentException($"Spectrogram: expected a transform of at least {frames.Length} samples, got {size}.", nameof(size));

    /// <summary>Length n of the transform.</summary>
    public int Size => size;

    /// <summary>Frequencies of a spectrum, n/2 + 1.</summary>
    public int Bins => size / 2 + 1;

    /// <summary>The frequency of a bin, in hertz.</summary>
    public double Frequency(int bin, int rate) => (double)bin * rate / size;

    /// <summary>The power spectra of a sound of one channel.</summary>
    /// <returns>[frames, bins], in ordinary memory.</returns>
    public Tensor Of(Sound sound)
    {
        var cut = frames.Cut(OneChannel(sound).Samples, window);
        using var scope = new TensorScope();
        var x = Tensor.Create(cut.Rows, 2 * size);
        for (var row = 0; row < cut.Rows; row++)
            cut.Row(row).CopyTo(x.Row(row));
        var spectra = FourierTransform.Forward(x);
        var power = new Tensor(cut.Rows, Bins);
        for (var row = 0; row < cut.Rows; row++)
        {
            ReadOnlySpan<float> from = spectra.Row(row);
            var to = power.Row(row);
            for (var bin = 0; bin < Bins; bin++)
                to[bin] = from[bin] * from[bin] + from[size + bin] * from[size + bin];
        }
        return power;
    }

    internal static Sound OneChannel(Sound sound) => sound.Channels == 1
        ? sound
        : throw new ArgumentException($"Sound: expected one channel, got {sound.Channels}. Take Mono() first.", nameof(sound));
}
