namespace Pat.Experiments.Audio;

/// <summary>Reads one format of sound files. One file for each; <see cref="AudioFile"/> lists them.</summary>
public interface IAudioDecoder
{
    /// <summary>Name of the format, for messages.</summary>
    string Format { get; }

    /// <summary>How names of such files end, with the dot: what a folder of recordings is searched for.</summary>
    string Ending { get; }

    /// <summary>Whether a file that begins so is of this format.</summary>
    /// <param name="start">Its first bytes, up to <see cref="AudioFile.StartLength"/>.</param>
    bool Recognises(ReadOnlySpan<byte> start);

    /// <summary>Reads the head of a file and makes ready to read its samples.</summary>
    /// <param name="stream">The file from its beginning; need not be able to seek. Read no further than needed, and left open.</param>
    /// <param name="where">Name of the file, for messages.</param>
    /// <exception cref="Data.DataException">The file is damaged or of a kind that is not supported.</exception>
    IAudioReader Open(Stream stream, string where);
}

/// <summary>The samples of a sound file, read from the beginning to the end, in memory that does not grow with the file.</summary>
public interface IAudioReader
{
    /// <summary>Number of channels, at least 1.</summary>
    int Channels { get; }

    /// <summary>Samples per second of each channel, in hertz.</summary>
    int Rate { get; }

    /// <summary>Samples of a channel; null where the file does not say.</summary>
    long? Frames { get; }

    /// <summary>Reads the next samples.</summary>
    /// <param name="samples">Where they go, interleaved; its length is a multiple of the number of channels.</param>
    /// <returns>How many were read: a multiple of the number of channels, 0 at the end.</returns>
    /// <exception cref="Data.DataException">The file ends too early, or a sample is not a finite number.</exception>
    int Read(Span<float> samples);
}
