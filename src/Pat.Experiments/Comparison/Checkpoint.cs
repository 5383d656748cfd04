using System.Text.Json;
using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Data;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Comparison;

/// <summary>A trained network in a run folder: its parameters, where its apparatuses stood at the end of the training, and texts.</summary>
/// <param name="File">The file.</param>
/// <param name="Parameters">The trained parameters.</param>
/// <param name="Apparatuses">Run numbers, programming and clock of each apparatus.</param>
/// <param name="Texts">What the training was, in words.</param>
internal sealed record Checkpoint(string File, IReadOnlyDictionary<string, Tensor> Parameters, IReadOnlyList<LaboratoryState> Apparatuses, IReadOnlyDictionary<string, string> Texts)
{
    private const string What = "Checkpoint";
    private const string Damaged = "The file is damaged, or of another version of the program: copy it again, or train again.";

    // "apparatus 0" is a text, "apparatus 0/programmed" the parameters in force: no layer has such a name.
    private const string Prefix = "apparatus ", Programmed = "/programmed";

    private static readonly JsonSerializerOptions strict = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };

    // A laboratory's state but for the parameters in force, which are a tensor.
    private sealed record Stand(long NextRun, long Programmings, double Time, long NextTwinRun, double ProgrammedAt);

    /// <summary>The text of that name; empty where there is none.</summary>
    public string this[string name] => Texts.GetValueOrDefault(name, "");

    /// <summary>Writes the checkpoint of a training.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="result">What the training gave.</param>
    /// <param name="texts">What it was, in words.</param>
    public static void Write(RunFolder folder, MethodResult result, IReadOnlyDictionary<string, string> texts)
    {
        var (tensors, all) = (new Dictionary<string, Tensor>(result.Parameters), new Dictionary<string, string>(texts));
        foreach (var (i, state) in result.Apparatuses.Index())
        {
            all[Prefix + i] = JsonSerializer.Serialize(new Stand(state.NextRun, state.Programmings, state.Time, state.NextTwinRun, state.ProgrammedAt), strict);
            if (!state.Programmed.IsDefault)
                tensors[Prefix + i + Programmed] = new(state.Programmed.AsSpan(), state.Programmed.Length);
        }
        folder.WriteCheckpoint(NameOf(new(result.Method, result.Seed, result.Device)), tensors, all);
    }

    /// <summary>Reads the checkpoint of a training.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="training">The training.</param>
    /// <exception cref="DataException">It is missing, damaged, or that of another training.</exception>
    public static Checkpoint Read(string folder, Training training)
    {
        var file = Path.Combine(folder, RunFolder.CheckpointOf(NameOf(training)));
        if (!System.IO.File.Exists(file))
            throw new DataException(What, file, $"the trained network of {training}", "no such file", "A run writes it when that training ends. Choose another training, or train again.");
        var (all, texts) = ReadFile(file);
        var parameters = all.Where(tensor => !tensor.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary();
        List<LaboratoryState> apparatuses = [];
        while (texts.TryGetValue(Prefix + apparatuses.Count, out var stand))
            apparatuses.Add(StateOf(file, stand, all.GetValueOrDefault(Prefix + apparatuses.Count + Programmed)));
        var checkpoint = new Checkpoint(file, parameters, apparatuses, texts);
        checkpoint.Require("method", training.Method);
        checkpoint.Require("seed", $"{training.Seed}");
        checkpoint.Require("device", $"{training.Device}");
        return checkpoint;
    }

    /// <summary>Checks a text.</summary>
    /// <exception cref="DataException">It is another one: the file is that of another training.</exception>
    public void Require(string name, string expected)
    {
        if (this[name] != expected)
            throw new DataException(What, File, $"{name} \"{expected}\"", $"\"{this[name]}\"", "The file comes from another training: take that of this run folder.");
    }

    /// <summary>Gives a network these parameters, and puts its laboratories where they stood.</summary>
    /// <exception cref="DataException">Names or shapes of the parameters are not those of the network, or it has other apparatuses.</exception>
    public void CopyTo(ITaskSetup setup)
    {
        CheckNames(setup.Parameters);
        foreach (var (name, own) in setup.Parameters)
        {
            if (!own.HasShapeOf(Parameters[name]))
                throw new DataException(What, File, $"shape {own.ShapeText} of \"{name}\", as in the network of config.json", Parameters[name].ShapeText, Damaged);
        }
        if (Apparatuses.Count != setup.Laboratories.Count)
        {
            throw new DataException(
                What, File, $"where each apparatus of the network stood when the training ended ({setup.Laboratories.Count})", $"{Apparatuses.Count}",
                "Earlier versions of the program did not write it: train again.");
        }
        Deployment.StartFrom(setup, Parameters);
        foreach (var (laboratory, state) in setup.Laboratories.All.Zip(Apparatuses))
            laboratory.State = state;
    }

    private void CheckNames(IReadOnlyDictionary<string, Tensor> own)
    {
        static string Quoted(string name) => $"\"{name}\"";
        if (own.Keys.Where(name => !Parameters.ContainsKey(name)).ToArray() is { Length: > 0 } missing)
            throw new DataException(What, File, $"the parameter {Quoted(missing[0])} of the network of config.json", $"none of that name ({missing.Length} of {own.Count} are missing)", Damaged);
        if (Parameters.Keys.Where(name => !own.ContainsKey(name)).Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } unknown)
            throw new DataException(What, File, "no parameters but those of the network of config.json", string.Join(", ", unknown.Take(3).Select(Quoted)), Damaged);
    }

    private static SafetensorsContent ReadFile(string file)
    {
        try
        {
            return Safetensors.Read(file);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new DataException(What, file, "a whole safetensors file", e.Message, "Copy it again, or train again.");
        }
    }

    private static LaboratoryState StateOf(string file, string text, Tensor? programmed)
    {
        Stand stand;
        try
        {
            stand = JsonSerializer.Deserialize<Stand>(text, strict) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new DataException(What, file, "the state of an apparatus as JSON", $"{text} ({e.Message.TrimEnd('.')})", Damaged);
        }
        if (stand.Programmings > 0 && programmed is null)
            throw new DataException(What, file, "the parameters in force on an apparatus that was programmed", "none", Damaged);
        return new(stand.NextRun, stand.Programmings, stand.Time)
        {
            NextTwinRun = stand.NextTwinRun,
            ProgrammedAt = stand.ProgrammedAt,
            Programmed = programmed is null ? default : [.. programmed.Values],
        };
    }

    // "pat-seed1-device2", "mlp-seed1".
    private static string NameOf(Training training) => FormattableString.Invariant($"{training.Method}-seed{training.Seed}") + (training.Device is { } device ? FormattableString.Invariant($"-device{device}") : "");
}
