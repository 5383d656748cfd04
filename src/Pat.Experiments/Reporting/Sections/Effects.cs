using Pat.Experiments.Reporting.Plots;

namespace Pat.Experiments.Reporting.Sections;

/// <summary>How much each imperfection changed what reached it, from effects.csv.</summary>
internal static class Effects
{
    private const string None = "no effect";

    public static void Add(Section section, RunData run)
    {
        if (run.Table("effects.csv") is not { } effects)
            return;
        section.Scope(run, effects.Rows, "Root mean square of what an imperfection changed, over that of the values that reached it; means over trainings. Of those that are listed along the signal path: what departs inside the physics has no values of its own (pat attribute says what it costs).");
        var all = effects.Rows.GroupBy(row => (Place: row["place"], Imperfection: row["imperfection"], Kind: row["kind"])).ToArray();
        string[] idle = [.. all.Where(HasNone).Select(effect => $"{effect.Key.Imperfection} ({effect.Key.Place.ToLowerInvariant()})")];
        if (idle.Length > 0)
            section.Add(Html.Of("p", "warning", Html.Of("strong", null, "Without any effect in this run: "), string.Join(", ", idle), "."));
        section.Plot("Relative change by each imperfection", "In the order of the signal path.", new BarPlot(("relative root mean square", "%"), ["relative root mean square"],
            [.. all.Select(effect => new Bar(all.Count(other => other.Key.Imperfection == effect.Key.Imperfection) == 1 ? effect.Key.Imperfection : $"{effect.Key.Imperfection} ({effect.Key.Place})", [100 * Estimates.Mean(effect, "relative_rms") ?? double.NaN], Note: HasNone(effect) ? None : null))])
        { NameColumn = "imperfection" });
        var table = new PageTable("Effects", Column.Text("place"), Column.Text("imperfection"), Column.Text("kind"), new("relative rms, %", "relative_rms_percent"), new("values changed, %", "changed_percent"), Column.Text("remark"));
        foreach (var effect in all)
        {
            var (size, changed) = (100 * Estimates.Mean(effect, "relative_rms"), Estimates.Mean(effect, "changed_percent"));
            table.Add(effect.Key.Place, effect.Key.Imperfection, effect.Key.Kind, new(Figures.Text(size), size), new(Figures.Fixed(changed, 1), changed), HasNone(effect) ? None : "");
        }
        section.Table(table);
    }

    private static bool HasNone(IEnumerable<RunRow> rows) => rows.All(row => row.Number("changed_percent") is 0 or null && row.Number("relative_rms") is 0);
}
