using System.CommandLine;
using Pat.Experiments.Comparison;
using Pat.Experiments.Diagnostics;
using Pat.Experiments.Runs;
using Pat.Experiments.Yield;

namespace Pat.Experiments.CommandLine;

/// <summary>`pat yield TASK`: how one design does on many fabricated devices.</summary>
internal sealed class YieldCommand : ICommandReport
{
    private const string Once = "trained once";
    private const string Description = """
        Uses one design on many fabricated devices: trained once and deployed on all, trained by physics-aware training on one device and
        transferred to the others with and without fine-tuning, and trained on each. Says how accuracies are distributed and what each way costs.
        """;

    private readonly HardwareWork work;
    private readonly YieldPlan plan;
    private readonly double threshold;
    private readonly ComparisonFolder folder;
    private readonly YieldText text;
    private readonly int all;
    private readonly List<MethodResult> trained = [];
    private readonly List<YieldRow> rows = [];

    private YieldCommand(HardwareWork work, YieldPlan plan, double threshold, ComparisonFolder folder) =>
        (this.work, this.plan, this.threshold, this.folder, text, all) = (
            work, plan, threshold, folder, new(plan, threshold), work.Options.Seeds.Count * plan.Devices.Count * plan.Policies.Count);

    public static string Folder(string task) => $"runs/{task}-yield";

    public static Command Of(IHardwareArguments arguments, CancellationToken cancellation)
    {
        var own = new YieldArguments(arguments.Methods);
        var command = new Command(arguments.Name, Description.ReplaceLineEndings(" "));
        arguments.AddTo(command, [.. own.All, .. arguments.Common.EpochsAndSeeds]);
        command.SetAction(parsed =>
        {
            var plan = own.Read(parsed);
            var work = arguments.Open(parsed, options => options with
            {
                Methods = [.. plan.Policies.Select(plan.MethodOf).Distinct()],
                Devices = [plan.TrainedOn, .. plan.Devices],
                Crossed = true,
            }, options => options.Seeds.SelectMany(seed => plan.TrainedOnce.Select(method => new Training(method, seed, plan.TrainedOn))));
            using var folder = work.Folder(
                arguments.Common.Folder(parsed), $"yield {arguments.Name}", new { Options = (object)work.Options, Yield = plan, ThresholdPercent = own.Threshold(parsed), work.From });
            TermsTable.Write(folder, work.Task.Bench, work.Task.Settings);
            return new YieldCommand(work, plan, own.Threshold(parsed), folder).Run(parsed, arguments.Common, cancellation);
        });
        return command;
    }

    private int Run(ParseResult parsed, ComparisonArguments arguments, CancellationToken cancellation) =>
        CommandFlow.Run(parsed, arguments, folder, Bars, this, progress =>
        {
            try
            {
                return YieldExperiment.Run(work.Task, work.Options.Seeds, plan, result => Add(result, progress), row => Add(row, progress), cancellation).Complete;
            }
            finally
            {
                WriteSummary();
            }
        });

    private IReadOnlyList<(string Name, int Steps)> Bars =>
        [(Once, work.Options.Seeds.Count * plan.TrainedOnce.Count), .. plan.Policies.Select(policy => (policy, work.Options.Seeds.Count * plan.Devices.Count))];

    private void Add(MethodResult result, Progress progress)
    {
        trained.Add(result);
        folder.Add(result, work.Strength);
        folder.AddNetwork(result, work.Strength);
        if (result.Device != plan.TrainedOn)
            return;
        progress.Advance(Once);
        progress.Say(ComparisonText.LineOf(result, trained.Count, work.Options.Seeds.Count * plan.TrainedOnce.Count));
    }

    private void Add(YieldRow row, Progress progress)
    {
        rows.Add(row);
        folder.Append(
            "yield.csv", ["policy", "method", "seed", "trained_on", "device", "accuracy_percent", "train_runs"],
            row.Policy, row.Method, row.Seed, row.TrainedOn, row.Device, 100 * row.Accuracy, row.TrainRuns);
        progress.Advance(row.Policy);
        progress.Say(YieldText.LineOf(row, rows.Count, all));
    }

