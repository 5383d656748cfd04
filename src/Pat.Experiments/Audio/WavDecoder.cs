using System.Buffers.Binary;
using System.Text;
using Pat.Experiments.Data;

namespace Pat.Experiments.Audio;

/// <summary>
/// WAV files: PCM of 8, 16, 24 and 32 bits and floating point of 32 and 64, with WAVE_FORMAT_EXTENSIBLE or without, any number of channels
/// (Multimedia Programming Interface and Data Specifications 1.0, IBM and Microsoft 1991; Multiple channel audio data and WAVE files, Microsoft 2007).
/// </summary>
/// <remarks>
/// Chunks that are not known are skipped, odd ones with their pad byte. A data chunk of size 0xFFFFFFFF, as programs write that cannot go back, lasts to the
/// end of the file; every other size must be true. RF64 files take the size of their data from ds64 (EBU Tech 3306).
/// </remarks>
internal sealed class WavDecoder : IAudioDecoder
{
    private const string What = "WAV file";
    private const uint Open64 = uint.MaxValue;
    private const uint LeastPlaceholder = 0x7FFF0000; // programs that write into pipes leave sizes like this one when they cannot go back to fill them in
    private const int LowestRate = 100, HighestRate = 10_000_000;
    private const int ExtensibleTag = 0xFFFE;

    // The second half of the identifiers of all formats that have a tag: 0000-0010-8000-00AA00389B71 after the tag and two zeros.
    private static ReadOnlySpan<byte> SubformatTail => [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];

    public string Format => "a WAV file (RIFF, WAVE)";

    public string Ending => ".wav";

    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("RIFF"u8) || start.StartsWith("RF64"u8) || start.StartsWith("RIFX"u8);

    IAudioReader IAudioDecoder.Open(Stream stream, string where) => new Head((PrefixedStream)stream, where).Read();

    /// <summary>The head of a file as it is read.</summary>
    private sealed class Head(PrefixedStream stream, string where)
    {
        private WavFormat? format;
        private ulong? dataSize64;

        public WavStream Read()
        {
            Span<byte> riff = stackalloc byte[12];
            Fill(riff, "the 12 bytes of a RIFF head");
            if (riff.StartsWith("RIFX"u8))
                throw Wrong(0, "RIFF, least significant bytes first", "RIFX, most significant bytes first", "Convert it, for example with sox.");
            if (!riff[8..].SequenceEqual("WAVE"u8))
                throw Wrong(8, "WAVE", Name(riff[8..]), "This is another kind of RIFF file.");
            CheckLength(BinaryPrimitives.ReadUInt32LittleEndian(riff[4..]));
            Span<byte> chunk = stackalloc byte[8];
            while (true)
            {
                var at = stream.Position;
                var read = stream.ReadAtLeast(chunk, 8, throwOnEndOfStream: false);
                if (read < 8)
                    throw Wrong(at, format is null ? "a chunk 'fmt '" : "a chunk 'data'", "the end of the file", "The file is truncated or holds no sound.");
                var size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
                if (chunk.StartsWith("data"u8))
                    return Data(at, size);
                if (chunk.StartsWith("fmt "u8))
                    ReadFormat(at, size);
                else if (chunk.StartsWith("ds64"u8) && riff.StartsWith("RF64"u8))
                    ReadSizes(at, size);
                else
                    Skip(at, Name(chunk[..4]), size, size);
            }
        }

        // The length of a file is what it says, unless it says that it does not know.
        private void CheckLength(uint said)
        {
            if (said is 0 or Open64 || stream.Left is not { } left)
                return;
            var expected = said + 8L - 12;
            if (left + 1 < expected) // some programs forget the last pad byte
                throw Wrong(4, $"{expected + 12:N0} bytes in all, as its head says", $"{left + 12:N0}", AdviceOn(said));
        }

