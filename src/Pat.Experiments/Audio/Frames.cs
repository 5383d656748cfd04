using MathNet.Numerics;
using Pat.Core.Tensors;

namespace Pat.Experiments.Audio;

/// <summary>How a sound is cut into overlapping pieces.</summary>
/// <param name="Length">Samples of a frame, at least 1.</param>
/// <param name="Hop">Samples from the start of a frame to that of the next, at least 1.</param>
public sealed record Frames(int Length, int Hop)
{
    /// <summary>Samples of a frame, at least 1.</summary>
    public int Length { get; } = Length >= 1 ? Length : throw new ArgumentException($"Frames Length: expected at least 1, got {Length}.", nameof(Length));

    /// <summary>Samples from the start of a frame to that of the next, at least 1.</summary>
    public int Hop { get; } = Hop >= 1 ? Hop : throw new ArgumentException($"Frames Hop: expected at least 1, got {Hop}.", nameof(Hop));

    /// <summary>Frames of 25 ms every 10 ms, the usual choice for speech (L. R. Rabiner, R. W. Schafer, Theory and Applications of Digital Speech Processing, 2010).</summary>
    public static Frames OfSpeech(int rate) => new(Math.Max(1, rate / 40), Math.Max(1, rate / 100));

    /// <summary>How many frames fit; a sound that is shorter than one has one, filled up with silence.</summary>
    public int Count(int samples) => samples <= Length ? 1 : 1 + (samples - Length) / Hop;

    /// <summary>The frames, each times a window.</summary>
    /// <param name="samples">One channel.</param>
    /// <param name="window">As long as a frame.</param>
    /// <returns>[frames, length]; what is left at the end of the sound is not used.</returns>
    public Tensor Cut(ReadOnlySpan<float> samples, ReadOnlySpan<double> window)
    {
        if (window.Length != Length)
            throw new ArgumentException($"Frames: expected a window of {Length} samples, got {window.Length}.", nameof(window));
        var frames = new Tensor(Count(samples.Length), Length);
        for (var frame = 0; frame < frames.Rows; frame++)
        {
            var row = frames.Row(frame);
            for (var i = 0; i < Length && frame * Hop + i < samples.Length; i++)
                row[i] = (float)(samples[frame * Hop + i] * window[i]);
        }
        return frames;
    }

    /// <summary>Hann's window, periodic: (1 − cos(2πi / n)) / 2 (F. J. Harris, Proc. IEEE 66, 51, 1978, doi 10.1109/PROC.1978.10837).</summary>
    public double[] Hann() => Window.HannPeriodic(Length);

    /// <summary>Hamming's window, periodic: 0.53836 − 0.46164 cos(2πi / n) (Harris 1978).</summary>
    public double[] Hamming() => Window.HammingPeriodic(Length);
}
