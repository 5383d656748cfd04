using Pat.Experiments.Data;
using Pat.Experiments.Reporting.Plots;

namespace Pat.Experiments.Reporting.Sections;

/// <summary>Confusion matrices with the figures of merit of classes, from confusion-METHOD.csv, classes.csv and agreement.csv.</summary>
internal static class Confusions
{
    public static void Add(Section section, RunData run)
    {
        if (run.Confusions.Count > 0)
            section.Note("Counts of the test examples over all trainings and passes of the method. Rows are actual classes, columns predicted ones; shade and number are percent of the row, so the diagonal is recall.");
        foreach (var (method, counts) in run.Confusions)
            section.Plot(method, "Percent of the examples of each actual class.", MapOf(counts));
        if (run.Table("agreement.csv") is { } agreement)
            AddAgreement(section, run, agreement);
        if (run.Table("classes.csv") is { } classes)
            AddClasses(section, run, classes);
    }

    private static HeatMap MapOf(RunTable counts)
    {
        string[] classes = [.. counts.Columns.Skip(1)];
        if (counts.Rows.Count != classes.Length)
            throw counts.Rows[^1].Table.Unusable(counts.Rows[^1].Line, counts.Columns[0], $"the last of {classes.Length} classes, as many rows as columns", $"row {counts.Rows.Count}");
        return new(classes, [.. counts.Rows.Select(row => classes.Select(row.Value).ToArray())]);
    }

    private static void AddAgreement(Section section, RunData run, RunTable agreement)
    {
        var table = new PageTable("Agreement with the actual classes", Column.Text("method"), new("accuracy, %", "accuracy_percent"), new("Cohen's κ", "kappa"), new("macro F1", "macro_f1"));
        foreach (var (method, rows) in MethodComparison.ByMethod(run, agreement))
        {
            foreach (var row in rows)
                table.Add(method, new(Figures.Range(row.Number("accuracy_percent"), row.Number("low"), row.Number("high")), row.Number("accuracy_percent")), new(Figures.Fixed(row.Number("kappa"), 3), row.Number("kappa")), new(Figures.Fixed(row.Number("macro_f1"), 3), row.Number("macro_f1")));
        }
        section.Table(table);
    }

    private static void AddClasses(Section section, RunData run, RunTable classes)
    {
        var methods = MethodComparison.ByMethod(run, classes);
        Cell Share(RunRow? row, string column) => new(Figures.Fixed(row?.Number(column), 3), row?.Number(column));
        var scores = new PageTable("F1 of each class", [Column.Text("class"), .. methods.Select(method => new Column(method.Method, method.Method))]);
        foreach (var name in classes.Rows.Select(row => row["class"]).Distinct())
            scores.Add([name, .. methods.Select(method => Share(method.Rows.FirstOrDefault(row => row["class"] == name), "f1"))]);
        section.Table(scores);
        var all = new PageTable("precision, recall and F1 of each method and class", Column.Text("method"), Column.Text("class"), new("precision", "precision"), new("recall", "recall"), new("F1", "f1"), new("examples", "support"));
        foreach (var row in methods.SelectMany(method => method.Rows))
            all.Add(row["method"], row["class"], Share(row, "precision"), Share(row, "recall"), Share(row, "f1"), new(Figures.Count(row.Number("support")), row.Number("support")));
        section.Details(all);
    }
}
