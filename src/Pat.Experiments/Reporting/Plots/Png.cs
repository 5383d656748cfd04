using System.Buffers.Binary;
using System.IO.Compression;

namespace Pat.Experiments.Reporting.Plots;

/// <summary>Small pictures as PNG files: 8 bits of red, green and blue (ISO/IEC 15948, sections 5, 9 and annex D).</summary>
internal static class Png
{
    private static readonly uint[] remainders = [.. Enumerable.Range(0, 256).Select(RemainderOf)];

    /// <summary>The file.</summary>
    /// <param name="columns">Width, at least 1.</param>
    /// <param name="rows">Height, at least 1.</param>
    /// <param name="pixel">The colour at (column, row) from the top left.</param>
    public static byte[] Of(int columns, int rows, Func<int, int, (byte Red, byte Green, byte Blue)> pixel)
    {
        // Each row begins with its filter, 0 for none.
        var lines = new byte[rows * (1 + 3 * columns)];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var at = row * (1 + 3 * columns) + 1 + 3 * column;
                (lines[at], lines[at + 1], lines[at + 2]) = pixel(column, row);
            }
        }
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(lines);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, columns);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), rows);
        (head[8], head[9]) = (8, 2); // 8 bits of each colour
        return [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR"u8, head), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), CheckSum(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    private static uint CheckSum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var one in bytes)
            sum = remainders[(byte)(sum ^ one)] ^ (sum >> 8);
        return ~sum;
    }

    // Of a byte by the polynomial of IEEE 802.3, lowest power first.
    private static uint RemainderOf(int value)
    {
        var remainder = (uint)value;
        for (var bit = 0; bit < 8; bit++)
            remainder = (remainder & 1) == 0 ? remainder >> 1 : 0xEDB88320 ^ (remainder >> 1);
        return remainder;
    }
}
