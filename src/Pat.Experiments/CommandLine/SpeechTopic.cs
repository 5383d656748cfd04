using System.CommandLine;
using Pat.Experiments.Classification;
using Pat.Experiments.Comparison;
using Pat.Experiments.Data;
using Pat.Experiments.Drift;
using Pat.Experiments.Speech;

namespace Pat.Experiments.CommandLine;

/// <summary>Spoken digits, or other words: which one a recording holds.</summary>
internal sealed class SpeechTopic : IClassifierTopic
{
    // Fewer say nothing, and gaps and gradients need some rows.
    private const int FewestRecordings = 10;

    private static readonly SpeechOptions standard = new() { System = "" };

    private readonly Option<string> system = CheckedOption.Word("--system", "The physical system.", null, [.. SpeechSystems.Names]);
    private readonly Option<string> frontEnd = CheckedOption.Word(
        "--front-end", $"What the system gets: {string.Join("; ", FrontEnds.All.Select(one => $"{one.Name}: {one.Description}"))}. The optics takes no waveform.", standard.FrontEnd, [.. FrontEnds.Names]);

    private readonly Option<string> data = CheckedOption.Folder(
        "--data", $"Folder that holds {RecordingFolder.Fsdd}/, or WAV files named LABEL_SPEAKER_INDEX.wav. [default: synthesised digits, which need no file]");

    private readonly Option<string> split = CheckedOption.Word(
        "--split", "How recordings are divided: 'own' tests takes 0 to 4 of every speaker, as the Free Spoken Digit Dataset does, and validates by 5 to 9 (synthesised digits: 0 and 1, and 2); 'speaker' tests a speaker that was not heard in training, another for each seed, and validates by one more (synthesised digits: three and two).",
        standard.Split, [.. SpeechSplit.Names]);

    private readonly Option<int?> recordings = CheckedOption.OptionalInteger(
        "--recordings", "Only so many of the first training recordings; all others as before. [default: all]", null, FewestRecordings, 1_000_000);

    private readonly Option<bool> allTraining = CheckedOption.Flag("--all-training-recordings", "Train on the validation recordings too, and validate by none.");

    public string Name => "spoken-digits";

    public string Example => "recording";

    public string Examples => "recordings";

    public string Title => "Spoken digits";

    public string Question => "Which digit was said, by layers of a simulated physical system that hears the sound or its spectrum.";

    public string SeedsText => "draw of the synthesised digits, the speaker that is left out, starting values, data order, shifts in time, noise";

    public string EpochsText => string.Join(", ", SpeechSystems.All.SelectMany(one => one.FrontEnds.Select(name => (name, one.With(FrontEnds.Named(name), 10).Recipe.Epochs)).GroupBy(pair => pair.Epochs)
        .Select(group => $"{group.Key} for {one.Name} on {string.Join(" and ", group.Select(pair => pair.name))}")));

    public IReadOnlyList<string> Methods => ClassifierMethods.Names;

    public IReadOnlyList<string> StandardMethods => ClassifierMethods.Standard;

    public DriftPlan Drift => DriftPlan.SpokenDigits;

    public IEnumerable<Option> SystemOptions => [system, frontEnd];

    public IEnumerable<Option> DataOptions(bool chooseValidation) => chooseValidation ? [data, split, recordings, allTraining] : [data, split, recordings];

    public ClassifierOptions Read(ParseResult parsed)
    {
        var (name, of) = (parsed.GetValue(system)!, parsed.GetValue(frontEnd)!);
        var chosen = SpeechSystems.Named(name);
        if (!chosen.FrontEnds.Contains(of))
            throw new UsageException("Front end", $"--front-end {of}", $"one that the system '{name}' can take: {string.Join(", ", chosen.FrontEnds)}", of, "Choose another --front-end or another --system.");
        return new SpeechOptions
        {
            System = name,
            FrontEnd = of,
            Epochs = chosen.With(FrontEnds.Named(of), 10).Recipe.Epochs,
            Data = parsed.GetValue(data),
            Split = parsed.GetValue(split)!,
            Recordings = parsed.GetValue(recordings),
            AllTrainingRecordings = parsed.GetResult(allTraining) is not null && parsed.GetValue(allTraining),
        };
    }

    public ClassifierOptions Read(TrainedRun run) => run.Options<SpeechOptions>();

    public ClassifierSource Open(ClassifierOptions chosen)
    {
        var options = (SpeechOptions)chosen;
        var open = SpeechData.Open(options.Data, options.Split, !options.AllTrainingRecordings);
        var all = options.Seeds.ToDictionary(seed => seed, seed => open(seed).WithFirst(options.Recordings ?? int.MaxValue));
        if (all.Values.MinBy(one => one.Train.Count) is { Train.Count: < FewestRecordings } few)
            throw new DataException("Data", few.Description, $"at least {FewestRecordings} training recordings", $"{few.Train.Count}", "Record more takes, or more speakers.");
        var first = all[options.Seeds[0]];
        var frontEnd = FrontEnds.Named(options.FrontEnd);
        var rows = ClassifierSource.Rows(all, recordings => SpeechRows.WithScale(frontEnd, recordings));
        return new()
        {
            System = SpeechSystems.Named(options.System).With(frontEnd, first.Classes),
            DataOf = seed => rows(seed).Rows,
            WriteTables = (folder, seed) => SpeechTables.Write(folder, seed, all[seed], rows(seed).Scale),
            ClassNames = first.ClassNames,
            Source = first.Source,
            Text = $"{SpeechTables.TextOf(first.Description, first.Counts)}{(options.Seeds.Count > 1 && (options.Data is null || options.Split == SpeechSplit.Speaker) ? ". Every seed has its own." : ".")}",
            Split = options.Split,
            Remarks = first.Remarks,
            Where = options.Data ?? "synthesised digits",
            Size = $"{frontEnd.Description}",
            Fingerprint = ClassifierSource.Rows(all, WordOrigins.FingerprintOf),
            Description = seed => all[seed].Description,
            Metadata = new Dictionary<string, string> { ["frontEnd"] = options.FrontEnd, ["split"] = options.Split },
        };
    }
}
