using System.Text.Json;
using System.Text.Json.Serialization;
using Pat.Core.Diagnostics;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Data;

namespace Pat.Experiments.Runs;

/// <summary>The folder that one run writes: config.json, run.json, tables, checkpoints. Reports read nothing else.</summary>
/// <remarks>Files are replaced whole, through a temporary file beside them, so an interruption never leaves half of one.</remarks>
public sealed class RunFolder
{
    private const string RunFile = "run.json";

    /// <summary>How config.json and run.json are written.</summary>
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private RunFolder(string path) => FullPath = path;

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>
    /// Creates the folder, or uses it where it is empty. One that holds anything is left alone and a numbered sibling is made:
    /// runs/vowels, runs/vowels-2, runs/vowels-3. Programs that start at the same time get different folders.
    /// </summary>
    /// <param name="path">The folder, relative to the working directory or absolute.</param>
    /// <exception cref="DataException">The folder cannot be made or written to. This is known at once, before anything is computed.</exception>
    public static RunFolder Create(string path)
    {
        var wanted = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return Guard(wanted, () =>
        {
            for (var number = 1; ; number++)
            {
                var candidate = number == 1 ? wanted : $"{wanted}-{number}";
                if (TryReserve(candidate))
                    return new RunFolder(candidate);
            }
        });
    }

    /// <summary>The path of a file in the folder.</summary>
    public string PathOf(string file) => Path.Combine(FullPath, file);

    /// <summary>The file of a checkpoint.</summary>
    internal static string CheckpointOf(string name) => $"checkpoint-{name}.safetensors";

    /// <summary>Writes config.json: the experiment's options.</summary>
    public void WriteConfig<T>(T config) => WriteText("config.json", JsonSerializer.Serialize(config, Json));

    /// <summary>Writes run.json: at the start of the run, and again at its end.</summary>
    public void WriteRun(RunInfo run) => WriteText(RunFile, JsonSerializer.Serialize(run, Json));

    /// <summary>Opens a table to which rows are appended while the run lasts.</summary>
    /// <param name="file">Its name, for example "metrics.csv".</param>
    /// <param name="columns">Names of the columns, with units.</param>
    public CsvFile OpenTable(string file, params string[] columns) => Guard(PathOf(file), () => new CsvFile(PathOf(file), columns));

    /// <summary>Writes checkpoint-NAME.safetensors.</summary>
    /// <param name="name">For example the method and seed: "pat-seed3".</param>
    /// <param name="tensors">What is needed to go on: parameters, and states of the optimiser.</param>
    /// <param name="metadata">Texts to go with them.</param>
    public void WriteCheckpoint(string name, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var path = PathOf(CheckpointOf(name));
        Guard(path, () => Safetensors.Write(path, tensors, metadata));
    }

    /// <summary>Writes confusion-NAME.csv: a row for each actual class, a column for each predicted one.</summary>
    public void WriteConfusion(string name, ConfusionMatrix matrix, IReadOnlyList<string> classNames)
    {
        using var table = OpenTable($"confusion-{name}.csv", ["actual\\predicted", .. classNames]);
        for (var actual = 0; actual < matrix.Classes; actual++)
            table.Append([classNames[actual], .. Enumerable.Range(0, matrix.Classes).Select(predicted => (object)matrix[actual, predicted])]);
    }

    /// <summary>Writes a text file whole.</summary>
    public void WriteText(string file, string text) => WriteWhole(PathOf(file), text);

    /// <summary>Writes a text file whole, through a temporary file beside it.</summary>
    internal static void WriteWhole(string path, string text)
    {
        Guard(path, () =>
        {
            try
            {
                File.WriteAllText(path + ".tmp", text.TrimEnd('\n') + "\n");
                File.Move(path + ".tmp", path, overwrite: true);
            }
            catch (IOException)
            {
                File.Delete(path + ".tmp"); // a full disk would keep half of it
                throw;
            }
        });
    }

    // Only one process can create run.json anew, which settles whose folder it is and shows that it can be written.
    private static bool TryReserve(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            return false;
        if (File.Exists(folder))
            throw new IOException("a file of that name");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, RunFile);
        try
        {
            using var reserved = new FileStream(file, FileMode.CreateNew);
            return true;
        }
        catch (IOException) when (File.Exists(file))
        {
            return false;
        }
    }

    internal static void Guard(string path, Action write) =>
        Guard(path, () =>
        {
            write();
            return 0;
        });

    private static T Guard<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException("Run folder", path, "a place to write to", e.Message, "Choose another output folder or check permissions and free space.");
        }
    }
}
