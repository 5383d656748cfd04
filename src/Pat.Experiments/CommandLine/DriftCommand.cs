using System.CommandLine;
using System.Globalization;
using Pat.Core.Physical;
using Pat.Experiments.Comparison;
using Pat.Experiments.Diagnostics;
using Pat.Experiments.Drift;
using Pat.Experiments.Runs;

namespace Pat.Experiments.CommandLine;

/// <summary>The course of a drift command: trains, follows, writes the tables as results come in, prints.</summary>
internal sealed class DriftCommand(DriftRun run, ComparisonFolder folder, double strength) : ICommandReport
{
    private const string ChecksFile = "drift.csv", SummaryFile = "drift-summary.csv", LedgerFile = "drift-ledger.csv";

    private static readonly (string Name, Purpose Purpose)[] purposes = [("train", Purpose.Train), ("evaluate", Purpose.Evaluate)];

    private readonly List<MethodResult> results = [];
    private readonly List<DriftCheck> checks = [];

    /// <summary>The first line.</summary>
    public required string Title { get; init; }

    /// <summary>What was asked for, besides the drift.</summary>
    public required IReadOnlyList<(string Name, string Value)> Head { get; init; }

    /// <summary>What --json says of the task.</summary>
    public required object Task { get; init; }

    /// <summary>Warnings of the trainings.</summary>
    public required Func<IReadOnlyList<MethodResult>, IEnumerable<string>> Warnings { get; init; }

    public int Run(ParseResult parsed, ComparisonArguments arguments, CancellationToken cancellation)
    {
        TermsTable.Write(folder, run.Task.Bench, run.Settings);
        return CommandFlow.Run(parsed, arguments, folder, run.Bars(), this, progress =>
        {
            try
            {
                return DriftExperiment.Run(
                    run.Task, run.Options, run.Plan, run.Settings, (result, followed) => Add(result, followed, progress), progress.Advance, cancellation);
            }
            finally
            {
                WriteSummary();
            }
        });
    }

    public void PrintHead(Report report)
    {
        report.Bold(Title);
        report.Pairs([.. Head, .. run.Head()]);
    }

    public void PrintEnd(Report report, bool complete)
    {
        if (!complete)
            report.Incomplete(results.Count, run.Count, "trainings");
        if (checks.Count > 0)
            report.Write(DriftTable.Of(DriftSummary.Of(checks)));
        foreach (var sentence in DriftSentences.Of(checks, results))
            report.Line(sentence);
        report.Line();
        report.Note(DriftTable.Note(run));
        foreach (var warning in AllWarnings)
            report.Line("Warning: " + warning);
        report.Line("Everything is in " + folder.FullPath);
    }

    public object Document(bool complete) => new
    {
        Task,
        run.Options.Seeds,
        Devices = ComparisonFolder.DevicesOf(run.Options),
        complete,
        Drifts = run.Drifts.ToArray(),
        run.Plan,
        ContinuedRate = run.Rate,
        Rows = DriftSummary.Of(checks).Select(row => new
        {
            row.Policy,
            row.Method,
            row.Hours,
            Accuracy = ResultDocument.Estimate(row.Accuracy),
            BeforeSteps = row.Before is { } before ? ResultDocument.Estimate(before) : null,
            DeviceRuns = row.Training.Runs,
            row.Training.Programmings,
            HardwareSeconds = row.Training.Seconds,
            EvaluationRuns = row.Evaluation.Runs,
        }),
        Sentences = DriftSentences.Of(checks, results),
        Warnings = AllWarnings,
        run.Options.Crossed,
        run.Options.Epochs,
        Strength = strength,
        Version = RunInfo.ProgramVersion,
        Folder = folder.FullPath,
    };

    private IEnumerable<string> AllWarnings =>
        [.. run.Drifts.Any() ? [] : (string[])["nothing drifts on this bench with these options; networks see only noise."], .. Warnings(results)];

    private void Add(MethodResult result, IReadOnlyList<DriftCheck> followed, Progress progress)
    {
        results.Add(result);
        checks.AddRange(followed);
        folder.Add(result, strength);
        folder.AddNetwork(result, strength);
        foreach (var check in followed)
        {
            folder.Append(
                ChecksFile, ["policy", "method", "seed", "device", "hours", "accuracy_percent", "device_runs", "before_steps_percent"],
                check.Policy, check.Method, check.Seed, check.Device, check.Hours, 100 * check.Accuracy, check.DeviceRuns, 100 * check.Before);
        }
        foreach (var last in followed.GroupBy(check => check.Policy).Select(policy => policy.Last()))
        {
            foreach (var (name, purpose) in purposes)
            {
                var cost = last.Ledger[purpose];
                folder.Append(
                    LedgerFile, ["policy", "method", "seed", "device", "purpose", "runs", "programmings", "seconds", "joules"],
                    last.Policy, last.Method, last.Seed, last.Device, name, cost.Runs, cost.Programmings, cost.Seconds, cost.Joules);
            }
        }
        progress.Say($"{ComparisonText.LineOf(result, results.Count, run.Count)}{string.Concat(followed.GroupBy(check => check.Policy).Select(LineOf))}");
    }

    private static string LineOf(IGrouping<string, DriftCheck> policy) => string.Create(
        CultureInfo.InvariantCulture, $"; {policy.Key}: {100 * policy.First().Accuracy:F1} % at hour 0, {100 * policy.Last().Accuracy:F1} % at hour {policy.Last().Hours}");

    private void WriteSummary()
    {
        foreach (var row in DriftSummary.Of(checks))
        {
            folder.Append(
                SummaryFile,
                ["policy", "method", "hours", "accuracy_percent", "low", "high", "device_runs", "before_steps_percent", "programmings", "hardware_seconds", "evaluate_runs"],
                row.Policy, row.Method, row.Hours, row.Accuracy.Mean, row.Accuracy.Low, row.Accuracy.High, row.Training.Runs, row.Before?.Mean,
                row.Training.Programmings, row.Training.Seconds, row.Evaluation.Runs);
        }
    }
}
