using System.CommandLine;
using Pat.Core.Diagnostics;
using Pat.Experiments.Attribution;
using Pat.Experiments.Comparison;
using Pat.Experiments.Diagnostics;
using Pat.Experiments.Runs;

namespace Pat.Experiments.CommandLine;

/// <summary>`pat attribute TASK`: what each imperfection of a device costs in accuracy.</summary>
internal sealed class AttributeCommand : ICommandReport
{
    private const string Description = """
        Says what each imperfection of the device costs in accuracy: what is gained without it, all others being there, and what is lost by it
        alone. A network is trained once on each seed and device and deployed on that device without, or only with, each imperfection.
        """;

    private readonly HardwareWork work;
    private readonly string method;
    private readonly bool retrain;
    private readonly ComparisonFolder folder;
    private readonly int all;
    private readonly List<MethodResult> trained = [];
    private readonly List<AttributionRow> rows = [];

    private AttributeCommand(HardwareWork work, string method, bool retrain, ComparisonFolder folder) =>
        (this.work, this.method, this.retrain, this.folder, all) = (
            work, method, retrain, folder, work.Options.Runs().Count * (AttributionExperiment.MeasurementsOf(work.Task) - 2));

    public static string Folder(string task) => $"runs/{task}-attribution";

    public static Command Of(IHardwareArguments arguments, CancellationToken cancellation)
    {
        var method = CheckedOption.Word(
            "--method", "How the networks are trained; with --retrain pat is the default.", "in-silico", [.. arguments.Methods]);
        var retrain = CheckedOption.Flag("--retrain", "Train anew without, and only with, each imperfection: what it costs a method that adapts to the others.");
        var command = new Command(arguments.Name, Description.ReplaceLineEndings(" "));
        arguments.AddTo(command, [method, retrain, .. arguments.Common.EpochsAndRuns]);
        command.SetAction(parsed =>
        {
            var anew = parsed.GetValue(retrain);
            var chosen = anew && parsed.GetResult(method) is { Implicit: true } ? "pat" : parsed.GetValue(method)!;
            var work = arguments.Open(parsed, options => options with { Methods = [chosen] }, options => options.Runs().Select(run => new Training(chosen, run.Seed, run.Device)));
            if (anew && work.From is not null)
                throw new UsageException("Networks", "--from with --retrain", "one of them", "both", "Networks of a run were trained with all imperfections: leave --from out to train without them.");
            using var folder = work.Folder(
                arguments.Common.Folder(parsed), $"attribute {arguments.Name}", new { Options = (object)work.Options, Method = chosen, Retrain = anew, work.From });
            TermsTable.Write(folder, work.Task.Bench, work.Task.Settings);
            return new AttributeCommand(work, chosen, anew, folder).Run(parsed, arguments.Common, cancellation);
        });
        return command;
    }

    private int Run(ParseResult parsed, ComparisonArguments arguments, CancellationToken cancellation) =>
        CommandFlow.Run(parsed, arguments, folder, [(method, all)], this, progress =>
        {
            try
            {
                return AttributionExperiment.Run(
                    work.Task, work.Options.Runs(), method, retrain, result => Add(result, progress), row => Add(row, progress), cancellation).Complete;
            }
            finally
            {
                WriteSummary();
            }
        });

    private void Add(MethodResult result, Progress progress)
    {
        trained.Add(result);
        folder.Add(result, work.Strength);
        folder.AddNetwork(result, work.Strength);
        progress.Say(ComparisonText.LineOf(result, trained.Count, Math.Max(trained.Count, work.Options.Seeds.Count)));
    }

    private void Add(AttributionRow row, Progress progress)
    {
        rows.Add(row);
        folder.Append(
            "attribution.csv", ["method", "seed", "device", "term", "group", "mode", "accuracy_percent", "reference_percent", "cost_points"],
            row.Method, row.Seed, row.Device, row.Term, row.Group, AttributionText.NameOf(row.Mode), 100 * row.Accuracy, 100 * row.Reference, row.CostPoints);
        progress.Advance(method);
        progress.Say(AttributionText.LineOf(row, rows.Count, all));
    }

    private void WriteSummary()
    {
        foreach (var term in Terms)
        {
            foreach (var mode in Enum.GetValues<AttributionMode>())
            {
                var cost = term[mode];
                folder.Append(
                    "attribution-summary.csv", ["method", "term", "group", "mode", "cost_points", "low", "high", "runs"],
                    method, term.Term, term.Group, AttributionText.NameOf(mode), cost.Mean, cost.Low, cost.High, cost.Count);
            }
        }
    }

    private IReadOnlyList<AttributionSummary> Terms => AttributionSummary.Of(rows);

    private MeanEstimate? Reference(AttributionMode mode) => AttributionSummary.Reference(rows, mode);

    public void PrintHead(Report report)
    {
        report.Bold("What each imperfection costs: " + work.Title);
        report.Pairs(work.Head($"{ComparisonText.Runs(work.Options)}; {ComparisonText.Count(all, "measurement")} in all", folder.FullPath));
        report.Pairs(("method", $"{method}, {(retrain ? "trained anew on each device" : "trained once, on the device with all imperfections if it uses one, then deployed on the others")}"));
    }

    public void PrintEnd(Report report, bool complete)
    {
        if (!complete)
            report.Incomplete(rows.Count, all, "measurements");
        if (Terms.Count > 0)
            report.Write(AttributionText.Table(Terms));
        foreach (var sentence in Sentences)
            report.Line(sentence);
        if (HardwareText.WithRuns(MethodSummary.Of([method], trained)) is { } cost)
            report.Line(cost);
        report.Line();
        report.Note(AttributionText.Note(work, retrain));
        foreach (var warning in work.Warnings(trained))
            report.Line("Warning: " + warning);
        report.Line("Everything is in " + folder.FullPath);
    }

    private IEnumerable<string> Sentences =>
        AttributionText.Sentences(Terms, Reference(AttributionMode.LeaveOneOut), Reference(AttributionMode.Alone));

    public object Document(bool complete) => new
    {
        Task = work.Task.Name,
        Bench = work.Task.Bench.Name,
        work.Data,
        work.Options.Seeds,
        Devices = ComparisonFolder.DevicesOf(work.Options),
        complete,
        method,
        retrain,
        WithAll = Estimate(Reference(AttributionMode.LeaveOneOut)),
        WithNone = Estimate(Reference(AttributionMode.Alone)),
        Rows = Terms.Select(term => new
        {
            term.Term,
            term.Group,
            LeftOut = ResultDocument.Estimate(term.LeftOut),
            Alone = ResultDocument.Estimate(term.Alone),
            Runs = term.LeftOut.Count,
        }),
        Sentences,
        work.Options.Crossed,
        work.Options.Epochs,
        work.Strength,
        Added = work.Options.Added.Select(DepartureOptions.NameOf),
        StreamSeeds = work.Options.StreamSeeds.ToDictionary(seed => DepartureOptions.NameOf(seed.Key), seed => seed.Value),
        DataDescription = work.DataText,
        Warnings = work.Warnings(trained),
        Version = RunInfo.ProgramVersion,
        Folder = folder.FullPath,
    };

    private static object? Estimate(MeanEstimate? estimate) => estimate is { } one ? ResultDocument.Estimate(one) : null;
}
