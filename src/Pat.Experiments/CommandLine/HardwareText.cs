using System.Globalization;
using Pat.Core.Physical;

namespace Pat.Experiments.CommandLine;

/// <summary>What the ledger counts, in words.</summary>
internal static class HardwareText
{
    private const double Minute = 60, Hour = 3600, Day = 24 * Hour;

    /// <summary>What one network takes on the hardware's clock, and its energy where the bench states it; null where nothing has a device.</summary>
    public static string? Of(IReadOnlyList<MethodSummary> rows)
    {
        var physical = rows.Where(row => row.IsPhysical).ToArray();
        return physical.Length == 0
            ? null
            : $"On the hardware's clock one network takes, to train and calibrate: {string.Join(", ", physical.Select(row => $"{row.Method} {Cost(row)}"))}.";
    }

    /// <summary>The same with the numbers of device runs, for tables that do not show them; null where nothing has a device.</summary>
    public static string? WithRuns(IReadOnlyList<MethodSummary> rows)
    {
        var physical = rows.Where(row => row.IsPhysical).ToArray();
        return physical.Length == 0
            ? null
            : $"To train and calibrate one network takes, on the device and its clock: {string.Join(", ", physical.Select(row => $"{row.Method} {row.DeviceRuns.ToString("N0", CultureInfo.InvariantCulture)} runs, {Cost(row)}"))}.";
    }

    /// <summary>"0.35 s", "12 min", "3.1 h", "2.4 d".</summary>
    public static string Time(double seconds) => seconds switch
    {
        < Minute => Text(seconds, "s"),
        < Hour => Text(seconds / Minute, "min"),
        < Day => Text(seconds / Hour, "h"),
        _ => Text(seconds / Day, "d"),
    };

    private static string Cost(MethodSummary row)
    {
        HardwareCost[] costs = [.. row.Results.Select(result => Training(result.Ledger ?? new Ledger()))];
        var energy = costs.Average(cost => cost.Joules) is { } joules and > 0 && costs.All(cost => cost.Joules is not null) ? $" and {Text(joules, "J")}" : "";
        return Time(costs.Average(cost => cost.Seconds)) + energy;
    }

    private static HardwareCost Training(Ledger ledger) => new[] { Purpose.Train, Purpose.Calibrate, Purpose.FitTwin }
        .Where(purpose => ledger[purpose].Runs > 0).Aggregate(new HardwareCost(0, 0, 0, 0), (sum, purpose) => sum + ledger[purpose]);

    private static string Text(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:G3} {unit}");
}
