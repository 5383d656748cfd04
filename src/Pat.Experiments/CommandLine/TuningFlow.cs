using System.CommandLine;
using System.Globalization;
using Pat.Core.Diagnostics;
using Pat.Experiments.Comparison;
using Pat.Experiments.Runs;
using Spectre.Console;

namespace Pat.Experiments.CommandLine;

/// <summary>A tuning as the command line sees it.</summary>
/// <param name="Command">For run.json, for example "tune vowels".</param>
/// <param name="Options">What is run.</param>
/// <param name="Tuning">What is tried.</param>
/// <param name="Title">First line of the report.</param>
/// <param name="Head">What was asked for, from the text about the runs and the folder.</param>
/// <param name="Examples">What validation examples are called.</param>
/// <param name="Document">What --json prints, from the rows, whether they are complete, and the folder.</param>
internal sealed record TuningFlow(
    string Command, ComparisonOptions Options, RateTuning Tuning, string Title, Func<string, string, IEnumerable<(string, string)>> Head, string Examples,
    Func<IEnumerable<object>, bool, string, object> Document)
{
    private int All => Tuning.Methods.Count * Tuning.Rates.Count;

    /// <summary>Runs it.</summary>
    /// <returns>The exit code.</returns>
    public int Run(ParseResult parsed, ComparisonArguments arguments, CancellationToken cancellation)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var folder = RunFolder.Create(arguments.Folder(parsed));
        var info = RunInfo.Begin(Command, Options.Seeds, Options.Devices, DateTimeOffset.UtcNow);
        folder.WriteConfig((object)Options);
        folder.WriteRun(info);
        using var table = folder.OpenTable("tuning.csv", "method", "learning_rate", "validation_accuracy_percent", "low", "high", "device_accuracy_percent");
        if (!arguments.Json(parsed))
            PrintHead(new Report(output), folder.FullPath);

        var results = new List<TuningResult>();
        try
        {
            Progress.Follow(error, arguments.Quiet(parsed), [.. Tuning.Methods.Select(method => (method, Tuning.Rates.Count))], progress => Tuning.Run(
                result =>
                {
                    results.Add(result);
                    table.Append(result.Method, result.LearningRate, Percent(result.Validation.Mean), Percent(result.Validation.Low), Percent(result.Validation.High), Percent(result.OnDevice.Mean));
                    progress.Advance(result.Method);
                    progress.Say(string.Create(CultureInfo.InvariantCulture, $"[{results.Count}/{All}] {result.Method}, rate {result.LearningRate}: {result.Validation.ToText("P1")}"));
                },
                cancellation));
        }
        catch (OperationCanceledException)
        {
            // Not an error: what is done is printed as incomplete.
        }
        finally
        {
            var complete = results.Count == All;
            if (arguments.Json(parsed))
                output.WriteLine(ResultDocument.Text(Document(results.Select(Row), complete, folder.FullPath)));
            else
                PrintEnd(new Report(output), results, folder.FullPath);
            folder.WriteRun(info.End(DateTimeOffset.UtcNow - info.Started, complete));
        }
        return results.Count == All ? ExitCode.Done : ExitCode.Interrupted;
    }

    private void PrintHead(Report report, string folder)
    {
        report.Bold(Title);
        report.Pairs(Head(
            $"seeds {NumberList.Format(Options.Seeds)}, each on the device of its number; {ComparisonText.Count(Options.Epochs, "epoch")}; {Tuning.Rates.Count} rates, "
            + $"{ComparisonText.Count(All * Options.Seeds.Count, "training")} in all", folder));
    }

    private void PrintEnd(Report report, List<TuningResult> results, string folder)
    {
        if (results.Count < All)
            report.Incomplete(results.Count, All, "rates");
        var table = Report.Table(["method", .. Tuning.Rates.Select(rate => string.Create(CultureInfo.InvariantCulture, $"rate {rate}, %")), "best"]);
        foreach (var method in Tuning.Methods.Select(method => results.Where(result => result.Method == method).ToArray()).Where(rates => rates.Length > 0))
        {
            table.AddRow(
            [
                method[0].Method,
                .. Tuning.Rates.Select(rate => method.FirstOrDefault(result => result.LearningRate == rate) is { } result ? Report.PlusMinus(Scaled(result.Validation)) : ""),
                method.Length == Tuning.Rates.Count ? method.MaxBy(result => result.Validation.Mean)!.LearningRate.ToString(CultureInfo.InvariantCulture) : "",
            ]);
        }
        if (results.Count > 0)
            report.Write(table);
        report.Note($"Accuracy of the validation {Examples}, on the device or, for a method that never uses it, on its twin: mean and 95 % interval (Student's t) over seeds.");
        report.Line("Everything is in " + folder);
    }

    private static object Row(TuningResult result) => new
    {
        result.Method,
        result.LearningRate,
        ValidationAccuracy = ResultDocument.Estimate(Scaled(result.Validation)),
        DeviceAccuracy = ResultDocument.Estimate(Scaled(result.OnDevice)),
    };

    private static MeanEstimate Scaled(MeanEstimate share) => new(100 * share.Mean, Percent(share.Low), Percent(share.High), share.Count);

    private static double? Percent(double? share) => 100 * share;
}
