using System.Globalization;
using Pat.Experiments.Comparison;
using Pat.Experiments.Devices;
using Pat.Systems;
using Pat.Systems.Benches;
using Pat.Systems.Imperfections;
using Spectre.Console;

namespace Pat.Experiments.CommandLine;

/// <summary>Benches, imperfections and devices as tables.</summary>
internal static class DeviceTables
{
    /// <summary>All benches with their terms.</summary>
    public static void Benches(Report report)
    {
        foreach (var bench in AllBenches.All)
        {
            report.Bold(bench.Name);
            report.Line(bench.Description);
            report.Line(Invariant($"A run takes {bench.Timing.RunSeconds} s, a programming {bench.Timing.ProgrammingSeconds} s."));
            var table = Left(Report.Table("departure", "scaled by", "kind", "acts at", "size"), 5);
            foreach (var term in bench.Terms)
                table.AddRow(Texts(term.Name, term.Group == TermGroup.Gap ? "strength" : "noise", Lower(term.Kind), term.Acts, term.Size));
            report.Write(table);
            report.Line();
        }
    }

    /// <summary>The library of imperfections.</summary>
    public static void Library(Report report) => report.Pairs(ImperfectionLibrary.All.Select(entry => (
        entry.Id,
        $"{Lower(entry.Kind)}, at {string.Join(" or ", entry.Places.Select(DepartureOptions.NameOf))}: {entry.Formula}\ndefault: {entry.Default}; strength in: {entry.Unit}\nsource: {entry.Source}")));

    /// <summary>A device: quantities and signal path.</summary>
    public static void Device(Report report, SavedDevice device, bool everything)
    {
        report.Bold(TextOf(device.Device.Name));
        report.Pairs(("bench", device.Bench), ("device", SettingsOf(device)), ("input", PortText(device.Device.Ports.Input)), ("output", PortText(device.Device.Ports.Output)));
        var table = Left(Report.Table("quantity", "unit", "nominal", "this device", "departure"), 2);
        foreach (var quantity in device.Quantities.SelectMany(quantity => everything ? EachOf(quantity) : [quantity]))
            table.AddRow(Texts(NameOf(quantity), quantity.Unit, Range(quantity.Nominal), Range(quantity.Values), Departure(quantity)));
        report.Write(table);
        report.Note("Departure: of the nominal value where there is one, in per cent; otherwise in the unit. Of a list: from the smallest to the largest; departure: root mean square.");
        report.Line();
        report.Bold("Along the signal path");
        var path = Left(Report.Table("place", "imperfection", "kind", "size in", "settings"), 5);
        foreach (var one in device.Imperfections)
            path.AddRow(Texts(DepartureOptions.NameOf(one.Place), one.Name, Lower(one.Kind), UnitOf(one), SettingsOf(one)));
        report.Write(path);
        report.Note("Size in: the unit of what says how large the imperfection is; ends of ranges are in the unit of the port, Strength is a factor.");
    }

    /// <summary>In what two devices differ.</summary>
    public static void Difference(Report report, SavedDevice first, SavedDevice second, DeviceDifference difference)
    {
        report.Bold($"{TextOf(first.Device.Name)} and {TextOf(second.Device.Name)}");
        report.Pairs(("first", SettingsOf(first)), ("second", SettingsOf(second)));
        if (difference.IsNone)
        {
            report.Line("no difference");
            return;
        }
        if (difference.Quantities.Count > 0)
        {
            var table = Left(Report.Table("quantity", "unit", "difference", "most at", "first", "second"), 2);
            foreach (var one in difference.Quantities)
                table.AddRow(Texts(Counted(one.Name, one.Count), one.Unit, Percent(one.Relative), one.Count == 1 ? "" : $"{one.Place + 1}", Number(one.First), Number(one.Second)));
            report.Write(table);
            report.Note("Difference: root mean square of the differences over that of the numbers of both devices, at most 200 %. First and second: the number that differs most.");
        }
        if (difference.Imperfections.Count > 0)
        {
            var table = Left(Report.Table("place", "imperfection", "setting", "first", "second"), 5);
            foreach (var one in difference.Imperfections)
                table.AddRow(Texts(DepartureOptions.NameOf(one.Place), one.Name, one.Setting, one.First ?? "not there", one.Second ?? "not there"));
            report.Write(table);
        }
    }