        private void ReadFormat(long at, uint size)
        {
            if (format is not null)
                throw Wrong(at, "one chunk 'fmt '", "a second one", "The file is damaged.");
            if (size < 16)
                throw Wrong(at + 4, "a chunk 'fmt ' of at least 16 bytes", $"{size}", "The file is damaged.");
            Span<byte> fmt = stackalloc byte[(int)Math.Min(size, 40)];
            Fill(fmt, "the chunk 'fmt '");
            Skip(at, "fmt ", size, size - fmt.Length);
            int tag = BinaryPrimitives.ReadUInt16LittleEndian(fmt), channels = BinaryPrimitives.ReadUInt16LittleEndian(fmt[2..]);
            var rate = BinaryPrimitives.ReadUInt32LittleEndian(fmt[4..]);
            int frame = BinaryPrimitives.ReadUInt16LittleEndian(fmt[12..]), bits = BinaryPrimitives.ReadUInt16LittleEndian(fmt[14..]);
            var body = at + 8;
            if (tag == ExtensibleTag)
                tag = Subformat(body, fmt);
            if (channels == 0)
                throw Wrong(body + 2, "at least 1 channel", "0", "The file is damaged.");
            if (rate is < LowestRate or > HighestRate)
                throw Wrong(body + 4, $"a rate from {LowestRate} to {HighestRate} Hz", $"{rate}", "The file is damaged, or needs another tool.");
            if (WavFormat.Of(tag, bits) is not { } encoding)
                throw Wrong(body, "PCM of 8, 16, 24 or 32 bits, or floating point of 32 or 64", $"format {tag} of {bits} bits", "Convert it, for example with ffmpeg or sox.");
            if (frame != channels * bits / 8)
                throw Wrong(body + 12, $"{channels * bits / 8} bytes for each time ({channels} channels of {bits} bits)", $"{frame}", "The file is damaged.");
            format = new(encoding, channels, (int)rate, bits / 8);
        }

        private int Subformat(long body, ReadOnlySpan<byte> fmt)
        {
            if (fmt.Length < 40)
                throw Wrong(body, "40 bytes of an extensible format", $"{fmt.Length}", "The file is damaged.");
            int bits = BinaryPrimitives.ReadUInt16LittleEndian(fmt[14..]), valid = BinaryPrimitives.ReadUInt16LittleEndian(fmt[18..]);
            if (valid > bits)
                throw Wrong(body + 18, $"at most {bits} valid bits", $"{valid}", "The file is damaged.");
            if (!fmt[26..40].SequenceEqual(SubformatTail))
                throw Wrong(body + 24, "a subformat that has a tag", Convert.ToHexString(fmt[24..40]), "Convert it, for example with ffmpeg or sox.");
            return BinaryPrimitives.ReadUInt16LittleEndian(fmt[24..]);
        }

        private void ReadSizes(long at, uint size)
        {
            if (size < 28)
                throw Wrong(at + 4, "a chunk 'ds64' of at least 28 bytes", $"{size}", "The file is damaged.");
            Span<byte> sizes = stackalloc byte[16];
            Fill(sizes, "the chunk 'ds64'");
            dataSize64 = BinaryPrimitives.ReadUInt64LittleEndian(sizes[8..]);
            Skip(at, "ds64", size, size - sizes.Length);
        }

        private WavStream Data(long at, uint size)
        {
            if (format is not { } known)
                throw Wrong(at, "a chunk 'fmt ' before the data", "the data", "The file is damaged.");
            var (length, left) = (size == Open64 ? (long?)null : size, stream.Left);
            if (size == Open64 && dataSize64 is { } long64)
                length = long64 <= long.MaxValue ? (long)long64 : throw Wrong(at, "a size of the data below 2^63", $"{long64}", "The file is damaged.");
            length ??= left;
            if (length > left)
                throw Wrong(at + 4, $"{length:N0} bytes of data, as the chunk says", $"{left:N0}", AdviceOn(size));
            if (length % known.FrameBytes is not (null or 0) && size != Open64)
                throw Wrong(at + 4, $"data of whole times of {known.FrameBytes} bytes", $"{length:N0} bytes", "The file is damaged.");
            return new(stream, where, known, length / known.FrameBytes);
        }

        private void Skip(long at, string name, uint size, long count)
        {
            count += size & 1;
            var skipped = stream.Skip(count);
            if (skipped < count && !(skipped == count - 1 && (size & 1) == 1))
                throw Wrong(at + 4, $"{size:N0} bytes of the chunk '{name}'", "the end of the file", "The file is truncated: copy it again.");
        }

        private void Fill(Span<byte> bytes, string expected)
        {
            var at = stream.Position;
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read < bytes.Length)
                throw Wrong(at + read, expected, "the end of the file", "The file is truncated: copy it again.");
        }

        private static string AdviceOn(uint size) => size < LeastPlaceholder
            ? "The file is truncated: copy it again."
            : "The size was never filled in, as happens when a program writes into a pipe: let it write a file, or mend it, for example with sox --ignore-length.";

        private static string Name(ReadOnlySpan<byte> four) => Encoding.Latin1.GetString(four);

        private DataException Wrong(long at, string expected, string got, string advice) => new(What, $"{where}, byte {at}", expected, got, advice);
    }
}