    private void WriteSummary()
    {
        foreach (var policy in Policies)
        {
            folder.Append(
                "yield-summary.csv",
                [
                    "policy", "method", "count", "mean", "low", "high", "minimum", "p5", "p25", "median", "p75", "p95", "maximum",
                    "threshold_percent", "share_above", "worst_5_percent_mean",
                ],
                policy.Policy, policy.Method, policy.Count, policy.Mean.Mean, policy.Mean.Low, policy.Mean.High, policy.Sorted[0], policy.Quantile(0.05),
                policy.Quantile(0.25), policy.Quantile(0.5), policy.Quantile(0.75), policy.Quantile(0.95), policy.Sorted[^1],
                threshold, policy.ShareAbove(threshold), policy.Worst);
        }
    }

    private IReadOnlyList<YieldSummary> Policies => YieldSummary.Of(plan, rows);

    private IEnumerable<string> Sentences => text.Sentences(rows, Policies, OnceRuns);

    // Device runs that training a network once took.
    private double OnceRuns(string method) =>
        trained.Where(result => result.Method == method && result.Device == plan.TrainedOn).Select(result => (double)result.DeviceRuns).DefaultIfEmpty().Average();

    public void PrintHead(Report report)
    {
        report.Bold("Yield over fabricated devices: " + work.Title);
        var options = work.Options;
        report.Pairs(work.Head(
            $"seed{(options.Seeds.Count == 1 ? "" : "s")} {NumberList.Format(options.Seeds)}, first trained on device {plan.TrainedOn}, then used on devices {NumberList.Format(plan.Devices)}; "
            + $"{ComparisonText.Count(options.Epochs, "epoch")}; {ComparisonText.Count(all, "network")} in all",
            folder.FullPath));
    }

    public void PrintEnd(Report report, bool complete)
    {
        if (!complete)
            report.Incomplete(rows.Count, all, "networks");
        if (rows.Count > 0)
            report.Write(text.Table(Policies, OnceRuns));
        foreach (var sentence in Sentences)
            report.Line(sentence);
        report.Line();
        report.Note(text.Note(work));
        foreach (var warning in work.Warnings(trained))
            report.Line("Warning: " + warning);
        report.Line("Everything is in " + folder.FullPath);
    }

    public object Document(bool complete) => new
    {
        Task = work.Task.Name,
        Bench = work.Task.Bench.Name,
        work.Data,
        work.Options.Seeds,
        plan.TrainedOn,
        plan.Devices,
        complete,
        ThresholdPercent = threshold,
        Rows = Policies.Select(policy => new
        {
            policy.Policy,
            policy.Method,
            Networks = policy.Count,
            Accuracy = ResultDocument.Estimate(policy.Mean),
            Lowest = policy.Sorted[0],
            P5 = policy.Quantile(0.05),
            P25 = policy.Quantile(0.25),
            Median = policy.Quantile(0.5),
            P75 = policy.Quantile(0.75),
            P95 = policy.Quantile(0.95),
            Highest = policy.Sorted[^1],
            ShareAbove = policy.ShareAbove(threshold),
            ShareInterval = work.Options.Seeds.Count > 1 ? null : Interval(policy.ShareInterval(threshold)),
            Worst5PercentMean = policy.Worst,
            DeviceRunsEach = policy.TrainRuns,
            DeviceRunsOnce = policy.Policy == YieldPlan.TrainedOnEach ? 0 : OnceRuns(policy.Method),
        }),
        Sentences,
        plan.FineTuneEpochs,
        plan.FineTuneRate,
        work.Options.Epochs,
        work.Strength,
        Added = work.Options.Added.Select(DepartureOptions.NameOf),
        StreamSeeds = work.Options.StreamSeeds.ToDictionary(seed => DepartureOptions.NameOf(seed.Key), seed => seed.Value),
        DataDescription = work.DataText,
        Warnings = work.Warnings(trained),
        Version = RunInfo.ProgramVersion,
        Folder = folder.FullPath,
    };

    private static object Interval((double Low, double High) share) => new { share.Low, share.High };
}
