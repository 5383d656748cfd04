using System.Buffers.Binary;
using System.Text;
using Pat.Experiments.Audio;
using Pat.Experiments.Data;

namespace Pat.Experiments.Tests.Audio;

public sealed class WavTests
{
    [Theory]
    [InlineData(1, 8, new byte[] { 0, 128, 255 }, new[] { -1f, 0, 127 / 128f })]
    [InlineData(1, 16, new byte[] { 0, 0x80, 0, 0, 0xFF, 0x7F }, new[] { -1f, 0, 32767 / 32768f })]
    [InlineData(1, 24, new byte[] { 0, 0, 0x80, 1, 0, 0, 0xFF, 0xFF, 0xFF }, new[] { -1f, 1 / 8388608f, -1 / 8388608f })]
    [InlineData(1, 32, new byte[] { 0, 0, 0, 0x80, 0, 0, 0, 0x40 }, new[] { -1f, 0.5f })]
    [InlineData(3, 32, new byte[] { 0, 0, 0x80, 0xBF, 0, 0, 0, 0x40 }, new[] { -1f, 2f })]
    [InlineData(3, 64, new byte[] { 0, 0, 0, 0, 0, 0, 0xE0, 0x3F }, new[] { 0.5f })]
    public void Every_encoding_reads_as_its_numbers(int tag, int bits, byte[] data, float[] expected)
    {
        var sound = Read(Wav(tag, bits, channels: 1, data));
        Assert.Equal(expected, sound.Samples);
        Assert.Equal((1, 8000), (sound.Channels, sound.Rate));
    }

    [Fact]
    public void An_extensible_format_reads_as_its_subformat()
    {
        var sound = Read(Riff(Chunk("fmt ", Extensible(3, 32, 2)), Chunk("data", Singles(0.25f, -0.5f, 1, 0))));
        Assert.Equal((2, 2), (sound.Channels, sound.Frames));
        Assert.Equal([0.25f, -0.5f, 1, 0], sound.Samples);
        Assert.Equal([-0.125f, 0.5f], sound.Mono().Samples);
    }

    [Fact]
    public void Unknown_and_odd_chunks_are_skipped_with_their_pad_byte()
    {
        var file = Riff(Chunk("LIST", [1, 2, 3]), Chunk("fmt ", Format(1, 16, 1)), Chunk("junk", new byte[9001]), Chunk("data", [0, 0x40]), Chunk("tail", [1]));
        Assert.Equal([0.5f], Read(file).Samples);
    }

