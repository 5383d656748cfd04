using System.Buffers.Binary;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Audio;

/// <summary>Writes WAV files of 16-bit PCM or 32-bit floating point.</summary>
public static class WavWriter
{
    private const int HeadLength = 44;

    /// <summary>Writes 16-bit PCM: sample times 32768, rounded to the nearest.</summary>
    /// <exception cref="ArgumentException">A sample is outside [−1, 1], where 1 becomes 32767, or the sound is too long for a WAV file.</exception>
    /// <exception cref="Data.DataException">The file cannot be written.</exception>
    public static void WritePcm16(string path, Sound sound) => Write(path, Pcm16(sound));

    /// <summary>Writes 32-bit floating point, which any finite sample survives.</summary>
    /// <exception cref="ArgumentException">A sample is not finite, or the sound is too long for a WAV file.</exception>
    /// <exception cref="Data.DataException">The file cannot be written.</exception>
    public static void WriteFloat(string path, Sound sound) => Write(path, Float(sound));

    /// <summary>The bytes of a file of 16-bit PCM.</summary>
    internal static byte[] Pcm16(Sound sound)
    {
        var file = Head(sound, tag: 1, bytes: 2);
        for (var i = 0; i < sound.Samples.Length; i++)
        {
            var sample = sound.Samples[i];
            if (!(Math.Abs(sample) <= 1))
                throw new ArgumentException(FormattableString.Invariant($"WAV file: expected samples in [-1, 1], got {sample} at {i}. Lower the level, or write floating point."), nameof(sound));
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(HeadLength + 2 * i), (short)Math.Min(MathF.Round(sample * 32768), 32767));
        }
        return file;
    }

    /// <summary>The bytes of a file of 32-bit floating point.</summary>
    internal static byte[] Float(Sound sound)
    {
        var file = Head(sound, tag: 3, bytes: 4);
        for (var i = 0; i < sound.Samples.Length; i++)
        {
            if (!float.IsFinite(sound.Samples[i]))
                throw new ArgumentException($"WAV file: expected finite samples, got {sound.Samples[i]} at {i}.", nameof(sound));
            BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(HeadLength + 4 * i), sound.Samples[i]);
        }
        return file;
    }

    private static byte[] Head(Sound sound, int tag, int bytes)
    {
        var length = (long)sound.Samples.Length * bytes;
        if (length > int.MaxValue - HeadLength)
            throw new ArgumentException($"WAV file: expected at most {int.MaxValue - HeadLength:N0} bytes of samples, got {length:N0}.", nameof(sound));
        if (sound.Channels > ushort.MaxValue / bytes)
            throw new ArgumentException($"WAV file: expected at most {ushort.MaxValue / bytes:N0} channels, got {sound.Channels:N0}.", nameof(sound));
        var file = new byte[HeadLength + length];
        var head = file.AsSpan();
        "RIFF"u8.CopyTo(head);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], (uint)(file.Length - 8));
        "WAVEfmt "u8.CopyTo(head[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(head[16..], 16);
        BinaryPrimitives.WriteUInt16LittleEndian(head[20..], (ushort)tag);
        BinaryPrimitives.WriteUInt16LittleEndian(head[22..], (ushort)sound.Channels);
        BinaryPrimitives.WriteUInt32LittleEndian(head[24..], (uint)sound.Rate);
        BinaryPrimitives.WriteUInt32LittleEndian(head[28..], (uint)((long)sound.Rate * sound.Channels * bytes));
        BinaryPrimitives.WriteUInt16LittleEndian(head[32..], (ushort)(sound.Channels * bytes));
        BinaryPrimitives.WriteUInt16LittleEndian(head[34..], (ushort)(8 * bytes));
        "data"u8.CopyTo(head[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(head[40..], (uint)length);
        return file;
    }

    private static void Write(string path, byte[] file) => RunFolder.Guard(path, () => File.WriteAllBytes(path, file));
}
