using System.Buffers.Binary;
using System.IO.Compression;
using Pat.Experiments.Data;

namespace Pat.Experiments.Tests.Data;

/// <summary>Makes IDX files by hand.</summary>
internal static class IdxBytes
{
    public static byte[] Of(ReadOnlySpan<byte> values, params ReadOnlySpan<uint> dimensions)
    {
        var file = new byte[4 + 4 * dimensions.Length + values.Length];
        (file[2], file[3]) = (8, (byte)dimensions.Length);
        for (var i = 0; i < dimensions.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4 + 4 * i), dimensions[i]);
        values.CopyTo(file.AsSpan(4 + 4 * dimensions.Length));
        return file;
    }

    public static byte[] Counting(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 37 + i / 256))];

    public static byte[] Gzip(byte[] file)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(file);
        return packed.ToArray();
    }

    public static IdxFile Read(byte[] file, int rank = 3) => IdxFile.Read("Image file", "f", rank, new MemoryStream(file));
}
