using System.Buffers.Binary;
using Pat.Experiments.Data;

namespace Pat.Experiments.Audio;

/// <summary>The samples of a WAV file. PCM of b bits is divided by 2^(b−1), so that it lies in [−1, 1); floating point is taken as it is.</summary>
internal sealed class WavStream(PrefixedStream stream, string where, WavFormat format, long? frames) : IAudioReader
{
    private const int Block = 1 << 14; // bytes

    private readonly byte[] bytes = new byte[Math.Max(Block / format.FrameBytes, 1) * format.FrameBytes];
    private long left = frames is { } known ? known * format.FrameBytes : long.MaxValue;

    public int Channels => format.Channels;

    public int Rate => format.Rate;

    public long? Frames => frames;

    public int Read(Span<float> samples)
    {
        if (samples.Length % Channels != 0)
            throw new ArgumentException($"Sound: expected room for whole times of {Channels} channels, got {samples.Length}.", nameof(samples));
        var done = 0;
        while (done < samples.Length && left > 0)
        {
            var wanted = (int)Math.Min(Math.Min(bytes.Length, left), (long)(samples.Length - done) * format.SampleBytes);
            var at = stream.Position;
            var read = stream.ReadAtLeast(bytes.AsSpan(0, wanted), wanted, throwOnEndOfStream: false);
            if (read < wanted && (frames is not null || read % format.FrameBytes != 0))
                throw new DataException("WAV file", $"{where}, byte {at + read}", "more data", "the end of the file", "The file is truncated: copy it again.");
            Convert(bytes.AsSpan(0, read), samples[done..], at);
            done += read / format.SampleBytes;
            left = read < wanted ? 0 : left - read;
        }
        return done;
    }

    private void Convert(ReadOnlySpan<byte> from, Span<float> to, long at)
    {
        var size = format.SampleBytes;
        for (var i = 0; i < from.Length / size; i++)
        {
            to[i] = Sample(from.Slice(i * size, size));
            if (!float.IsFinite(to[i]))
                throw new DataException("WAV file", $"{where}, byte {at + i * size}", "a finite sample", $"{to[i]}", "The file is damaged, or the program that wrote it failed.");
        }
    }

    private float Sample(ReadOnlySpan<byte> from) => format.Encoding switch
    {
        WavEncoding.Pcm8 => (from[0] - 128) / 128f,
        WavEncoding.Pcm16 => BinaryPrimitives.ReadInt16LittleEndian(from) / 32768f,
        WavEncoding.Pcm24 => ((from[0] | from[1] << 8 | from[2] << 16) << 8 >> 8) / 8388608f,
        WavEncoding.Pcm32 => (float)(BinaryPrimitives.ReadInt32LittleEndian(from) / 2147483648.0),
        WavEncoding.Float32 => BinaryPrimitives.ReadSingleLittleEndian(from),
        _ => (float)BinaryPrimitives.ReadDoubleLittleEndian(from),
    };
}
