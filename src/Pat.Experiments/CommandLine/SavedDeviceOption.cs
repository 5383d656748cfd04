using System.CommandLine;
using Pat.Experiments.Data;
using Pat.Experiments.Devices;
using Pat.Systems.Benches;

namespace Pat.Experiments.CommandLine;

/// <summary>"--device FILE": a saved device in the place of those that device seeds stand for.</summary>
internal sealed class SavedDeviceOption
{
    /// <summary>The option.</summary>
    public Option<string> Option { get; } = CheckedOption.File(
        "--device", "Run on a device that `pat devices save` has written, in place of those of --device-seeds. It has the settings that it was saved with.");

    /// <summary>The device; null if the option is not given, or not an option of the command.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="others">Options that choose a device or its settings.</param>
    /// <exception cref="DataException">The file cannot be used.</exception>
    /// <exception cref="UsageException">Another option chooses a device or its settings.</exception>
    public DeviceSource? Read(ParseResult parsed, params IEnumerable<Option> others)
    {
        if (parsed.GetResult(Option) is null || parsed.GetValue(Option) is not { } path)
            return null;
        return others.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } chosen
            ? throw new UsageException("Device", $"--device {path}", $"no {chosen.Name} with it", "both", "A saved device is one device with the settings that it was saved with: leave one of them out.")
            : DeviceSource.Read(path);
    }

    /// <summary>Throws unless a device can stand where a system has its own.</summary>
    /// <param name="device">The device; null for none.</param>
    /// <param name="bench">The bench of the system.</param>
    /// <param name="system">Its name.</param>
    /// <param name="apparatuses">How many apparatuses it uses.</param>
    /// <exception cref="DataException">It cannot.</exception>
    public static void CheckFits(DeviceSource? device, IBench bench, string system, int apparatuses)
    {
        if (device is null)
            return;
        var where = $"--device {device.File}";
        if (apparatuses != 1)
            throw new UsageException("Device", where, "a system with one apparatus", $"{system} on the bench {bench.Name}, which uses {apparatuses}; the file holds one of the bench {device.Saved.Bench}", "Choose device seeds with --device-seeds.");
        try
        {
            SavedDeviceBench.CheckFits(bench, device.Saved);
            new SavedDeviceBench(bench, device.Saved).Fabricate(device.Saved.Seed, device.Saved.Settings.Quiet(), device.Saved.Apparatus);
        }
        catch (ArgumentException e)
        {
            throw new DataException("Device", where, $"a device for {system} on the bench {bench.Name}", e.Message, $"Save one that fits, or choose device seeds with --device-seeds.");
        }
    }
}
