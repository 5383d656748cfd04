using System.CommandLine;
using System.Globalization;
using Pat.Experiments.Devices;
using Pat.Systems.Benches;
using Pat.Systems.Imperfections;

namespace Pat.Experiments.CommandLine;

/// <summary>`pat devices`: benches, the devices that they give, and how devices differ.</summary>
internal static class DevicesCommand
{
    private const string Path = "BENCH|FILE";

    /// <summary>The commands: list, show, save, diff.</summary>
    public static IReadOnlyList<Command> All() => [List(), Show(), Save(), Diff()];

    private static Command List()
    {
        var imperfections = CheckedOption.Flag("--imperfections", "Show the library of imperfections instead, which --with adds to a device.");
        var json = Json();
        var command = new Command("list", "Show the benches: what stands on them, and all departures of their devices from the nominal twin, with their sizes.") { imperfections, json };
        command.SetAction(parsed =>
        {
            var library = parsed.GetValue(imperfections);
            return Print(
                parsed, json,
                report => (library ? DeviceTables.Library : (Action<Report>)DeviceTables.Benches)(report),
                () => library ? DeviceDocuments.Library : DeviceDocuments.Benches);
        });
        return command;
    }

    private static Command Show()
    {
        var arguments = new DeviceArguments();
        var name = DeviceArguments.Named(Path, "The device");
        var everything = CheckedOption.Flag("--all", "A line for every number, also where a quantity is a list.");
        var json = Json();
        var command = new Command("show", "Print a device as a table: its fabricated quantities beside the nominal ones, with units, and what is listed along the signal path.") { name, arguments.Seed };
        arguments.AddSettingsTo(command);
        command.Options.Add(everything);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            var device = arguments.Read(parsed, parsed.GetValue(name)!);
            return Print(parsed, json, report => DeviceTables.Device(report, device, parsed.GetValue(everything)), () => DeviceDocuments.Of(device));
        });
        return command;
    }

    private static Command Save()
    {
        var arguments = new DeviceArguments();
        var name = DeviceArguments.Named(Path, "The device");
        var file = CheckedOption.File("--out", "The file, which must not exist yet.");
        file.Required = true;
        var json = Json();
        var command = new Command("save", "Save a device as a file with all its numbers at full precision, which stays the same device when the program changes.") { name, arguments.Seed };
        arguments.AddSettingsTo(command);
        command.Options.Add(file);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            var device = arguments.Read(parsed, parsed.GetValue(name)!);
            var path = System.IO.Path.GetFullPath(parsed.GetValue(file)!);
            DeviceFile.Write(path, device);
            return Print(
                parsed, json, report => report.Line($"Saved {device.Device.Name}: {DeviceTables.CountsOf(device)}, in {path}"),
                () => new { device.Bench, device.Seed, device.Device.Name, File = path });
        });
        return command;
    }

    private static Command Diff()
    {
        var arguments = new DeviceArguments();
        var first = DeviceArguments.Named("FIRST", "A device");
        var second = DeviceArguments.Named("SECOND", "Another");
        var json = Json();
        var command = new Command("diff", "Show in what two devices of a bench differ, the largest difference first. Settings concern the devices that are not read from a file.") { first, second };
        arguments.AddSettingsTo(command);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            string[] names = [parsed.GetValue(first)!, parsed.GetValue(second)!];
            var oneIsFabricated = names.Any(name => DeviceArguments.BenchOf(name) is not null);
            SavedDevice[] devices = [.. names.Select(name => arguments.Read(parsed, name, settingsAreForAnother: oneIsFabricated))];
            if (devices[0].Bench != devices[1].Bench)
                throw new Data.DataException("Devices", "FIRST and SECOND", "two of one bench", $"one of {devices[0].Bench} and one of {devices[1].Bench}", "Compare devices of the same bench.");
            var difference = DeviceDifference.Of(devices[0], devices[1]);
            return Print(parsed, json, report => DeviceTables.Difference(report, devices[0], devices[1], difference), () => DeviceDocuments.Of(devices[0], devices[1], difference));
        });
        return command;
    }

    private static Option<bool> Json() => CheckedOption.Flag("--json", "Print one JSON document on standard output and nothing else there.");

    private static int Print(ParseResult parsed, Option<bool> json, Action<Report> print, Func<object> document)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(json))
            output.WriteLine(ResultDocument.Text(document()));
        else
            print(new Report(output));
        return ExitCode.Done;
    }
}

/// <summary>What `pat devices` prints with --json.</summary>
internal static class DeviceDocuments
{
    /// <summary>The benches.</summary>
    public static object Benches => new
    {
        Benches = AllBenches.All.Select(bench => new
        {
            bench.Name,
            bench.Description,
            bench.Timing,
            Terms = bench.Terms.Select(term => new { term.Name, Group = Lower(term.Group), Kind = Lower(term.Kind), term.Acts, term.Size, term.Formula, term.Source }),
        }),
    };

    /// <summary>The library of imperfections.</summary>
    public static object Library => new
    {
        Imperfections = ImperfectionLibrary.All.Select(entry => new
        {
            entry.Id,
            Kind = Lower(entry.Kind),
            Places = entry.Places.Select(DepartureOptions.NameOf),
            entry.Unit,
            entry.Formula,
            entry.Default,
            entry.Source,
        }),
    };

    /// <summary>A device.</summary>
    public static object Of(SavedDevice device) => new
    {
        device.Bench,
        device.Seed,
        device.Device.Name,
        device.Settings.Strength,
        device.Settings.Noise,
        device.Settings.Factors,
        Added = device.Settings.Added.Select(DepartureOptions.NameOf),
        Quantities = device.Quantities.Select(quantity => new { quantity.Name, quantity.Unit, quantity.Nominal, quantity.Values }),
        Imperfections = device.Imperfections.Select(one => new
        {
            Place = Lower(one.Place),
            one.Name,
            Kind = Lower(one.Kind),
            one.Type,
            Settings = one.Settings.ToDictionary(setting => setting.Name, setting => ImperfectionData.TextOf(setting.Value)),
        }),
    };

    /// <summary>In what two devices differ.</summary>
    public static object Of(SavedDevice first, SavedDevice second, DeviceDifference difference) => new
    {
        first.Bench,
        First = first.Device.Name,
        Second = second.Device.Name,
        Same = difference.IsNone,
        difference.Quantities,
        Imperfections = difference.Imperfections.Select(one => new { Place = Lower(one.Place), one.Name, one.Setting, one.First, one.Second, one.Relative }),
    };

    private static string Lower<T>(T word) where T : struct, Enum => word.ToString().ToLower(CultureInfo.InvariantCulture);
}