    /// <summary>"9 quantities (96 numbers) and 6 imperfections".</summary>
    public static string CountsOf(SavedDevice device) =>
        $"{ComparisonText.Count(device.Quantities.Count, "quantity").Replace("quantitys", "quantities", StringComparison.Ordinal)} ({ComparisonText.Count(device.Quantities.Sum(one => one.Values.Count), "number")}) and {ComparisonText.Count(device.Imperfections.Count, "imperfection")}";

    /// <summary>A device of a file in words: the file, its name, the settings that it was saved with, streams of a run with a seed of their own.</summary>
    public static string TextOf(DeviceSource device, ComparisonOptions options) => $"{device.Text}: {SettingsOf(device.Saved)}{DepartureOptions.Text([], [], options.StreamSeeds)}";

    private static string SettingsOf(SavedDevice device) => Invariant($"seed {device.Seed}, strength {device.Settings.Strength}, noise {device.Settings.Noise}")
        + DepartureOptions.Text(device.Settings.Factors, device.Settings.Added, []);

    private static string UnitOf(ImperfectionData imperfection) => ImperfectionLibrary.All.FirstOrDefault(entry => entry.Type.Name == imperfection.Type)?.Unit ?? "";

    // Without what the other columns say.
    private static string SettingsOf(ImperfectionData imperfection) => string.Join(", ", imperfection.Settings
        .Where(setting => setting.Name != nameof(IImperfection.Name) && setting.Value is not Core.Randomness.Noise)
        .Select(setting => $"{setting.Name} {Short(setting.Value)}"));

    private static string Short(object value) => value switch
    {
        double or float => Number(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        IEnumerable<float> numbers => Invariant($"{numbers.Count()} numbers"),
        IEnumerable<double> numbers => Invariant($"{numbers.Count()} numbers"),
        _ => ImperfectionData.TextOf(value),
    };

    private static IEnumerable<Quantity> EachOf(Quantity quantity) => quantity.Values.Count == 1
        ? [quantity]
        : quantity.Values.Select((value, i) => new Quantity($"{quantity.Name} {i + 1}", quantity.Unit, quantity.Nominal[i], value));

    private static string NameOf(Quantity quantity) => Counted(quantity.Name, quantity.Values.Count);

    private static string Counted(string name, int count) => count == 1 ? name : $"{name} ({count.ToString("N0", CultureInfo.InvariantCulture)})";

    private static string Range(IReadOnlyList<double> values) =>
        values.Count == 0 ? "" : values.Min() == values.Max() ? Number(values[0]) : Invariant($"{values.Min():G4} to {values.Max():G4}");

    private static string Departure(Quantity quantity)
    {
        var relative = quantity.Nominal.All(nominal => nominal != 0);
        double[] departures = [.. quantity.Values.Zip(quantity.Nominal, (value, nominal) => relative ? value / nominal - 1 : value - nominal)];
        if (departures.All(departure => departure == 0))
            return "none";
        string Signed(double departure, string sign) => relative
            ? (100 * departure).ToString($"{sign}0.##;-0.##;0", CultureInfo.InvariantCulture) + " %"
            : (departure > 0 ? sign : "") + Number(departure);
        return departures.Length == 1 ? Signed(departures[0], "+") : Signed(Math.Sqrt(departures.Average(departure => departure * departure)), "") + " rms";
    }

    // The first columns of a table are texts.
    private static Table Left(Table table, int columns)
    {
        foreach (var column in table.Columns.Take(columns))
            column.Alignment = Justify.Left;
        return table;
    }

    private static string PortText(Core.Physical.Port port) =>
        Invariant($"{port.Name}, {port.Size} numbers{(float.IsFinite(port.Min) && float.IsFinite(port.Max) ? Invariant($" from {port.Min} to {port.Max}") : "")}, unit: {port.Unit}");

    private static string TextOf(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..];

    private static string Percent(double relative) => (100 * relative).ToString(relative < 0.001 ? "G2" : "F1", CultureInfo.InvariantCulture) + " %";

    private static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);

    private static string Lower<T>(T word) where T : struct, Enum => word.ToString().ToLowerInvariant();

    private static IEnumerable<Text> Texts(params IEnumerable<string> texts) => texts.Select(text => new Text(text));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
