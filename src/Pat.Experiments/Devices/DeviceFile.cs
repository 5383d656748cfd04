using System.Text.Encodings.Web;
using System.Text.Json;
using Pat.Experiments.Data;
using Pat.Experiments.Runs;
using Pat.Systems;
using Pat.Systems.Benches;
using Pat.Systems.Imperfections;

namespace Pat.Experiments.Devices;

/// <summary>A fabricated device as a JSON file, with all numbers at full precision: what is loaded gives the bits of what was saved.</summary>
public static class DeviceFile
{
    private const string Format = "pat-device";
    private const int Version = 1;
    private const long LongestFile = 1L << 30;

    private static readonly JsonWriterOptions options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a device to a file that does not exist yet, whole or not at all.</summary>
    /// <exception cref="DataException">The file exists, or cannot be written.</exception>
    /// <exception cref="ArgumentException">A quantity is not finite: its strength was too large.</exception>
    public static void Write(string path, SavedDevice device)
    {
        if (Path.Exists(path))
            throw new DataException("Device file", path, "a file that does not exist yet", "one that does", "Choose another name: a saved device is not overwritten.");
        var temporary = path + ".tmp";
        try
        {
            File.WriteAllBytes(temporary, Bytes(device));
            File.Move(temporary, path, overwrite: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(temporary))
                File.Delete(temporary); // a full disk would keep half of it
            throw new DataException("Device file", path, "a place to write to", e.Message, "Choose another file or check permissions and free space.");
        }
    }

