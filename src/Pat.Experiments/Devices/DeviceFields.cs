using System.Text.Json;
using Pat.Experiments.Data;

namespace Pat.Experiments.Devices;

/// <summary>A place in the file of a device; whoever expects something else there gets an error that names file and place.</summary>
/// <param name="Path">The file.</param>
/// <param name="Place">Where in it, such as "quantities[2].unit".</param>
/// <param name="Element">What stands there.</param>
internal sealed record DeviceFields(string Path, string Place, JsonElement Element)
{
    /// <summary>Name of the member.</summary>
    public string Name { get; init; } = "";

    /// <summary>A member of the object that stands here.</summary>
    /// <exception cref="DataException">There is no object here, or it has no such member.</exception>
    public DeviceFields this[string member] => Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(member, out var element)
        ? new(Path, Place.Length == 0 ? member : $"{Place}.{member}", element) { Name = member }
        : throw Refuse($"an object with the member {member}");

    public IEnumerable<DeviceFields> Members()
    {
        if (Element.ValueKind != JsonValueKind.Object)
            throw Refuse("an object");
        var members = Element.EnumerateObject().ToArray();
        return members.DistinctBy(member => member.Name.ToUpperInvariant()).Count() == members.Length
            ? members.Select(member => this[member.Name])
            : throw Refuse("members of different names");
    }

    public IEnumerable<DeviceFields> Items() => Element.ValueKind == JsonValueKind.Array
        ? Element.EnumerateArray().Select((element, i) => new DeviceFields(Path, $"{Place}[{i}]", element))
        : throw Refuse("a list");

    public string Text() => Element.ValueKind == JsonValueKind.String && Element.GetString() is { Length: > 0 and <= 1000 } text ? text : throw Refuse("a text");

    public double Number() => Element.ValueKind == JsonValueKind.Number && Element.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw Refuse("a finite number");

    public long Whole() => Element.ValueKind == JsonValueKind.Number && Element.TryGetInt64(out var number) ? number : throw Refuse("a whole number");

    public double[] Numbers() => [.. Items().Select(item => item.Number())];

    public T Member<T>() where T : struct, Enum =>
        Array.Find(Enum.GetNames<T>(), name => name == Text()) is { } name ? Enum.Parse<T>(name) : throw Refuse($"one of {string.Join(", ", Enum.GetNames<T>())}");

    /// <summary>A setting: number, truth value, text or list of numbers.</summary>
    public object Value() => Element.ValueKind switch
    {
        JsonValueKind.Number => Number(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => Numbers(),
        _ => Text(),
    };

    public DataException Refuse(string expected)
    {
        const int longest = 60;
        var got = Element.GetRawText();
        return new(
            "Device file", Place.Length == 0 ? Path : $"{Path}, {Place}", expected, got.Length <= longest ? got : got[..longest] + "...",
            "The file is damaged, or not one that `pat devices save` has written.");
    }
}
