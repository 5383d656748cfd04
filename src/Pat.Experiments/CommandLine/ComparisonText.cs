using System.Globalization;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.CommandLine;

/// <summary>Seeds, devices, trainings and results in words.</summary>
internal static class ComparisonText
{
    /// <summary>Seeds, devices and epochs in words.</summary>
    public static string Runs(ComparisonOptions options) => $"{Several("seed", options.Seeds)} {Devices(options)}; {Count(options.Epochs, "epoch")}";

    /// <summary>A finished training as a line for standard error.</summary>
    public static string LineOf(MethodResult result, int done, int all) => string.Create(CultureInfo.InvariantCulture,
        $"[{done}/{all}] {result.Method}, seed {result.Seed}{(result.Device is { } device ? $", device {device}: {100 * result.DeviceAccuracy:F1} % on the device, {100 * result.TwinAccuracy:F1} % on its twin" : $": {100 * result.DeviceAccuracy:F1} %")}, {result.Seconds:F1} s");

    /// <summary>"1 training", "45 trainings".</summary>
    public static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    private static string Devices(ComparisonOptions options) => options switch
    {
        { Crossed: true } => "each on " + Several("device", options.Devices),
        { Seeds.Count: <= 8 } => (options.Seeds.Count == 1 ? "on device " : "on devices ") + string.Join(", ", options.Runs().Select(run => run.Device)),
        _ => $"on {Several("device", options.Devices)} in turn",
    };

    private static string Several(string noun, IReadOnlyList<long> numbers) => $"{noun}{(numbers.Count == 1 ? "" : "s")} {NumberList.Format(numbers)}";
}
