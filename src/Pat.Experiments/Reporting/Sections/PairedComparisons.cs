using Pat.Experiments.Reporting.Plots;

namespace Pat.Experiments.Reporting.Sections;

/// <summary>Differences of methods on the same seeds and test rows, from pairs.csv.</summary>
internal static class PairedComparisons
{
    public static void Add(Section section, RunData run)
    {
        if (run.Table("pairs.csv") is not { } pairs)
            return;
        section.Note("Each row compares two methods on the same seeds, devices and test examples, so what they have in common cancels. Difference: accuracy of the first minus that of the second on the device, in points of percent.");
        section.Plot("Difference of accuracies", "Mean over pairs of trainings; lines: 95 % interval (Student's t) over seeds. An interval that includes 0 leaves open which is better.", new BarPlot(
            ("difference", "points"), ["difference"],
            [.. pairs.Rows.Where(row => row.Number("difference_points") is not null).Select(row => new Bar($"{row["first"]} − {row["second"]}", [row.Value("difference_points")], row.Number("low"), row.Number("high"), section.LookOf(row["first"])))])
        { NameColumn = "pair" });
        section.Table(TableOf(pairs));
        section.Note("Bootstrap: 95 % interval over resampled pairs. Only first right, only second right: test examples on which one of the two is right and the other wrong, over all trainings. McNemar p: probability of a difference at least as large if neither were better; all trainings are pooled as if each had test examples of its own, so where they share a test set it is too small.");
    }

    private static PageTable TableOf(RunTable pairs)
    {
        var table = new PageTable("Pairs of methods", Column.Text("first"), Column.Text("second"), new("runs", "runs"), new("difference, points", "difference_points"),
            new("bootstrap", "bootstrap_low to bootstrap_high"), new("only first right", "only_first_right"), new("only second right", "only_second_right"), new("McNemar p", "mcnemar_p"));
        foreach (var row in pairs.Rows)
        {
            table.Add(row["first"], row["second"], row["runs"],
                new(Figures.Range(row.Number("difference_points"), row.Number("low"), row.Number("high")), row.Number("difference_points")),
                row.Number("bootstrap_low") is { } low && row.Number("bootstrap_high") is { } high ? $"{Figures.Fixed(low, 1)} to {Figures.Fixed(high, 1)}" : "–",
                new(Figures.Count(row.Number("only_first_right")), row.Number("only_first_right")), new(Figures.Count(row.Number("only_second_right")), row.Number("only_second_right")),
                new(PText(row.Number("mcnemar_p")), row.Number("mcnemar_p")));
        }
        return table;
    }

    private static string PText(double? p) => p is < 1e-4 ? "< 0.0001" : Figures.Text(p, 2);
}
