using Pat.Experiments.Runs;
using Pat.Systems.Benches;
using Pat.Systems.Imperfections;

namespace Pat.Experiments.Diagnostics;

/// <summary>Writes terms.csv: all departures of a device from its nominal twin, as they are set in a run.</summary>
internal static class TermsTable
{
    private static readonly string[] columns = ["name", "group", "kind", "acts", "size", "factor", "formula", "source"];

    /// <summary>Writes the terms of a bench, then what is added to it.</summary>
    public static void Write(IRunTables tables, IBench bench, BenchSettings settings)
    {
        foreach (var term in bench.Terms)
            tables.Append("terms.csv", columns, term.Name, Lower(term.Group), Lower(term.Kind), term.Acts, term.Size, settings.Of(term), term.Formula, term.Source);
        foreach (var added in settings.Added)
        {
            var entry = ImperfectionLibrary.Named(added.Id);
            tables.Append("terms.csv", columns, entry.Id, "added", Lower(entry.Kind), Lower(added.Place), entry.Default, added.Strength, entry.Formula, entry.Source);
        }
    }

    private static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
