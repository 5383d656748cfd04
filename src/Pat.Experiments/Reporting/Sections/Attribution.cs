using System.Text.Json;
using Pat.Experiments.Reporting.Plots;

namespace Pat.Experiments.Reporting.Sections;

/// <summary>What each imperfection costs in accuracy, from attribution-summary.csv, or from attribution.csv where there is no summary.</summary>
internal static class Attribution
{
    private sealed record Cost(string Method, string Term, string Group, string Mode, double Points, double? Low, double? High, double? Runs);

    public static void Add(Section section, RunData run)
    {
        Cost[] costs = [.. run.Table("attribution-summary.csv") is { } summary ? summary.Rows.Select(Read) : run.Table("attribution.csv") is { } single ? Summarised(single) : []];
        if (costs.Length == 0)
            return;
        section.Note($"{(run.Table("attribution.csv") is { } rows ? Section.ScopeOf(run, rows.Rows) + ". " : "")}Cost: points of accuracy on the device that an imperfection takes away; below 0 the network does better with it. Leave-one-out: accuracy without it minus accuracy with all. "
            + $"Alone: accuracy without any minus accuracy with it alone. {Trained(run)}Both with the same seeds, data order and noise (common random numbers); mean and 95 % interval. Costs need not add up.");
        var methods = run.InOrder(costs.Select(cost => cost.Method));
        foreach (var (method, mode) in methods.SelectMany(method => costs.Where(cost => cost.Method == method).Select(cost => cost.Mode).Distinct().Select(mode => (method, mode))))
        {
            section.Plot($"{method}, {mode.Replace('-', ' ')}", "Largest cost first; lines: 95 % interval.", new BarPlot(("cost", "points of accuracy"), ["cost"],
                [.. Sorted(costs, method, mode).Select(cost => new Bar(cost.Term, [cost.Points], cost.Low, cost.High, section.LookOf(method)))])
            { NameColumn = "term" });
        }
        var table = new PageTable("cost of each imperfection", Column.Text("method"), Column.Text("mode"), Column.Text("term"), Column.Text("group"), new("cost, points", "cost_points"), new("low", "low"), new("high", "high"), new("runs", "runs"));
        foreach (var cost in methods.SelectMany(method => costs.Where(cost => cost.Method == method).Select(cost => cost.Mode).Distinct().SelectMany(mode => Sorted(costs, method, mode))))
        {
            table.Add(cost.Method, cost.Mode, cost.Term, cost.Group, new(Figures.Fixed(cost.Points, 2), cost.Points), new(Figures.Fixed(cost.Low, 2), cost.Low), new(Figures.Fixed(cost.High, 2), cost.High), new(Figures.Count(cost.Runs), cost.Runs));
        }
        section.Details(table);
    }

    private static string Trained(RunData run) => run.Config is { } config && config.TryGetProperty("retrain", out var retrain)
        ? retrain.ValueKind == JsonValueKind.True
            ? "The network is trained anew for every accuracy: what an imperfection costs a method that adapts. "
            : "The network stays the same: trained once, on the device with all imperfections if the method uses it. "
        : "";

    private static IEnumerable<Cost> Sorted(Cost[] costs, string method, string mode) => costs.Where(cost => cost.Method == method && cost.Mode == mode).OrderByDescending(cost => cost.Points);

    private static Cost Read(RunRow row) => new(row["method"], row["term"], row["group"], row["mode"], row.Value("cost_points"), row.Number("low"), row.Number("high"), row.Number("runs"));

    private static IEnumerable<Cost> Summarised(RunTable table) => table.Rows.GroupBy(row => (Method: row["method"], Term: row["term"], Group: row["group"], Mode: row["mode"]))
        .Select(rows => (rows.Key, Estimate: Estimates.OverSeeds(rows, "cost_points"), Count: rows.Count())).Where(one => one.Estimate is not null)
        .Select(one => new Cost(one.Key.Method, one.Key.Term, one.Key.Group, one.Key.Mode, one.Estimate!.Value.Mean, one.Estimate.Value.Low, one.Estimate.Value.High, one.Count));
}
