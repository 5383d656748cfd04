using Pat.Experiments.Data;

namespace Pat.Experiments.Speech;

/// <summary>The recordings of one seed, split.</summary>
/// <param name="Train">What networks learn from.</param>
/// <param name="Validation">For choices and for reporting during training.</param>
/// <param name="Test">What accuracies are measured on.</param>
/// <param name="ClassNames">The words; the label of a recording is its place here.</param>
/// <param name="Source">"fsdd" or the folder's name for files, "synthetic" for synthesised digits.</param>
/// <param name="SplitName">One of <see cref="SpeechSplit.Names"/>.</param>
/// <param name="Description">The recordings and the split in words, to print; see also <see cref="Counts"/>.</param>
/// <param name="Remarks">What a reader should know: files that are not the ones of their name, other sampling rates, words that a speaker did not say.</param>
public sealed record SpeechData(
    IReadOnlyList<Recording> Train, IReadOnlyList<Recording> Validation, IReadOnlyList<Recording> Test,
    IReadOnlyList<string> ClassNames, string Source, string SplitName, string Description, IReadOnlyList<string> Remarks)
{
    /// <summary>Samples per second of all recordings.</summary>
    public const int Rate = 8000;

    /// <summary>Whether nobody said these words.</summary>
    public bool IsSynthetic { get; init; }

    /// <summary>Number of classes.</summary>
    public int Classes => ClassNames.Count;

    /// <summary>The numbers of recordings in words.</summary>
    public string Counts => CountsOf(Train.Count, Validation.Count, Test.Count);

    /// <summary>Numbers of recordings in words.</summary>
    internal static string CountsOf(long train, long validation, long test) => FormattableString.Invariant($"{train:N0} training, {validation:N0} validation, {test:N0} test recordings");

    /// <summary>Who speaks the test recordings, in alphabetical order.</summary>
    public IReadOnlyList<string> TestSpeakers => [.. Test.Select(recording => recording.Speaker).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Opens the recordings of a folder, or without a folder the synthesised digits. Files are read and checked once, here.</summary>
    /// <param name="folder">A folder as <see cref="RecordingFolder"/> reads it; null for synthesised digits.</param>
    /// <param name="split">One of <see cref="SpeechSplit.Names"/>.</param>
    /// <param name="keepValidation">False to train on the validation recordings too, and validate on none.</param>
    /// <returns>
    /// From the seed of a run to its data. Recordings of files are the same for all seeds, and so is their own split; the speakers that are left out change with the seed.
    /// Synthesised digits are others for each seed.
    /// </returns>
    /// <exception cref="DataException">The folder, a file or the split cannot be used.</exception>
    public static Func<long, SpeechData> Open(string? folder, string split = SpeechSplit.Own, bool keepValidation = true)
    {
        if (!SpeechSplit.Names.Contains(split))
            throw new DataException("Split", "--split", string.Join(" or ", SpeechSplit.Names), $"\"{split}\"", "Choose one of them.");
        if (folder is null)
            return seed => SyntheticSpokenDigits.Draw(seed, split, keepValidation);
        var recordings = RecordingFolder.Read(folder);
        if (split == SpeechSplit.Speaker)
        {
            SpeechSplit.BySpeaker(recordings, seed: 1, keepValidation); // what is missing is known at once
            return seed => SpeechSplit.BySpeaker(recordings, seed, keepValidation);
        }
        var data = SpeechSplit.ByTake(recordings, keepValidation);
        return _ => data;
    }

    /// <summary>The same with the first training recordings only.</summary>
    /// <param name="count">How many; all if there are not more.</param>
    public SpeechData WithFirst(int count)
    {
        if (count >= Train.Count)
            return this;
        Recording[] kept = [.. Train.Take(count)];
        static int Words(IEnumerable<Recording> recordings) => recordings.Select(recording => recording.Label).Distinct().Count();
        static int Speakers(IEnumerable<Recording> recordings) => recordings.Select(recording => recording.Speaker).Distinct().Count();
        var missing = Words(kept) < Words(Train) || Speakers(kept) < Speakers(Train);
        return this with
        {
            Train = kept,
            Description = FormattableString.Invariant($"{Description}; of the {Train.Count:N0} that would train only the first {count:N0} do"),
            Remarks = missing ? [.. Remarks, $"The first {count:N0} training recordings hold {Words(kept)} of {Words(Train)} words and {Speakers(kept)} of {Speakers(Train)} speakers."] : Remarks,
        };
    }
}
