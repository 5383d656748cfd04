using Pat.Experiments.Comparison;
using Pat.Experiments.Data;
using Pat.Experiments.Reporting;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Speech;

/// <summary>What a run folder keeps of its recordings, so that its networks can hear others: how values were scaled, and which recordings there were.</summary>
internal static class SpeechTables
{
    private const string Scaling = "scaling.csv", Recordings = "recordings.csv";
    private static readonly string[] scalingColumns = ["seed", "value", "mean", "factor"];
    private static readonly string[] recordingColumns = ["seed", "part", "word", "speaker", "take", "fingerprint"];

    /// <summary>Writes the rows of a seed.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="seed">Run seed.</param>
    /// <param name="data">Its recordings.</param>
    /// <param name="scale">How their values were scaled; null where they were not.</param>
    public static void Write(IRunTables folder, long seed, SpeechData data, ValueScale? scale)
    {
        foreach (var (part, recordings) in WordOrigins.PartsOf(data))
        {
            foreach (var recording in recordings)
                folder.Append(Recordings, recordingColumns, seed, part, data.ClassNames[recording.Label], recording.Speaker, recording.Index, WordOrigins.FingerprintOf(recording.Sound));
        }
        // In double, which reads back to the same bits.
        for (var value = 0; value < scale?.Means.Count; value++)
            folder.Append(Scaling, scalingColumns, seed, value, (double)scale.Means[value], (double)scale.Factors[value]);
    }

    /// <summary>How the values of a seed were scaled; null for a front end that does not scale them.</summary>
    /// <exception cref="DataException">The table is missing or damaged.</exception>
    public static ValueScale? ScaleOf(TrainedRun run, long seed, IFrontEnd frontEnd)
    {
        if (frontEnd.Deviation is not { } deviation)
            return null;
        var rows = run.Table(Scaling).Rows.Where(row => row.Whole("seed") == seed).ToArray();
        if (!rows.Select(row => row.Whole("value")).SequenceEqual(Enumerable.Range(0, frontEnd.Values).Select(value => (long?)value)))
        {
            throw new DataException(
                "Run folder", Path.Combine(run.FullPath, Scaling), $"seed {seed} with the values 0 to {frontEnd.Values - 1} of the front end '{frontEnd.Name}'", $"{rows.Length} rows",
                "The folder is damaged or of another version of the program: train again.");
        }
        float[] Column(string name) => [.. rows.Select(row => double.IsFinite(row.Value(name)) ? (float)row.Value(name) : throw row.Table.Unusable(row.Line, name, "a finite number", row[name]))];
        return new(Column("mean"), Column("factor"), deviation);
    }

    /// <summary>The recordings of a seed.</summary>
    /// <exception cref="DataException">The table is missing or damaged.</exception>
    public static WordOrigins OriginsOf(TrainedRun run, long seed) =>
        new(run.Table(Recordings).Rows.Where(row => row.Whole("seed") == seed).Select(row => (row["part"], row["fingerprint"])));

    /// <summary>The data of a seed in words.</summary>
    /// <exception cref="DataException">The table is missing or damaged.</exception>
    public static string TextOf(TrainedRun run, long seed)
    {
        var row = run.RowOf(seed);
        return TextOf(row["description"], SpeechData.CountsOf((long)row.Value("training_recordings"), (long)row.Value("validation_recordings"), (long)row.Value("test_recordings")));
    }

    /// <summary>Data in words.</summary>
    public static string TextOf(string description, string counts) => $"{description}; {counts}";
}
