namespace Pat.Experiments.Speech;

/// <summary>All recordings of a source, before they are split.</summary>
/// <param name="Recordings">By take, then speaker, then word: the first ones hold every word and speaker.</param>
/// <param name="ClassNames">The words; the label of a recording is its place here.</param>
/// <param name="Source">"fsdd", the folder's name, or "synthetic".</param>
/// <param name="Title">The recordings in words, to print.</param>
/// <param name="Remarks">What a reader should know.</param>
public sealed record RecordingSet(
    IReadOnlyList<Recording> Recordings, IReadOnlyList<string> ClassNames, string Source, string Title, IReadOnlyList<string> Remarks)
{
    /// <summary>Whether nobody said these words.</summary>
    public bool IsSynthetic { get; init; }

    /// <summary>Who speaks, in alphabetical order.</summary>
    public IReadOnlyList<string> Speakers { get; } = [.. Recordings.Select(recording => recording.Speaker).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The order of <see cref="Recordings"/>.</summary>
    internal static IEnumerable<Recording> InOrder(IEnumerable<Recording> recordings) =>
        recordings.OrderBy(recording => recording.Index).ThenBy(recording => recording.Speaker, StringComparer.Ordinal).ThenBy(recording => recording.Label);
}
