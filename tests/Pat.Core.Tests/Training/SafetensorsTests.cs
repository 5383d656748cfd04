using System.Buffers.Binary;
using System.Text;
using Pat.Core.Tensors;
using Pat.Core.Training;

namespace Pat.Core.Tests.Training;

public class SafetensorsTests
{
    private const string Tiny = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    [Fact]
    public void A_file_comes_back_bit_for_bit()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("pat-").FullName, "c.safetensors");
        var tensors = Examples();
        Safetensors.Write(path, tensors, new Dictionary<string, string> { ["method"] = "pat", ["note"] = "θ \"quoted\"\n" });
        var read = Safetensors.Read(path);
        Assert.Equal(tensors.Keys.Order(), read.Tensors.Keys.Order());
        foreach (var (name, tensor) in tensors)
        {
            Assert.Equal(tensor.Shape, read.Tensors[name].Shape);
            Assert.Equal(Bits(tensor), Bits(read.Tensors[name]));
        }
        Assert.Equal("θ \"quoted\"\n", read.Metadata["note"]);
        Directory.Delete(Path.GetDirectoryName(path)!, true);
    }

    [Fact]
    public void The_bytes_of_a_tiny_file_are_those_written_by_hand()
    {
        byte[] expected =
        [
            56, 0, 0, 0, 0, 0, 0, 0, // 54 bytes of header and 2 spaces
            .. Encoding.ASCII.GetBytes(Tiny + "  "),
            0x00, 0x00, 0x80, 0x3f, // 1
            0x00, 0x00, 0x20, 0xc0, // -2.5
        ];
        Assert.Equal(expected, Bytes(new() { ["a"] = new Tensor([1, -2.5f], 2) }));
        Assert.Equal([1, -2.5f], Read(expected).Tensors["a"].Values.ToArray());
    }

    [Fact]
    public void Equal_contents_give_equal_files_in_any_order()
    {
        var reversed = new Dictionary<string, Tensor>(Examples().Reverse());
        Assert.Equal(Bytes(Examples()), Bytes(reversed));
    }

    [Fact]
    public void A_file_of_another_writer_in_any_order_and_with_metadata_is_read()
    {
        var header = """{ "__metadata__":{"format":"pt"}, "b":{"shape":[1],"data_offsets":[4,8],"dtype":"F32"}, "a":{"data_offsets":[0,4],"dtype":"F32","shape":[]}}""";
        var read = Read(FileOf(header, 3, 4));
        Assert.Equal((3f, 4f), (read.Tensors["a"].Values[0], read.Tensors["b"].Values[0]));
        Assert.Equal(0, read.Tensors["a"].Rank);
        Assert.Equal("pt", read.Metadata["format"]);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}}""", "expected dtype F32 of \"a\", got F16")]
    [InlineData("""{"a":{"dtype":7,"shape":[2],"data_offsets":[0,8]}}""", "expected a text as dtype of \"a\", got Number")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", "expected dtype of \"a\", got none")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "expected 12 bytes for shape [3] of \"a\", got 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "expected integers of at least 0 as shape of \"a\", got -2")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}""", "integers of at least 0 as shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[99999999999,99999999999],"data_offsets":[0,8]}}""", "values in \"a\"")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,0],"data_offsets":[0,0]}}""", "values in \"a\"")]
    [InlineData("""{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", "expected a list of integers as shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "data_offsets [begin, end] of \"a\"")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4,8]}}""", "data_offsets [begin, end] of \"a\"")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", "to begin at byte 0 of the data, got 8, a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "got 4, an overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "expected 4 bytes of data, got 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "expected 16 bytes of data, got 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "expected a JSON header")]
    [InlineData("""{"a":3}""", "expected an object for \"a\", got Number")]
    [InlineData("""{"__metadata__":{"x":1},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "expected a text as metadata \"x\", got Number")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "expected a JSON header")]
    [InlineData("""{"a":{"dtype":"F32",""", "expected a JSON header")]
    [InlineData("""[1]""", "expected a header that begins with '{', got byte 91")]
    public void Each_kind_of_damage_is_named(string header, string message)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(FileOf(header, 1, 2)));
        Assert.StartsWith("Safetensors test: expected ", error.Message);
        Assert.Contains(message, error.Message);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(1000)]
    [InlineData(0)]
    public void An_absurd_header_length_is_refused(long length)
    {
        var file = FileOf(Tiny, 1, 2);
        BinaryPrimitives.WriteInt64LittleEndian(file, length);
        Assert.Contains("expected a header of 2 to 62 bytes in a file of 70, got one of ", Assert.Throws<InvalidDataException>(() => Read(file)).Message);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        var file = FileOf(Tiny, 1, 2);
        for (var length = 0; length < file.Length; length++)
            Assert.Throws<InvalidDataException>(() => Read(file[..length]));
        Assert.Throws<InvalidDataException>(() => Read([.. file, 0]));
    }

    [Fact]
    public void Damage_at_random_gives_contents_or_the_declared_error_and_nothing_else()
    {
        var file = Bytes(Examples());
        var header = BinaryPrimitives.ReadInt32LittleEndian(file) + 8;
        var random = new Random(1); // decides the damage only; the seed makes it repeat
        var refused = 0;
        for (var trial = 0; trial < 2000; trial++)
        {
            var damaged = file.ToArray();
            for (var n = random.Next(1, 4); n > 0; n--)
                damaged[random.Next(header)] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)"{}[]\",:0129-e.\\ "[random.Next(16)];
            try
            {
                Read(damaged);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 1000, 1999);
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_no_other()
    {
        var folder = Directory.CreateTempSubdirectory("pat-").FullName;
        var path = Path.Combine(folder, "c.safetensors");
        Safetensors.Write(path, Examples());
        var before = File.ReadAllBytes(path);
        Assert.Throws<ArgumentException>(() => Safetensors.Write(path, new Dictionary<string, Tensor> { ["__metadata__"] = new(1) }));
        Assert.Throws<ObjectDisposedException>(() => Safetensors.Write(path, new Dictionary<string, Tensor> { ["a"] = Gone() }));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder));
        Directory.Delete(folder, true);
    }

    private static Dictionary<string, Tensor> Examples() => new()
    {
        ["layer 1/theta"] = new Tensor([1, -0f, float.NaN, float.PositiveInfinity, float.Epsilon, 3e38f], 2, 3),
        ["scalar"] = new Tensor([42f]),
        ["empty"] = new Tensor(0, 5),
        ["θ"] = new Tensor([BitConverter.UInt32BitsToSingle(0x7fc12345)], 1, 1, 1),
    };

    private static Tensor Gone()
    {
        using var scope = new TensorScope();
        return Tensor.Create(3);
    }

    private static uint[] Bits(Tensor tensor) => Array.ConvertAll(tensor.Values.ToArray(), BitConverter.SingleToUInt32Bits);

    private static byte[] Bytes(Dictionary<string, Tensor> tensors)
    {
        using var stream = new MemoryStream();
        Safetensors.Write(stream, tensors, null);
        return stream.ToArray();
    }

    private static byte[] FileOf(string header, params float[] values)
    {
        var file = new byte[8 + header.Length + 4 * values.Length];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        Encoding.ASCII.GetBytes(header, file.AsSpan(8));
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(8 + header.Length + 4 * i), values[i]);
        return file;
    }

    private static SafetensorsContent Read(byte[] file) => Safetensors.Read(new MemoryStream(file), "test");
}
