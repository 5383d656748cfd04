using Pat.Core.Diagnostics;
using Pat.Experiments.Reporting.Plots;

namespace Pat.Experiments.Reporting.Sections;

/// <summary>How far the gradients of the estimators point from the device's own, from gradients.csv.</summary>
internal static class GradientAlignment
{
    private const string WholeNetwork = "all";

    public static void Add(Section section, RunData run)
    {
        if (run.Table("gradients.csv") is not { } gradients)
            return;
        section.Scope(run, gradients.Rows, "Cosine between an estimator's gradient and the mean-field gradient of the device, at the parameters of the method that is trained. 1: the same direction; 0: 90 degrees, and a small step along it gains nothing; below 0 it does harm. Epoch 0 is before training.");
        foreach (var (method, rows) in MethodComparison.ByMethod(run, gradients))
        {
            section.Heading($"Trained by {method}");
            if (rows.Any(row => row["layer"] == WholeNetwork))
                section.Plot("Whole network over training", "Mean over trainings; bands: lowest to highest training.", OverEpochs([.. rows.Where(row => row["layer"] == WholeNetwork)]));
            if (rows.Any(row => row["layer"] != WholeNetwork))
                section.Plot("Each layer after training", "Mean over trainings; lines: 95 % interval over seeds, or ± 1.96 standard errors of a single training; drawn between −1 and 1.", ByLayer(Last(rows)));
            AddLayersOverEpochs(section, rows);
        }
        section.Table(Passages(run, gradients));
        section.Details(AtEnd(run, gradients));
    }

    /// <summary>The epochs that were looked at and at which a cosine is below 0, so that the angle is beyond 90 degrees: "never", "0, 5", "10 to the end".</summary>
    /// <param name="course">Epoch and cosine, in order.</param>
    public static string BeyondNinetyDegrees(IReadOnlyList<(double Epoch, double Cosine)> course)
    {
        List<string> parts = [];
        for (var i = 0; i < course.Count;)
        {
            var end = i;
            while (end < course.Count && course[end].Cosine < 0)
                end++;
            if (end > i)
                parts.Add(end == course.Count ? $"{course[i].Epoch} to the end" : end == i + 1 ? $"{course[i].Epoch}" : $"{course[i].Epoch} to {course[end - 1].Epoch}");
            i = Math.Max(end, i + 1);
        }
        return parts.Count == 0 ? "never" : string.Join(", ", parts);
    }

    private static string[] Estimators(IEnumerable<RunRow> rows) => [.. rows.Select(row => row["estimator"]).Distinct()];

    private static string[] Layers(IEnumerable<RunRow> rows) => [.. rows.Select(row => row["layer"]).Distinct().Where(layer => layer != WholeNetwork)];

    private static RunRow[] Last(IReadOnlyList<RunRow> rows) => [.. rows.Where(row => row.Value("epoch") == rows.Max(other => other.Value("epoch")))];

    private static XyPlot OverEpochs(RunRow[] rows) => new(("epoch", ""), ("cosine to the device's gradient", ""),
    [
        .. Estimators(rows).Select((estimator, i) => new XySeries(estimator, Palette.Of(i), TrainingCurves.OverRuns(rows.Where(row => row["estimator"] == estimator), "epoch", "cosine")) { Band = true }),
    ])
    { Reference = (0, "90 degrees"), SeriesColumn = "estimator" };

    private static XyPlot ByLayer(RunRow[] rows)
    {
        var layers = Layers(rows);
        return new(("layer", ""), ("cosine to the device's gradient", ""),
        [
            .. Estimators(rows).Select((estimator, i) => new XySeries(estimator, Palette.Of(i),
            [
                .. layers.Index().Select(layer => PointOf(layer.Index + 1, [.. rows.Where(row => row["estimator"] == estimator && row["layer"] == layer.Item)])),
            ]) { Line = false }),
        ])
        { Names = layers, Limits = (-1, 1), Reference = (0, "90 degrees"), SeriesColumn = "estimator" };
    }

    private static XyPoint PointOf(double place, RunRow[] rows)
    {
        var estimate = Estimates.OverSeeds(rows, "cosine");
        if (rows.Length == 1 && estimate is { } single && rows[0].Number("cosine_se") is { } error)
            estimate = new MeanEstimate(single.Mean, single.Mean - 1.96 * error, single.Mean + 1.96 * error, 1);
        return new(place, estimate?.Mean, estimate?.Low, estimate?.High);
    }

    private static void AddLayersOverEpochs(Section section, IReadOnlyList<RunRow> rows)
    {
        if (Layers(rows).Length == 0 || rows.Select(row => row.Value("epoch")).Distinct().Count() < 2)
            return;
        foreach (var estimator in Estimators(rows))
        {
            RunRow[] mine = [.. rows.Where(row => row["estimator"] == estimator)];
            section.Plot($"Gradient of {estimator}, each layer over training", "Mean over trainings.", new XyPlot(("epoch", ""), ("cosine to the device's gradient", ""),
                [.. Layers(mine).Select((layer, i) => new XySeries(layer, Palette.Of(i), [.. TrainingCurves.OverRuns(mine.Where(row => row["layer"] == layer), "epoch", "cosine").Select(point => point with { Low = null, High = null })]))])
            { Reference = (0, "90 degrees"), SeriesColumn = "layer" });
        }
    }

    private static PageTable Passages(RunData run, RunTable gradients)
    {
        string[] layers = [.. Layers(gradients.Rows), .. gradients.Rows.Any(row => row["layer"] == WholeNetwork) ? [WholeNetwork] : Array.Empty<string>()];
        var table = new PageTable("Epochs at which the angle is beyond 90 degrees (of the mean cosine over trainings, at the epochs that were looked at)",
            [Column.Text("trained by"), Column.Text("gradient of"), .. layers.Select(layer => new Column(layer == WholeNetwork ? "whole network" : layer, layer))]);
        foreach (var (method, rows) in MethodComparison.ByMethod(run, gradients))
        {
            foreach (var estimator in Estimators(rows))
            {
                table.Add([method, estimator, .. layers.Select(layer => (Cell)BeyondNinetyDegrees(
                    [.. TrainingCurves.OverRuns(rows.Where(row => row["estimator"] == estimator && row["layer"] == layer), "epoch", "cosine").Where(point => point.Y is not null).Select(point => (point.X, point.Y!.Value))]))]);
            }
        }
        return table;
    }

    private static PageTable AtEnd(RunData run, RunTable gradients)
    {
        var table = new PageTable("cosine and norm after training", Column.Text("trained by"), Column.Text("gradient of"), Column.Text("layer"), new("cosine", "cosine"), new("angle, degrees", "angle_degrees"), new("norm, device's = 1", "norm_ratio"));
        foreach (var (method, rows) in MethodComparison.ByMethod(run, gradients))
        {
            foreach (var group in Last(rows).GroupBy(row => (Estimator: row["estimator"], Layer: row["layer"])))
            {
                var (cosine, norm) = (Estimates.OverSeeds(group, "cosine"), Estimates.OverSeeds(group, "norm_ratio"));
                double? angle = cosine is { } known ? Math.Acos(Math.Clamp(known.Mean, -1, 1)) * 180 / Math.PI : null;
                table.Add(method, group.Key.Estimator, group.Key.Layer, new(Figures.Estimate(cosine, 3), cosine?.Mean), new(Figures.Count(angle), angle), new(Figures.Estimate(norm, 2), norm?.Mean));
            }
        }
        return table;
    }
}
