using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Pat.Core.Tensors;

namespace Pat.Core.Training;

/// <summary>What a safetensors file holds.</summary>
/// <param name="Tensors">The tensors, by name.</param>
/// <param name="Metadata">Texts, by name.</param>
public sealed record SafetensorsContent(IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata);

/// <summary>Writes and reads named float32 tensors in the safetensors format (https://huggingface.co/docs/safetensors).</summary>
/// <remarks>
/// Eight bytes: length of the header, little-endian. The header: JSON, name -> {dtype, shape, data_offsets}, and texts under "__metadata__",
/// filled up with spaces so that the data start at a multiple of eight. Then the values, little-endian, without a gap.
/// Tensors lie in the order of their names, so equal contents give equal files. Values that are not finite are kept, bit for bit:
/// the checkpoint of a failed run is needed most.
/// </remarks>
public static class Safetensors
{
    private const string MetadataKey = "__metadata__";
    private const long LongestHeader = 100_000_000; // as in the reference implementation
    private const int LongestTensor = int.MaxValue / sizeof(float); // its bytes are one span

    private sealed record Entry(string Name, int[] Shape, long Begin, long End);

    /// <summary>Writes the file whole or not at all: to a temporary file beside it, which then takes its place.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="tensors">The tensors, by name.</param>
    /// <param name="metadata">Texts to go with them.</param>
    /// <exception cref="ArgumentException">A tensor is named "__metadata__".</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var temporary = path + ".tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                Write(stream, tensors, metadata);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            if (File.Exists(temporary))
                File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Reads a file and checks every number in its header before using it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or holds another type than float32.</exception>
    public static SafetensorsContent Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, path);
    }

    internal static void Write(Stream stream, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        if (tensors.ContainsKey(MetadataKey))
            throw new ArgumentException($"Safetensors: no tensor may be named {MetadataKey}.", nameof(tensors));
        var ordered = tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToArray();
        var header = HeaderOf(ordered, metadata ?? new Dictionary<string, string>());
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, tensor) in ordered)
            stream.Write(MemoryMarshal.AsBytes(tensor.Values));
    }

    internal static SafetensorsContent Read(Stream stream, string name)
    {
        var (header, dataLength) = ReadHeader(stream, name);
        var metadata = new Dictionary<string, string>();
        List<Entry> entries;
        try
        {
            using var json = JsonDocument.Parse(new UTF8Encoding(false, true).GetString(header), new() { AllowDuplicateProperties = false });
            entries = Parse(json.RootElement, metadata, name);
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            // InvalidOperationException: a text with half a surrogate pair.
            throw Damaged(name, "a JSON header", e.Message);
        }
        CheckOffsets(entries, dataLength, name);
        var tensors = new Dictionary<string, Tensor>();
        foreach (var entry in entries)
        {
            var tensor = new Tensor(entry.Shape);
            stream.ReadExactly(MemoryMarshal.AsBytes(tensor.AsSpan()));
            tensors.Add(entry.Name, tensor);
        }
        return new(tensors, metadata);
    }

    private static byte[] HeaderOf(KeyValuePair<string, Tensor>[] ordered, IReadOnlyDictionary<string, string> metadata)
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    json.WriteString(key, value);
                json.WriteEndObject();
            }
            var offset = 0L;
            foreach (var (name, tensor) in ordered)
            {
                var end = offset + sizeof(float) * (long)tensor.Length;
                json.WriteStartObject(name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (var size in tensor.Shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(end);
                json.WriteEndArray();
                json.WriteEndObject();
                offset = end;
            }
            json.WriteEndObject();
        }
        while (header.Length % 8 != 0)
            header.WriteByte((byte)' ');
        return header.ToArray();
    }

    private static (byte[] Header, long DataLength) ReadHeader(Stream stream, string name)
    {
        var rest = stream.Length - 8;
        if (rest < 0)
            throw Damaged(name, "at least 8 bytes", $"{stream.Length}");
        Span<byte> bytes = stackalloc byte[8];
        stream.ReadExactly(bytes);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var most = Math.Min(rest, LongestHeader);
        if (length < 2 || length > (ulong)most)
            throw Damaged(name, $"a header of 2 to {most} bytes in a file of {stream.Length}", $"one of {length}");
        var header = new byte[length];
        stream.ReadExactly(header);
        if (header[0] != '{')
            throw Damaged(name, "a header that begins with '{'", $"byte {header[0]}");
        return (header, rest - (long)length);
    }

    private static List<Entry> Parse(JsonElement root, Dictionary<string, string> metadata, string name)
    {
        var entries = new List<Entry>();
        foreach (var property in root.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Object)
                throw Damaged(name, $"an object for \"{property.Name}\"", $"{property.Value.ValueKind}");
            if (property.Name == MetadataKey)
            {
                foreach (var text in property.Value.EnumerateObject())
                    metadata.Add(text.Name, StringOf(text.Value, $"metadata \"{text.Name}\"", name));
            }
            else
                entries.Add(EntryOf(property.Name, property.Value, name));
        }
        return entries;
    }

    private static Entry EntryOf(string tensor, JsonElement value, string name)
    {
        var what = $"\"{tensor}\"";
        var type = StringOf(Member(value, "dtype", what, name), $"dtype of {what}", name);
        if (type != "F32")
            throw Damaged(name, $"dtype F32 of {what}", type);
        var shape = IntegersOf(Member(value, "shape", what, name), $"shape of {what}", name);
        var offsets = IntegersOf(Member(value, "data_offsets", what, name), $"data_offsets of {what}", name);
        if (offsets.Length != 2 || offsets[0] > offsets[1])
            throw Damaged(name, $"data_offsets [begin, end] of {what}", $"[{string.Join(", ", offsets)}]");
        var length = 1L;
        foreach (var size in shape)
        {
            length = size <= int.MaxValue ? length * size : long.MaxValue;
            if (length > LongestTensor)
                throw Damaged(name, $"at most {LongestTensor} values in {what}", $"shape [{string.Join(", ", shape)}]");
        }
        if (offsets[1] - offsets[0] != sizeof(float) * length)
            throw Damaged(name, $"{sizeof(float) * length} bytes for shape [{string.Join(", ", shape)}] of {what}", $"{offsets[1] - offsets[0]}");
        return new(tensor, Array.ConvertAll(shape, size => (int)size), offsets[0], offsets[1]);
    }

    // Sorts the entries by their place and demands what the format does: no overlap, no gap, nothing beyond the end.
    private static void CheckOffsets(List<Entry> entries, long dataLength, string name)
    {
        entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        var end = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != end)
                throw Damaged(name, $"\"{entry.Name}\" to begin at byte {end} of the data", $"{entry.Begin}, {(entry.Begin < end ? "an overlap" : "a gap")}");
            end = entry.End;
        }
        if (end != dataLength)
            throw Damaged(name, $"{end} bytes of data", $"{dataLength}");
    }

    private static JsonElement Member(JsonElement value, string member, string what, string name) =>
        value.TryGetProperty(member, out var found) ? found : throw Damaged(name, $"{member} of {what}", "none");

    private static string StringOf(JsonElement value, string what, string name) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Damaged(name, $"a text as {what}", $"{value.ValueKind}");

    private static long[] IntegersOf(JsonElement value, string what, string name)
    {
        if (value.ValueKind != JsonValueKind.Array)
            throw Damaged(name, $"a list of integers as {what}", $"{value.ValueKind}");
        var integers = new long[value.GetArrayLength()];
        for (var i = 0; i < integers.Length; i++)
        {
            var isInteger = value[i].ValueKind == JsonValueKind.Number && value[i].TryGetInt64(out integers[i]);
            if (!isInteger || integers[i] < 0)
                throw Damaged(name, $"integers of at least 0 as {what}", value[i].GetRawText());
        }
        return integers;
    }

    private static InvalidDataException Damaged(string name, string expected, string got) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Safetensors {name}: expected {expected}, got {got.TrimEnd('.')}. The file is cut off, damaged, or of another format."));
}
