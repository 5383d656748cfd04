using Pat.Experiments.Data;

namespace Pat.Experiments.Audio;

/// <summary>Opens sound files of any format that has a decoder.</summary>
public static class AudioFile
{
    /// <summary>How many bytes a decoder sees to recognise a file.</summary>
    public const int StartLength = 16;

    /// <summary>The longest sound that is read into memory as a whole, in samples of all channels: 2^28, a gigabyte, nine hours of 8 kHz mono.</summary>
    public const int MostSamples = 1 << 28;

    private const string What = "Sound file";
    private const int Block = 1 << 15;

    /// <summary>The decoders. A new format is a file and a line here.</summary>
    public static IReadOnlyList<IAudioDecoder> Decoders { get; } = [new WavDecoder()];

    /// <summary>Reads a file as a whole.</summary>
    /// <exception cref="DataException">The file is missing, damaged, too long or of no known format.</exception>
    public static Sound Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return Read(stream, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new DataException(What, path, "a readable file", e.Message, "Check the path and the file's permissions.");
        }
    }

    /// <summary>As <see cref="Read(string)"/>, from a stream.</summary>
    /// <param name="stream">The file from its beginning; need not be able to seek.</param>
    /// <param name="where">Its name, for messages.</param>
    public static Sound Read(Stream stream, string where)
    {
        var audio = Open(stream, where);
        if (audio.Frames * audio.Channels > MostSamples)
            throw TooLong(where, $"{audio.Frames:N0} of {audio.Channels} channels");
        // What a head says is a wish: memory grows with what is really there.
        var block = (int)Math.Min(audio.Frames ?? Block, Math.Max(Block / audio.Channels, 1)) * audio.Channels;
        var (length, samples, buffer) = (0, new float[block], new float[block]);
        for (int read; (read = audio.Read(buffer)) > 0; length += read)
        {
            if (length + read > MostSamples)
                throw TooLong(where, "more");
            if (length + read > samples.Length)
                Array.Resize(ref samples, (int)Math.Min(Math.Max(2L * samples.Length, length + read), MostSamples));
            buffer.AsSpan(0, read).CopyTo(samples.AsSpan(length));
        }
        Array.Resize(ref samples, length);
        return new(samples, audio.Channels, audio.Rate);
    }

    /// <summary>Opens a file to read its samples bit by bit.</summary>
    /// <param name="stream">The file from its beginning; need not be able to seek. The caller closes it.</param>
    /// <param name="where">Its name, for messages.</param>
    /// <exception cref="DataException">The file is damaged or of no known format.</exception>
    public static IAudioReader Open(Stream stream, string where)
    {
        Span<byte> start = stackalloc byte[StartLength];
        start = start[..stream.ReadAtLeast(start, StartLength, throwOnEndOfStream: false)];
        foreach (var decoder in Decoders)
        {
            if (decoder.Recognises(start))
                return decoder.Open(new PrefixedStream(start.ToArray(), stream), where);
        }
        throw new DataException(
            What, $"{where}, byte 0", string.Join(" or ", Decoders.Select(decoder => decoder.Format)),
            start.IsEmpty ? "an empty file" : $"bytes {Convert.ToHexString(start)}", "Convert it to WAV, for example with ffmpeg or sox.");
    }

    private static DataException TooLong(string where, string got) =>
        new(What, where, $"at most {MostSamples:N0} samples", got, "Cut it into pieces, or read it with AudioFile.Open.");
}
