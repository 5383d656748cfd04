using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Systems;
using Pat.Systems.Imperfections;

namespace Pat.Experiments.Devices;

/// <summary>A setting of an imperfection.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">A number, truth value, text, list of numbers, layout or key of noise.</param>
public sealed record ImperfectionSetting(string Name, object Value);

/// <summary>An imperfection of a device as data: what it is and its settings, from which it is made again.</summary>
/// <param name="Place">Where it is listed.</param>
/// <param name="Type">Its class.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">When it is drawn.</param>
/// <param name="Settings">Its public properties.</param>
public sealed record ImperfectionData(Place Place, string Type, string Name, ImperfectionKind Kind, IReadOnlyList<ImperfectionSetting> Settings)
{
    private static readonly Dictionary<string, Type> types = typeof(IImperfection).Assembly.GetTypes()
        .Where(type => type.IsSealed && typeof(IImperfection).IsAssignableFrom(type)).ToDictionary(type => type.Name);

    /// <summary>All imperfections of a device, in the order of the signal path.</summary>
    /// <exception cref="ArgumentException">One of them cannot be made again from its settings.</exception>
    public static IReadOnlyList<ImperfectionData> Of(Device device) =>
    [
        .. device.Input.Select(one => Of(Place.Input, one)), .. device.Parameters.Select(one => Of(Place.Parameters, one)), .. device.Output.Select(one => Of(Place.Output, one)),
    ];

    /// <summary>The imperfection.</summary>
    /// <exception cref="ArgumentException">There is no such imperfection, or it cannot have these settings; the message names it.</exception>
    public IImperfection Make()
    {
        if (!types.TryGetValue(Type, out var type))
            throw new ArgumentException($"Imperfection {Name}: expected one of {string.Join(", ", types.Keys.Order(StringComparer.Ordinal))}, got '{Type}'.");
        var settings = Settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.OrdinalIgnoreCase);
        var constructor = ConstructorOf(type);
        var parameters = constructor.GetParameters();
        var values = parameters.Select(parameter => settings.TryGetValue(parameter.Name!, out var value)
            ? Converted(parameter.Name!, value, parameter.ParameterType)
            : throw new ArgumentException($"Imperfection {Name}: expected the settings {string.Join(", ", parameters.Select(one => one.Name))}, got no {parameter.Name}."));
        try
        {
            var made = (IImperfection)constructor.Invoke([.. values]);
            foreach (var property in PropertiesOf(type).Where(property => property.CanWrite && settings.ContainsKey(property.Name)))
                property.SetValue(made, Converted(property.Name, settings[property.Name], property.PropertyType));
            return (made.Name, made.Kind) == (Name, Kind)
                ? made
                : throw new ArgumentException($"Imperfection {Name}: expected {Type} to be {made.Name}, {made.Kind}, got {Name}, {Kind}.");
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            throw new ArgumentException(inner.Message, inner);
        }
    }

    /// <summary>Whether both are the same imperfection with the same settings, bit for bit.</summary>
    public bool IsSameAs(ImperfectionData other) =>
        (Place, Type, Name, Kind, Settings.Count) == (other.Place, other.Type, other.Name, other.Kind, other.Settings.Count)
        && Settings.Zip(other.Settings).All(pair => pair.First.Name == pair.Second.Name && TextOf(pair.First.Value) == TextOf(pair.Second.Value));

    /// <summary>A setting as text that reads back to the same bits.</summary>
    public static string TextOf(object value) => value switch
    {
        Noise noise => string.Create(CultureInfo.InvariantCulture, $"noise 0x{noise.Key:X16}"),
        Layout layout => TextOf(layout),
        IEnumerable<float> numbers => string.Join(' ', numbers.Select(number => TextOf(number))),
        IEnumerable<double> numbers => string.Join(' ', numbers.Select(number => TextOf(number))),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static ImperfectionData Of(Place place, IImperfection imperfection)
    {
        var data = Described(place, imperfection);
        return data.IsSameAs(Described(place, data.Make()))
            ? data
            : throw new ArgumentException($"Imperfection {imperfection.Name}: expected {data.Type} to follow from its public properties, which it does not, so that it cannot be saved.");
    }

    private static ImperfectionData Described(Place place, IImperfection imperfection) => new(
        place, imperfection.GetType().Name, imperfection.Name, imperfection.Kind,
        [
            .. PropertiesOf(imperfection.GetType()).Select(property => (property.Name, Value: property.GetValue(imperfection)))
                .Where(setting => setting.Value is not null).Select(setting => new ImperfectionSetting(setting.Name, setting.Value!)),
        ]);

    private static IEnumerable<PropertyInfo> PropertiesOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.Name != nameof(IImperfection.Kind));

    // The constructor that takes most: that of all settings.
    private static ConstructorInfo ConstructorOf(Type type) => type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
        .Where(constructor => constructor.GetParameters() is not [{ ParameterType: var only }] || only != type)
        .MaxBy(constructor => constructor.GetParameters().Length)!;

    private object Converted(string setting, object value, Type wanted) =>
        Converted(value, wanted) ?? throw new ArgumentException($"Imperfection {Name}: setting {setting} is not a {wanted.Name}.");

    // Settings that were read are numbers, truth values, texts and lists of numbers; null where they cannot be converted.
    private static object? Converted(object value, Type wanted) => (value, Nullable.GetUnderlyingType(wanted) ?? wanted) switch
    {
        (_, var type) when type.IsInstanceOfType(value) => value,
        (double number, var type) when type == typeof(float) && (float)number is var single && (double.IsNaN(number) || float.IsFinite(single) == double.IsFinite(number)) => single,
        (double number, var type) when type == typeof(int) && number == (int)number => (int)number,
        (double number, var type) when type == typeof(long) && number == (long)number => (long)number,
        (string text, var type) when type == typeof(Noise) => NoiseOf(text),
        (string text, var type) when type == typeof(Layout) => LayoutOf(text),
        (string text, var type) when type == typeof(double) => NotFinite(text),
        (string text, var type) when type == typeof(float) => (float?)NotFinite(text),
        (string text, { IsEnum: true } type) => Enum.TryParse(type, text, out var member) ? member : null,
        (double[] numbers, var type) when type == typeof(ImmutableArray<float>) => ImmutableArray.CreateRange(numbers.Select(number => (float)number)),
        (double[] numbers, var type) when type == typeof(ImmutableArray<double>) => ImmutableArray.Create(numbers),
        (double[] numbers, var type) when type == typeof(float[]) => Array.ConvertAll(numbers, number => (float)number),
        _ => null,
    };

    private static double? NotFinite(string text) => text switch
    {
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => null,
    };

    private static Noise? NoiseOf(string text) =>
        text.StartsWith("noise 0x", StringComparison.Ordinal) && ulong.TryParse(text.AsSpan(8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key) ? new Noise(key) : null;

    private static string TextOf(Layout layout) => layout switch
    {
        Layout.Series series => string.Create(CultureInfo.InvariantCulture, $"series {series.Period} {series.Channels}"),
        Layout.Field field => $"field {field.Rows} {field.Columns}",
        Layout.Complex => "complex",
        _ => "values",
    };

    private static Layout? LayoutOf(string text) => text.Split(' ') switch
    {
        ["values"] => new Layout.Values(),
        ["complex"] => new Layout.Complex(),
        ["series", var period, var channels] when double.TryParse(period, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && int.TryParse(channels, out var count) =>
            new Layout.Series(seconds, count),
        ["field", var rows, var columns] when int.TryParse(rows, out var height) && int.TryParse(columns, out var width) => new Layout.Field(height, width),
        _ => null,
    };
}
