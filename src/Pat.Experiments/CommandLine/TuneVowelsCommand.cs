using System.CommandLine;
using System.Globalization;
using Pat.Core.Diagnostics;
using Pat.Experiments.Runs;
using Pat.Experiments.Vowels;
using Spectre.Console;

namespace Pat.Experiments.CommandLine;

/// <summary>`pat tune vowels`: the tuning allowance of every method.</summary>
internal static class TuneVowelsCommand
{
    private const string Description = """
        Offers every method the same learning rates on 24 seeds and devices that `pat run vowels` does not use, and judges them by the validation
        rows: on the device, or on the twin for a method that never uses the device. Test rows are not touched. Takes about 5 minutes on two cores.
        """;

    public static Command Create(CancellationToken cancellation)
    {
        var arguments = new VowelArguments("runs/vowels-tuning", VowelMethods.Names, VowelMethods.Names);
        var command = new Command("vowels", Description.ReplaceLineEndings(" "));
        arguments.AddTo(command, chooseSeeds: false);
        command.SetAction(parsed => Run(parsed, arguments, cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, VowelArguments arguments, CancellationToken cancellation)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var (options, violation) = VowelSteps.Raise(arguments.Read(parsed) with { Seeds = VowelTuning.Seeds, Devices = VowelTuning.Seeds });
        var task = new VowelTask(options);
        var folder = RunFolder.Create(arguments.Common.Folder(parsed));
        var info = RunInfo.Begin("tune vowels", options.Seeds, options.Devices, DateTimeOffset.UtcNow);
        folder.WriteConfig(options);
        folder.WriteRun(info);
        using var table = folder.OpenTable("tuning.csv", "method", "learning_rate", "validation_accuracy_percent", "low", "high", "device_accuracy_percent");
        var all = options.Methods.Count * VowelMethods.TuningRates.Count;
        if (!arguments.Common.Json(parsed))
            PrintHead(new Report(output), task, arguments.GapText(parsed, arguments.Strength(parsed)) + VowelSteps.Text(options.Steps, violation), folder.FullPath);

        var results = new List<TuningResult>();
        try
        {
            Progress.Follow(error, arguments.Common.Quiet(parsed), [.. options.Methods.Select(method => (method, VowelMethods.TuningRates.Count))], progress => VowelTuning.Run(
                options, task.DataOf,
                result =>
                {
                    results.Add(result);
                    table.Append(result.Method, result.LearningRate, Percent(result.Validation.Mean), Percent(result.Validation.Low), Percent(result.Validation.High), Percent(result.OnDevice.Mean));
                    progress.Advance(result.Method);
                    progress.Say(string.Create(CultureInfo.InvariantCulture, $"[{results.Count}/{all}] {result.Method}, rate {result.LearningRate}: {result.Validation.ToText("P1")}"));
                },
                cancellation));
        }
        catch (OperationCanceledException)
        {
            // Not an error: what is done is printed as incomplete.
        }
        finally
        {
            var complete = results.Count == all;
            if (arguments.Common.Json(parsed))
                output.WriteLine(ResultDocument.Text(Document(task, results, complete, folder.FullPath)));
            else
                PrintEnd(new Report(output), options, results, all, folder.FullPath);
            folder.WriteRun(info.End(DateTimeOffset.UtcNow - info.Started, complete));
        }
        return results.Count == all ? ExitCode.Done : ExitCode.Interrupted;
    }

    private static void PrintHead(Report report, VowelTask task, string gap, string folder)
    {
        report.Bold($"Learning rates for the vowels, {(task.First.IsSynthetic ? "SYNTHETIC data" : "measured data")}");
        report.Pairs(("data", task.DataText), ("runs", $"seeds {NumberList.Format(task.Options.Seeds)}, each on the device of its number; {ComparisonText.Count(task.Options.Epochs, "epoch")}; {VowelMethods.TuningRates.Count} rates, "
                + $"{ComparisonText.Count(task.Options.Methods.Count * VowelMethods.TuningRates.Count * task.Options.Seeds.Count, "training")} in all"), ("device", gap), ("folder", folder));
    }

    private static void PrintEnd(Report report, VowelOptions options, List<TuningResult> results, int all, string folder)
    {
        if (results.Count < all)
            report.Incomplete(results.Count, all, "rates");
        var table = Report.Table(["method", .. VowelMethods.TuningRates.Select(rate => string.Create(CultureInfo.InvariantCulture, $"rate {rate}, %")), "best"]);
        foreach (var method in options.Methods.Select(method => results.Where(result => result.Method == method).ToArray()).Where(rates => rates.Length > 0))
        {
            table.AddRow(
            [
                method[0].Method,
                .. VowelMethods.TuningRates.Select(rate => method.FirstOrDefault(result => result.LearningRate == rate) is { } result ? Report.PlusMinus(Scaled(result.Validation)) : ""),
                method.Length == VowelMethods.TuningRates.Count ? method.MaxBy(result => result.Validation.Mean)!.LearningRate.ToString(CultureInfo.InvariantCulture) : "",
            ]);
        }
        if (results.Count > 0)
            report.Write(table);
        report.Note("Accuracy of the validation rows, on the device or, for a method that never uses it, on its twin: mean and 95 % interval (Student's t) over seeds.");
        report.Line("Everything is in " + folder);
    }

    private static object Document(VowelTask task, List<TuningResult> results, bool complete, string folder) => new
    {
        Data = task.First.Source,
        Split = task.First.SplitName,
        task.Options.Seeds,
        task.Options.Devices,
        complete,
        Rows = results.Select(result => new { result.Method, result.LearningRate, ValidationAccuracy = ResultDocument.Estimate(Scaled(result.Validation)), DeviceAccuracy = ResultDocument.Estimate(Scaled(result.OnDevice)) }),
        task.Options.Epochs,
        task.Options.Gap,
        task.Options.Noise,
        Version = RunInfo.ProgramVersion,
        folder,
    };

    private static MeanEstimate Scaled(MeanEstimate share) =>
        new(100 * share.Mean, Percent(share.Low), Percent(share.High), share.Count);

    private static double? Percent(double? share) => 100 * share;
}
