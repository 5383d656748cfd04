namespace Pat.Experiments.Runs;

/// <summary>The tables of a run folder, to which rows are added from several threads.</summary>
public interface IRunTables
{
    /// <summary>Adds a row to a table; its first row makes the file.</summary>
    /// <param name="file">Its name, for example "gap.csv".</param>
    /// <param name="columns">Names of the columns, the same in each call.</param>
    /// <param name="values">One value for each column: numbers, texts, or null where there is none.</param>
    void Append(string file, string[] columns, params object?[] values);
}
