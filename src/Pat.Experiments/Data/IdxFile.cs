using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Pat.Experiments.Data;

/// <summary>
/// An array of unsigned bytes in the IDX format of MNIST, plain or gzip by its content. The magic number is 0, 0, the type (8 is unsigned
/// byte), the number of dimensions; then each dimension as a 32-bit number, most significant byte first; then the values, last index
/// fastest (Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database of handwritten digits, section "file formats").
/// </summary>
/// <remarks>A gzip file of several members is refused: its last four bytes are not the length of the whole.</remarks>
internal sealed class IdxFile
{
    private const long MostValues = 1 << 30; // the largest set in this format known here, EMNIST by class, has 638 million
    private const int FirstRead = 1 << 20;
    private const string Restore = "Fetch the file again (data/LICENSES.md names the source).";
    private const string GzipTruncated = "The file is truncated: fetch it again (data/LICENSES.md names the source).";

    private readonly byte[] content;

    private IdxFile(int[] dimensions, byte[] content) => (Dimensions, this.content) = (dimensions, content);

    /// <summary>Sizes of the dimensions, the number of examples first.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>The values, last index fastest.</summary>
    public ReadOnlyMemory<byte> Values => content.AsMemory(HeaderLength(Dimensions.Count));

    /// <summary>Number of bytes before the values.</summary>
    public static int HeaderLength(int rank) => 4 + 4 * rank;

    /// <summary>SHA-256 of the uncompressed file, in small hexadecimal digits.</summary>
    public string Sha256() => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Reads a file.</summary>
    /// <param name="what">What messages call it, for example "Image file".</param>
    /// <param name="path">The file.</param>
    /// <param name="rank">How many dimensions it must have.</param>
    /// <exception cref="DataException">The file is missing, cannot be read, or is damaged.</exception>
    public static IdxFile Read(string what, string path, int rank)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (!stream.CanSeek)
                throw new DataException(what, path, "an ordinary file", "a pipe or device", "Write its content to a file first.");
            return Read(what, path, rank, stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException(what, path, "a readable file", e.Message, "Check --data and the file's permissions.");
        }
    }

    /// <summary>As <see cref="Read(string, string, int)"/>, from a stream that can seek.</summary>
    public static IdxFile Read(string what, string path, int rank, Stream stream)
    {
        if (!IsGzip(stream))
            return ReadContent(new(what, path), rank, stream, stream.Length);
        var source = new Source(what, $"{path} (uncompressed)");
        using var gzip = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
        var file = ReadContent(source, rank, gzip, null);
        CheckTrailer(new(what, path), stream, file.content.Length);
        return file;
    }

    private static bool IsGzip(Stream stream)
    {
        Span<byte> start = stackalloc byte[2];
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return read == 2 && start[0] == 0x1f && start[1] == 0x8b;
    }

    private static IdxFile ReadContent(Source source, int rank, Stream stream, long? fileLength)
    {
        var header = new byte[HeaderLength(rank)];
        var read = source.Fill(stream, header, 0);
        CheckMagic(source, header.AsSpan(0, Math.Min(read, header.Length)), rank);
        if (read < header.Length)
            throw source.Error(read, $"a header of {header.Length} bytes", "the end of the file", Restore);
        var dimensions = DimensionsOf(source, header);
        var length = header.Length + ValuesOf(source, dimensions);
        if (fileLength is { } got && got != length)
            throw source.Error(Math.Min(got, length), $"{length:N0} bytes for the dimensions {Text(dimensions)}", $"a file of {got:N0}", Restore);
        var content = ReadValues(source, stream, header, (int)length);
        return new([.. dimensions.Select(size => (int)size)], content);
    }

    private static void CheckMagic(Source source, ReadOnlySpan<byte> header, int rank)
    {
        var expected = $"the magic number 0x0000080{rank} (unsigned bytes, {rank} {(rank == 1 ? "dimension" : "dimensions")})";
        if (header.Length < 4)
            throw source.Error(0, expected, $"a file of {header.Length} bytes", Restore);
        var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (magic == 0x800u + (uint)rank)
            return;
        var advice = magic switch
        {
            0x801 => "This is a label file: check that the files have their own names.",
            0x803 => "This is an image file: check that the files have their own names.",
            >= 0x900 and <= 0xeff => "Only unsigned bytes are read: convert the values.",
            _ => "Is this an IDX file? " + Restore,
        };
        throw source.Error(0, expected, $"0x{magic:x8}", advice);
    }

    private static uint[] DimensionsOf(Source source, ReadOnlySpan<byte> header)
    {
        var dimensions = new uint[header.Length / 4 - 1];
        for (var i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = BinaryPrimitives.ReadUInt32BigEndian(header[(4 + 4 * i)..]);
            if (dimensions[i] is 0 or > int.MaxValue)
                throw source.Error(4 + 4 * i, $"a size from 1 to {int.MaxValue:N0} of dimension {i + 1}", $"{dimensions[i]:N0}", Restore);
        }
        return dimensions;
    }

    private static long ValuesOf(Source source, uint[] dimensions)
    {
        var values = 1L;
        foreach (var size in dimensions)
        {
            values *= size; // at most 2^31 squared
            if (values > MostValues)
                throw source.Error(4, $"dimensions of at most {MostValues:N0} values in all", Text(dimensions), Restore);
        }
        return values;
    }

    // The header is not trusted: memory grows with what was read, and to no more than the header says.
    private static byte[] ReadValues(Source source, Stream stream, byte[] header, int length)
    {
        var content = new byte[Math.Min(length, FirstRead)];
        header.CopyTo(content, 0);
        for (var filled = header.Length; ;)
        {
            var read = source.Fill(stream, content.AsSpan(filled), filled);
            if (filled + read < content.Length)
                throw source.Error(filled + read, $"{length:N0} bytes", "the end of the file", GzipTruncated);
            filled = content.Length;
            if (filled == length)
                break;
            Array.Resize(ref content, (int)Math.Min(length, 2L * filled));
        }
        if (source.Fill(stream, stackalloc byte[1], length) > 0)
            throw source.Error(length, "the end of the file", "more bytes than the dimensions say", Restore);
        return content;
    }

    // GZipStream takes a file that ends within the last eight bytes (checksum and length) for a whole one.
    private static void CheckTrailer(Source source, Stream stream, int length)
    {
        Span<byte> trailer = stackalloc byte[4];
        stream.Position = stream.Length - trailer.Length;
        stream.ReadExactly(trailer);
        var got = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        if (got != (uint)length)
            throw source.Error(stream.Length - trailer.Length, $"the uncompressed length {length:N0} at the end of the gzip file", $"{got:N0}", GzipTruncated);
    }

    private static string Text(uint[] dimensions) => string.Join(" x ", dimensions);

    /// <summary>What is read, for messages.</summary>
    private sealed record Source(string What, string Where)
    {
        public DataException Error(long offset, string expected, string got, string advice) =>
            new(What, $"{Where} byte {offset:N0}", expected, got, advice);

        /// <summary>Fills the buffer as far as the stream goes and returns how far that was.</summary>
        public int Fill(Stream stream, Span<byte> buffer, long offset)
        {
            try
            {
                return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            }
            catch (InvalidDataException e)
            {
                throw Error(offset, "gzip data", $"damage at or after this byte ({e.Message.TrimEnd('.')})", Restore);
            }
        }
    }
}
