using System.Globalization;
using Pat.Core.Randomness;
using Pat.Systems;
using Pat.Systems.Imperfections;

namespace Pat.Experiments.Devices;

/// <summary>In what a quantity of two devices differs.</summary>
/// <param name="Name">The quantity.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Count">How many numbers it has.</param>
/// <param name="Relative">Root mean square of the differences over that of the numbers of both devices, from 0 to 2.</param>
/// <param name="Place">Which number differs most, from 0.</param>
/// <param name="First">That number of the first device.</param>
/// <param name="Second">That number of the second.</param>
public sealed record QuantityDifference(string Name, string Unit, int Count, double Relative, int Place, double First, double Second);

/// <summary>In what an imperfection of two devices differs.</summary>
/// <param name="Place">Where it is listed.</param>
/// <param name="Name">Its name, and which one where there are several of that name.</param>
/// <param name="Setting">What differs; empty where one of the devices does not have it.</param>
/// <param name="First">The setting of the first device; null where it does not have it.</param>
/// <param name="Second">The setting of the second.</param>
/// <param name="Relative">Difference over the root mean square of both for a number; 2 for what is no number or is missing.</param>
public sealed record ImperfectionDifference(Place Place, string Name, string Setting, string? First, string? Second, double Relative);

/// <summary>In what two devices of a bench differ, the largest first.</summary>
/// <param name="Quantities">Quantities of the physics.</param>
/// <param name="Imperfections">Imperfections along the signal path.</param>
public sealed record DeviceDifference(IReadOnlyList<QuantityDifference> Quantities, IReadOnlyList<ImperfectionDifference> Imperfections)
{
    private const double Most = 2;

    /// <summary>Whether the devices are the same.</summary>
    public bool IsNone => Quantities.Count + Imperfections.Count == 0;

    /// <summary>Compares two devices.</summary>
    /// <exception cref="ArgumentException">They are of different benches, or have not the same quantities.</exception>
    public static DeviceDifference Of(SavedDevice first, SavedDevice second)
    {
        if (first.Bench != second.Bench)
            throw new ArgumentException($"Devices: expected two of one bench, got one of {first.Bench} and one of {second.Bench}.");
        if (!first.Quantities.Select(Shape).SequenceEqual(second.Quantities.Select(Shape)))
            throw new ArgumentException($"Devices of {first.Bench}: expected the same quantities, got {string.Join(", ", first.Quantities.Select(Shape))} and {string.Join(", ", second.Quantities.Select(Shape))}.");
        return new(
            [.. first.Quantities.Zip(second.Quantities, Compare).Where(difference => difference.Relative > 0).OrderByDescending(difference => difference.Relative)],
            [.. Compare(first.Imperfections, second.Imperfections).OrderByDescending(difference => difference.Relative)]);
    }

    private static (string Name, string Unit, int Count) Shape(Quantity quantity) => (quantity.Name, quantity.Unit, quantity.Values.Count);

    private static QuantityDifference Compare(Quantity first, Quantity second)
    {
        var (squares, differences, place) = (0.0, 0.0, 0);
        double At(int i) => Math.Abs(second.Values[i] - first.Values[i]);
        for (var i = 0; i < first.Values.Count; i++)
        {
            squares += (first.Values[i] * first.Values[i] + second.Values[i] * second.Values[i]) / 2;
            differences += At(i) * At(i);
            place = At(i) > At(place) ? i : place;
        }
        // Differences whose squares are 0 are still differences.
        var relative = At(place) == 0 ? 0 : Math.Max(Math.Sqrt(differences / squares), double.Epsilon);
        return new(first.Name, first.Unit, first.Values.Count, relative, place, first.Values[place], second.Values[place]);
    }

    private static IEnumerable<ImperfectionDifference> Compare(IReadOnlyList<ImperfectionData> first, IReadOnlyList<ImperfectionData> second)
    {
        var (all, others) = (Numbered(first), Numbered(second));
        var theirs = others.ToDictionary(other => (other.Data.Place, other.Name), other => other.Data);
        foreach (var (data, name) in all)
        {
            if (!theirs.TryGetValue((data.Place, name), out var other))
            {
                yield return new(data.Place, name, "", Text(data), null, Most);
                continue;
            }
            foreach (var difference in Settings(data, other, name))
                yield return difference;
        }
        var mine = all.Select(one => (one.Data.Place, one.Name)).ToHashSet();
        foreach (var (data, name) in others.Where(other => !mine.Contains((other.Data.Place, other.Name))))
            yield return new(data.Place, name, "", null, Text(data), Most);
        var common = mine.Intersect(theirs.Keys).ToHashSet();
        var (order, otherOrder) = (Order(all), Order(others));
        if (order != otherOrder)
            yield return new(Place.Input, "all", "order along the signal path", order, otherOrder, Most);

        string Order(List<(ImperfectionData Data, string Name)> list) => string.Join(", ", list.Where(one => common.Contains((one.Data.Place, one.Name))).Select(one => one.Name));
    }

    private static IEnumerable<ImperfectionDifference> Settings(ImperfectionData first, ImperfectionData second, string name)
    {
        Dictionary<string, object> Of(ImperfectionData data) => new(data.Settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)))
        {
            ["Type"] = data.Type,
        };
        var (mine, theirs) = (Of(first), Of(second));
        foreach (var setting in mine.Keys.Union(theirs.Keys))
        {
            var (a, b) = (mine.GetValueOrDefault(setting), theirs.GetValueOrDefault(setting));
            var (one, other) = (a is null ? null : ImperfectionData.TextOf(a), b is null ? null : ImperfectionData.TextOf(b));
            if (one != other)
                yield return new(first.Place, name, setting, one, other, Relative(a, b));
        }
    }

    private static double Relative(object? a, object? b)
    {
        if (a is not (double or float or int or long) || b is not (double or float or int or long))
            return Most;
        var (x, y) = (Convert.ToDouble(a, CultureInfo.InvariantCulture), Convert.ToDouble(b, CultureInfo.InvariantCulture));
        var relative = Math.Abs(x - y) / Math.Sqrt((x * x + y * y) / 2);
        return double.IsFinite(relative) ? relative : Most;
    }

    // "levels", and "levels 2" for the second at its place.
    private static List<(ImperfectionData Data, string Name)> Numbered(IReadOnlyList<ImperfectionData> all) =>
    [
        .. all.Select((data, i) => (data, all.Take(i).Count(before => (before.Place, before.Name) == (data.Place, data.Name)) is > 0 and var before ? $"{data.Name} {before + 1}" : data.Name)),
    ];

    // Without the name, which stands beside it, and the keys of noise, which are no size.
    private static string Text(ImperfectionData data) => string.Join(", ", data.Settings
        .Where(setting => setting.Name != nameof(IImperfection.Name) && setting.Value is not Noise)
        .Select(setting => $"{setting.Name} {ImperfectionData.TextOf(setting.Value)}"));
}
