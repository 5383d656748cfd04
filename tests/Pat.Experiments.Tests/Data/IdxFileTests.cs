using Pat.Core.Randomness;
using Pat.Experiments.Data;

namespace Pat.Experiments.Tests.Data;

public class IdxFileTests
{
    private static readonly byte[] values = IdxBytes.Counting(5 * 4 * 3);
    private static readonly byte[] plain = IdxBytes.Of(values, 5, 4, 3);

    [Fact]
    public void A_file_comes_back_as_it_was_written_plain_and_gzip()
    {
        foreach (var bytes in new[] { plain, IdxBytes.Gzip(plain) })
        {
            var file = IdxBytes.Read(bytes);
            Assert.Equal([5, 4, 3], file.Dimensions);
            Assert.Equal(values, file.Values.ToArray());
        }
    }

    [Fact]
    public void A_file_of_more_than_one_read_comes_back()
    {
        var many = IdxBytes.Counting(3_000_017);
        var bytes = IdxBytes.Of(many, 3_000_017);
        Assert.True(IdxBytes.Read(bytes, 1).Values.Span.SequenceEqual(many));
        Assert.True(IdxBytes.Read(IdxBytes.Gzip(bytes), 1).Values.Span.SequenceEqual(many));
    }

    [Fact]
    public void The_checksum_is_that_of_the_uncompressed_content()
    {
        var expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(plain));
        Assert.Equal(expected, IdxBytes.Read(plain).Sha256());
        Assert.Equal(expected, IdxBytes.Read(IdxBytes.Gzip(plain)).Sha256());
    }

    [Theory]
    [InlineData(0, "byte 0: expected the magic number 0x00000803 (unsigned bytes, 3 dimensions), got a file of 0 bytes.")]
    [InlineData(3, "byte 0: expected the magic number 0x00000803 (unsigned bytes, 3 dimensions), got a file of 3 bytes.")]
    [InlineData(4, "byte 4: expected a header of 16 bytes, got the end of the file.")]
    [InlineData(15, "byte 15: expected a header of 16 bytes, got the end of the file.")]
    [InlineData(16, "byte 16: expected 76 bytes for the dimensions 5 x 4 x 3, got a file of 16. Fetch the file again")]
    [InlineData(75, "byte 75: expected 76 bytes for the dimensions 5 x 4 x 3, got a file of 75.")]
    public void A_truncated_file_is_refused(int length, string message) => AssertRefused(plain[..length], $"Image file, f {message}");

    [Fact]
    public void A_longer_file_is_refused_plain_and_gzip()
    {
        byte[] longer = [.. plain, 0];
        AssertRefused(longer, "f byte 76: expected 76 bytes for the dimensions 5 x 4 x 3, got a file of 77.");
        AssertRefused(IdxBytes.Gzip(longer), "f (uncompressed) byte 76: expected the end of the file, got more bytes than the dimensions say.");
    }

    [Theory]
    [InlineData(0x00000801u, "got 0x00000801. This is a label file: check that the files have their own names.")]
    [InlineData(0x00000d03u, "got 0x00000d03. Only unsigned bytes are read: convert the values.")]
    [InlineData(0x03080000u, "got 0x03080000. Is this an IDX file?")]
    [InlineData(0x504b0304u, "got 0x504b0304. Is this an IDX file?")] // zip
    public void A_wrong_magic_number_is_refused(uint magic, string message)
    {
        var bytes = (byte[])plain.Clone();
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, magic);
        AssertRefused(bytes, $"Image file, f byte 0: expected the magic number 0x00000803 (unsigned bytes, 3 dimensions), {message}");
        AssertRefused(IdxBytes.Gzip(bytes), $"Image file, f (uncompressed) byte 0: expected the magic number 0x00000803 (unsigned bytes, 3 dimensions), {message}");
    }

    [Fact]
    public void An_image_file_in_place_of_labels_is_named() =>
        Assert.Contains("expected the magic number 0x00000801 (unsigned bytes, 1 dimension), got 0x00000803. This is an image file",
            Assert.Throws<DataException>(() => IdxBytes.Read(plain, 1)).Message);

    [Fact]
    public void A_dimension_of_nothing_is_refused() =>
        AssertRefused(IdxBytes.Of([], 5, 0, 3), "f byte 8: expected a size from 1 to 2,147,483,647 of dimension 2, got 0.");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Absurd_sizes_are_refused_without_their_memory(bool gzip)
    {
        byte[] Pack(params ReadOnlySpan<uint> dimensions) => gzip ? IdxBytes.Gzip(IdxBytes.Of(values, dimensions)) : IdxBytes.Of(values, dimensions);
        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused(Pack(60_000, 0xffffffff, 28), "byte 8: expected a size from 1 to 2,147,483,647 of dimension 2, got 4,294,967,295.");
        AssertRefused(Pack(0x7fffffff, 0x7fffffff, 0x7fffffff), "byte 4: expected dimensions of at most 1,073,741,824 values in all, got 2147483647 x 2147483647 x 2147483647.");
        AssertRefused(Pack(1_000_000, 32, 32), gzip ? "byte 76: expected 1,024,000,016 bytes, got the end of the file." : "byte 76: expected 1,024,000,016 bytes for");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void A_gzip_file_cut_off_at_any_byte_is_refused()
    {
        var packed = IdxBytes.Gzip(plain);
        Assert.All(Enumerable.Range(0, packed.Length), length => Assert.Throws<DataException>(() => IdxBytes.Read(packed[..length])));
        AssertRefused(packed[..(packed.Length / 2)], "bytes, got the end of the file. The file is truncated: fetch it again");
        AssertRefused(packed[..^1], $"f byte {packed.Length - 5}: expected the uncompressed length 76 at the end of the gzip file, got ");
    }

    [Fact]
    public void A_flipped_bit_in_a_gzip_file_is_refused_by_its_checksum()
    {
        var packed = IdxBytes.Gzip(plain);
        packed[^6] ^= 1;
        AssertRefused(packed, "expected gzip data, got damage at or after this byte (");
    }

    [Fact]
    public void Two_thousand_mutations_give_no_exception_but_a_DataException()
    {
        byte[][] originals = [plain, IdxBytes.Gzip(plain), IdxBytes.Gzip(IdxBytes.Of(new byte[40_000], 40, 40, 25))];
        var uniforms = new float[8];
        var refused = 0;
        for (var run = 0; run < 2_000; run++)
        {
            Noise.FromSeed(1).Split("mutations").Uniforms(run, uniforms);
            try
            {
                IdxBytes.Read(Mutate(originals[run % originals.Length], uniforms));
            }
            catch (DataException e)
            {
                Assert.Contains("expected", e.Message);
                refused++;
            }
        }
        Assert.InRange(refused, 1_000, 1_999); // a changed value in a plain file is another image
    }

    [Fact]
    public void A_missing_file_is_refused() =>
        Assert.Contains("/none/at/all: expected a readable file, got ",
            Assert.Throws<DataException>(() => IdxFile.Read("Image file", "/none/at/all", 3)).Message);

    // One to three bytes changed; then, one time in three each, cut off or something appended.
    private static byte[] Mutate(byte[] original, float[] u)
    {
        var bytes = (byte[])original.Clone();
        for (var i = 0; i < 1 + (int)(3 * u[0]); i++)
        {
            var place = u[1 + i] < 0.5 ? (int)(2 * u[1 + i] * Math.Min(24, bytes.Length)) : (int)(u[1 + i] * bytes.Length);
            bytes[place] = (byte)(256 * u[4 + i]);
        }
        return u[7] switch
        {
            < 1f / 3 => bytes[..(int)(3 * u[7] * bytes.Length)],
            < 2f / 3 => [.. bytes, .. original],
            _ => bytes,
        };
    }

    private static void AssertRefused(byte[] bytes, string message) =>
        Assert.Contains(message, Assert.Throws<DataException>(() => IdxBytes.Read(bytes)).Message);
}