    /// <summary>What the file of a device holds.</summary>
    internal static byte[] Bytes(SavedDevice device)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, options))
            Write(json, device);
        memory.WriteByte((byte)'\n');
        return memory.ToArray();
    }

    /// <summary>Reads a device, on the bench of the program that it names.</summary>
    /// <exception cref="DataException">The file cannot be read, is damaged, or is of no device that this program can make.</exception>
    public static SavedDevice Read(string path) => Read(path, AllBenches.All);

    /// <summary>Reads a device.</summary>
    /// <param name="path">The file.</param>
    /// <param name="benches">The benches that it can stand on.</param>
    /// <exception cref="DataException">The file cannot be read, is damaged, or is of no device that can be made on these benches.</exception>
    public static SavedDevice Read(string path, IReadOnlyList<IBench> benches) => ReadWithBytes(path, benches).Device;

    /// <summary>Reads a device, and gives the bytes that it was read from.</summary>
    internal static (SavedDevice Device, byte[] Bytes) ReadWithBytes(string path, IReadOnlyList<IBench>? benches = null)
    {
        try
        {
            if (Directory.Exists(path))
                throw new DataException("Device file", path, "a file that can be read", "a folder", "Name a file in it.");
            if (new FileInfo(path) is { Exists: true, Length: > LongestFile })
                throw new DataException("Device file", path, "a saved device", "a file of more than a gigabyte", "Save it again with `pat devices save`.");
            var bytes = File.ReadAllBytes(path);
            return (Parse(bytes, path, benches ?? AllBenches.All), bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException("Device file", path, "a file that can be read", e.Message, "Check the path.");
        }
    }

    internal static SavedDevice Parse(ReadOnlyMemory<byte> bytes, string path, IReadOnlyList<IBench> benches)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return Parse(new DeviceFields(path, "", document.RootElement), benches);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: text that is not UTF-8
        {
            throw new DataException("Device file", path, "JSON that `pat devices save` has written", e.Message, "The file is damaged or another one.");
        }
    }

    private static SavedDevice Parse(DeviceFields file, IReadOnlyList<IBench> benches)
    {
        if (file["format"].Text() != Format)
            throw file["format"].Refuse($"\"{Format}\"");
        if (file["version"].Whole() != Version)
            throw file["version"].Refuse($"{Version}, the version that this program reads");
        var name = file["bench"].Text();
        var bench = benches.FirstOrDefault(one => one.Name == name) ?? throw file["bench"].Refuse($"one of {string.Join(", ", benches.Select(one => one.Name))}");
        var settings = SettingsOf(file["settings"]);
        Quantity[] quantities = [.. file["quantities"].Items().Select(QuantityOf)];
        ImperfectionData[] imperfections = [.. file["imperfections"].Items().Select(ImperfectionOf)];
        if (file["deviceSeed"].Whole() is < 0 or > SavedDevice.LargestSeed)
            throw file["deviceSeed"].Refuse($"a number from 0 to {SavedDevice.LargestSeed}");
        if (file["apparatus"].Whole() is < 0 or > 1000)
            throw file["apparatus"].Refuse("a number from 0 to 1000");
        try
        {
            return SavedDevice.Of(bench, file["deviceSeed"].Whole(), settings, file["name"].Text(), quantities, imperfections, (int)file["apparatus"].Whole());
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException or InvalidOperationException or OverflowException)
        {
            throw new DataException("Device file", file.Path, $"a device of the bench {bench.Name}", e.Message, "The file is damaged, or of another version of the program.");
        }
    }

    private static BenchSettings SettingsOf(DeviceFields settings) => new(settings["strength"].Number(), settings["noise"].Number())
    {
        Factors = new BenchSettings().Factors.SetItems(settings["factors"].Members().Select(factor => KeyValuePair.Create(factor.Name, factor.Number()))),
        Added = [.. settings["added"].Items().Select(one => new AddedImperfection(one["id"].Text(), one["place"].Member<Place>(), one["strength"].Number()))],
    };

    private static Quantity QuantityOf(DeviceFields quantity) =>
        new(quantity["name"].Text(), quantity["unit"].Text(), quantity["nominal"].Numbers(), quantity["values"].Numbers());

    private static ImperfectionData ImperfectionOf(DeviceFields one) => new(
        one["place"].Member<Place>(), one["type"].Text(), one["name"].Text(), one["kind"].Member<ImperfectionKind>(),
        [.. one["settings"].Members().Select(setting => new ImperfectionSetting(setting.Name, setting.Value()))]);

    private static void Write(Utf8JsonWriter json, SavedDevice device)
    {
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("version", Version);
        json.WriteString("program", RunInfo.ProgramVersion);
        json.WriteString("bench", device.Bench);
        json.WriteNumber("deviceSeed", device.Seed);
        json.WriteNumber("apparatus", device.Apparatus);
        json.WriteString("name", device.Device.Name);
        WriteSettings(json, device.Settings);
        json.WriteStartArray("quantities");
        foreach (var quantity in device.Quantities)
        {
            if (!quantity.Values.All(double.IsFinite))
                throw new ArgumentException($"Device {device.Device.Name}: expected finite numbers to save, got others in {quantity.Name}.");
            json.WriteStartObject();
            json.WriteString("name", quantity.Name);
            json.WriteString("unit", quantity.Unit);
            WriteNumbers(json, "nominal", quantity.Nominal);
            WriteNumbers(json, "values", quantity.Values);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("imperfections");
        foreach (var imperfection in device.Imperfections)
            WriteImperfection(json, imperfection);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSettings(Utf8JsonWriter json, BenchSettings settings)
    {
        json.WriteStartObject("settings");
        json.WriteNumber("strength", settings.Strength);
        json.WriteNumber("noise", settings.Noise);
        json.WriteStartObject("factors");
        foreach (var (term, factor) in settings.Factors)
            json.WriteNumber(term, factor);
        json.WriteEndObject();
        json.WriteStartArray("added");
        foreach (var added in settings.Added)
        {
            json.WriteStartObject();
            json.WriteString("id", added.Id);
            json.WriteString("place", $"{added.Place}");
            json.WriteNumber("strength", added.Strength);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteImperfection(Utf8JsonWriter json, ImperfectionData imperfection)
    {
        json.WriteStartObject();
        json.WriteString("place", $"{imperfection.Place}");
        json.WriteString("type", imperfection.Type);
        json.WriteString("name", imperfection.Name);
        json.WriteString("kind", $"{imperfection.Kind}");
        json.WriteStartObject("settings");
        foreach (var (name, value) in imperfection.Settings)
            WriteSetting(json, name, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // JSON has no numbers that are not finite: they stand as text, as do all other things.
    private static void WriteSetting(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case double number when double.IsFinite(number): json.WriteNumber(name, number); break;
            case float number when float.IsFinite(number): json.WriteNumber(name, number); break;
            case int number: json.WriteNumber(name, number); break;
            case long number: json.WriteNumber(name, number); break;
            case bool flag: json.WriteBoolean(name, flag); break;
            case IEnumerable<float> numbers: WriteNumbers(json, name, [.. numbers.Select(number => (double)number)]); break;
            case IEnumerable<double> numbers: WriteNumbers(json, name, [.. numbers]); break;
            default: json.WriteString(name, ImperfectionData.TextOf(value)); break;
        }
    }

    // On one line: a device has thousands.
    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<double> numbers)
    {
        json.WritePropertyName(name);
        json.WriteRawValue($"[{string.Join(", ", numbers.Select(number => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture)))}]");
    }
}