    [Fact]
    public void A_stream_that_could_not_go_back_lasts_to_the_end_of_the_file()
    {
        var file = Riff(Chunk("fmt ", Format(1, 16, 1)), Chunk("data", [0, 0x40, 0, 0x20]));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - 8), uint.MaxValue);
        Assert.Equal([0.5f, 0.25f], Read(file).Samples);
        Assert.Equal([0.5f, 0.25f], AudioFile.Read(new OneByteAtATime(file), "pipe.wav").Samples);
    }

    [Fact]
    public void A_large_file_with_64_bit_sizes_is_read()
    {
        var sizes = new byte[28];
        BinaryPrimitives.WriteUInt64LittleEndian(sizes.AsSpan(8), 4);
        var file = Riff(Chunk("ds64", sizes), Chunk("fmt ", Format(1, 16, 1)), Chunk("data", [0, 0x40, 0, 0x20]));
        "RF64"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - 8), uint.MaxValue);
        Assert.Equal([0.5f, 0.25f], Read(file).Samples);
    }

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        var samples = new float[999];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = MathF.Sin(i) * (i % 2 == 0 ? 1 : 1e-3f);
        var sound = new Sound(samples, 3, 44_100);
        var back = Read(WavWriter.Float(sound));
        Assert.Equal((3, 44_100), (back.Channels, back.Rate));
        Assert.Equal(samples, back.Samples);
        Assert.All(Read(WavWriter.Pcm16(sound)).Samples.Zip(samples), pair => Assert.Equal(pair.Second, pair.First, 1 / 32767f));
        Assert.Equal([32767 / 32768f, -1], Read(WavWriter.Pcm16(new([1, -1], 1, 8000))).Samples);
        Assert.Contains("got 1.5 at 0", Assert.Throws<ArgumentException>(() => WavWriter.Pcm16(new([1.5f], 1, 8000))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => WavWriter.Float(new([float.NaN], 1, 8000)));
    }

    [Fact]
    public void Reading_in_small_pieces_gives_the_same_samples()
    {
        var file = WavWriter.Float(new([.. Enumerable.Range(0, 30_000).Select(i => i * 1e-5f)], 2, 8000));
        var reader = AudioFile.Open(new MemoryStream(file), "a.wav");
        Assert.Equal(15_000, reader.Frames);
        var (all, piece) = (new List<float>(), new float[34]);
        for (int read; (read = reader.Read(piece)) > 0;)
            all.AddRange(piece[..read]);
        Assert.Equal(Read(file).Samples, all);
    }

    public static TheoryData<string, string> Broken() => new()
    {
        { "", "a.wav, byte 0: expected a WAV file (RIFF, WAVE), got an empty file." },
        { "text", "a.wav, byte 0: expected a WAV file (RIFF, WAVE), got bytes 49443304" },
        { "RIFX", "byte 0: expected RIFF, least significant bytes first, got RIFX" },
        { "AVI", "byte 8: expected WAVE, got AVI " },
        { "no data", "byte 36: expected a chunk 'data', got the end of the file" },
        { "no format", "byte 12: expected a chunk 'fmt ' before the data" },
        { "two formats", "byte 36: expected one chunk 'fmt ', got a second one" },
        { "no channels", "byte 22: expected at least 1 channel, got 0" },
        { "slow", "byte 24: expected a rate from 100 to 10000000 Hz, got 3" },
        { "fast", "byte 24: expected a rate from 100 to 10000000 Hz, got 4294967295" },
        { "12 bits", "byte 20: expected PCM of 8, 16, 24 or 32 bits, or floating point of 32 or 64, got format 1 of 12 bits" },
        { "mu-law", "got format 7 of 8 bits" },
        { "frame", "byte 32: expected 2 bytes for each time (1 channels of 16 bits), got 4" },
        { "short format", "byte 16: expected a chunk 'fmt ' of at least 16 bytes, got 8" },
        { "foreign subformat", "byte 44: expected a subformat that has a tag" },
        { "lying data", "byte 40: expected 1,000,000,000 bytes of data, as the chunk says, got 4. The file is truncated" },
        { "lying head", "byte 4: expected 1,008 bytes in all, as its head says, got 48. The file is truncated" },
        { "piped", "byte 40: expected 2,147,479,552 bytes of data, as the chunk says, got 4. The size was never filled in" },
        { "piped head", "byte 4: expected 2,147,479,596 bytes in all, as its head says, got 48. The size was never filled in" },
        { "half a sample", "byte 40: expected data of whole times of 2 bytes, got 3 bytes" },
        { "cut in the format", "byte 4: expected 48 bytes in all, as its head says, got 30" },
        { "not a number", "byte 48: expected a finite sample, got NaN" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_file_is_refused_with_the_place_of_the_fault(string kind, string expected)
    {
        var good = Wav(1, 16, 1, [0, 0x40, 0, 0x20]);
        byte[] Changed(int at, params byte[] bytes)
        {
            var file = good.ToArray();
            bytes.CopyTo(file, at);
            return file;
        }

        var file = kind switch
        {
            "" => [],
            "text" => [0x49, 0x44, 0x33, 4, .. new byte[20]],
            "RIFX" => Changed(3, (byte)'X'),
            "AVI" => Changed(8, "AVI "u8.ToArray()),
            "no data" => Riff(Chunk("fmt ", Format(1, 16, 1))),
            "no format" => Riff(Chunk("data", [0, 0])),
            "two formats" => Riff(Chunk("fmt ", Format(1, 16, 1)), Chunk("fmt ", Format(1, 16, 1))),
            "no channels" => Changed(22, 0, 0),
            "slow" => Changed(24, 3, 0, 0, 0),
            "fast" => Changed(24, 255, 255, 255, 255),
            "12 bits" => Changed(34, 12),
            "mu-law" => Wav(7, 8, 1, [1]),
            "frame" => Changed(32, 4),
            "short format" => Riff(Chunk("fmt ", new byte[8])),
            "foreign subformat" => Riff(Chunk("fmt ", [.. Extensible(1, 16, 1)[..38], 1, 2]), Chunk("data", [0, 0])),
            "lying data" => Changed(40, BitConverter.GetBytes(1_000_000_000u)),
            "piped" => Changed(40, BitConverter.GetBytes(0x7FFFF000u)),
            "piped head" => Changed(4, BitConverter.GetBytes(0x7FFFF024u)),
            "lying head" => Changed(4, BitConverter.GetBytes(1000u)),
            "half a sample" => Wav(1, 16, 1, [0, 0x40, 0]),
            "cut in the format" => good[..30],
            _ => Wav(3, 32, 1, Singles(0, float.NaN)),
        };
        var error = Assert.Throws<DataException>(() => Read(file));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_that_ends_early_is_refused()
    {
        var file = Wav(1, 16, 1, new byte[1000]);
        var error = Assert.Throws<DataException>(() => AudioFile.Read(new OneByteAtATime(file[..500]), "pipe.wav"));
        Assert.Contains("byte 500: expected more data, got the end of the file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_refused() =>
        Assert.Contains("Check the path", Assert.Throws<DataException>(() => AudioFile.Read(Path.Combine(Path.GetTempPath(), "there is no such.wav"))).Message, StringComparison.Ordinal);

    [Fact]
    public void No_mutated_file_crashes_hangs_or_takes_memory_that_is_not_there()
    {
        const int files = 200_000;
        const long mostBytesEach = 60_000; // a buffer of bytes, and now and then of samples
        byte[][] seeds =
        [
            Wav(1, 16, 1, new byte[64]), Wav(1, 8, 2, new byte[31]), Wav(3, 64, 3, new byte[72]), Wav(1, 24, 1, new byte[30]),
            Riff(Chunk("LIST", [1, 2, 3]), Chunk("fmt ", Extensible(3, 32, 2)), Chunk("data", new byte[40])),
        ];
        var random = new Random(1);
        byte[] lengths = [0, 1, 2, 8, 16, 127, 128, 254, 255];
        var (read, before) = (0, GC.GetAllocatedBytesForCurrentThread());
        for (var i = 0; i < files; i++)
        {
            var file = seeds[i % seeds.Length].ToArray();
            for (var mutations = random.Next(1, 5); mutations > 0; mutations--)
                file[random.Next(file.Length)] = random.Next(2) == 0 ? lengths[random.Next(lengths.Length)] : (byte)random.Next(256);
            if (random.Next(4) == 0)
                file = file[..random.Next(file.Length)];
            try
            {
                Stream stream = random.Next(8) == 0 ? new OneByteAtATime(file) : new MemoryStream(file);
                read += AudioFile.Read(stream, "mutated.wav").Samples.All(float.IsFinite) ? 1 : throw new InvalidOperationException("a sample is not finite");
            }
            catch (DataException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }
        Assert.InRange(read, files / 20, files * 19 / 20);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / files, 0, mostBytesEach);
    }

    private static Sound Read(byte[] file) => AudioFile.Read(new MemoryStream(file), "a.wav");

    private static byte[] Wav(int tag, int bits, int channels, byte[] data) => Riff(Chunk("fmt ", Format(tag, bits, channels)), Chunk("data", data));

    private static byte[] Riff(params byte[][] chunks)
    {
        byte[] body = [.. "WAVE"u8, .. chunks.SelectMany(chunk => chunk)];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(body.Length), .. body];
    }

    private static byte[] Chunk(string name, byte[] body) =>
        [.. Encoding.ASCII.GetBytes(name), .. BitConverter.GetBytes(body.Length), .. body, .. new byte[body.Length % 2]];

    private static byte[] Format(int tag, int bits, int channels) =>
    [
        .. BitConverter.GetBytes((short)tag), .. BitConverter.GetBytes((short)channels), .. BitConverter.GetBytes(8000),
        .. BitConverter.GetBytes(8000 * channels * bits / 8), .. BitConverter.GetBytes((short)(channels * bits / 8)), .. BitConverter.GetBytes((short)bits),
    ];

    private static byte[] Extensible(int tag, int bits, int channels) =>
    [
        .. Format(0xFFFE, bits, channels), .. BitConverter.GetBytes((short)22), .. BitConverter.GetBytes((short)bits), .. new byte[4],
        .. BitConverter.GetBytes((short)tag), 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71,
    ];

    private static byte[] Singles(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    // Like a pipe: gives what is there, bit by bit, and cannot go back.
    private sealed class OneByteAtATime(byte[] content) : Stream
    {
        private int position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (count == 0 || position == content.Length)
                return 0;
            buffer[offset] = content[position++];
            return 1;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
