using Pat.Core.Randomness;

namespace Pat.Experiments.Data;

/// <summary>The vowel task: which of seven vowels a woman said, from twelve formant frequencies.</summary>
public static class VowelSet
{
    /// <summary>The classes, by the codes of Hillenbrand's file; the label of a row is its place here.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["ae", "ah", "aw", "uw", "er", "iy", "ih"];

    /// <summary>The features: three formants at steady state and at 20 %, 50 % and 80 % of the duration.</summary>
    public static IReadOnlyList<string> FeatureNames { get; } =
    [
        "F1 steady", "F2 steady", "F3 steady", "F1 20 %", "F2 20 %", "F3 20 %",
        "F1 50 %", "F2 50 %", "F3 50 %", "F1 80 %", "F2 80 %", "F3 80 %",
    ];

    /// <summary>Opens the measured vowels of a data folder, or without a folder the synthetic ones. Files are read and checked once, here.</summary>
    /// <param name="folder">A folder that holds <see cref="Hillenbrand.RelativePath"/>; null for synthetic vowels.</param>
    /// <param name="split">"authors" (the default) or "talker". Synthetic vowels have the class sizes of "authors" and refuse "talker".</param>
    /// <param name="fromAudio">Whether the vowels are spoken by the synthesiser, and their formants tracked from the sound.</param>
    /// <returns>From the seed of a run to its data.</returns>
    /// <exception cref="DataException">The folder, file or split cannot be used, or formants are not found in a sound.</exception>
    public static Func<long, VowelData> Open(string? folder, string split = "authors", bool fromAudio = false)
    {
        if (split is not ("authors" or "talker"))
            throw new DataException("Split", "--split", "authors or talker", $"\"{split}\"", "Choose one of the two.");
        if (folder is null && split == "talker")
            throw new DataException("Split", "--split", "authors on the shipped synthetic vowels", "talker",
                "Synthetic vowels have no talkers: pass the measured ones with --data DIR.");
        if (folder is null)
            return fromAudio ? SyntheticVowels.Speak : SyntheticVowels.Draw;
        var rows = Hillenbrand.Read(folder);
        if (fromAudio)
            return Spoken(rows, split);
        return split == "authors" ? seed => VowelSplit.Authors(rows, seed) : seed => VowelSplit.Talkers(rows, seed);
    }

    // The same sounds for all seeds, as if they were recordings.
    private static Func<long, VowelData> Spoken(IReadOnlyList<VowelRow> rows, string split)
    {
        var (tracked, error) = new SpokenVowels(Noise.FromSeed(0).Split("spoken measured vowels")).Track(rows);
        var unknown = rows.Count(row => row.Voice?.F4 is null);
        return seed =>
        {
            var data = split == "authors" ? VowelSplit.Authors(tracked, seed) : VowelSplit.Talkers(tracked, seed);
            return data with
            {
                Source = data.Source + VowelData.AudioSuffix,
                Tracking = error,
                Description = $"RE-SYNTHESISED from measured formants, not the original recordings ({rows.Count} rows, {unknown} with the mean F4 of all vowels because theirs was not measured), {error.Text}; {data.Description}",
            };
        };
    }
}

/// <summary>One vowel that was said, or drawn.</summary>
/// <param name="Talker">Who said it, for example "w07"; "nobody" for a drawn one.</param>
/// <param name="Label">Place in <see cref="VowelSet.ClassNames"/>.</param>
/// <param name="Hertz">The formants in Hz, in the order of <see cref="VowelSet.FeatureNames"/>.</param>
public sealed record VowelRow(string Talker, int Label, IReadOnlyList<double> Hertz)
{
    /// <summary>What else is known of how it was said; null for nothing.</summary>
    public VowelVoice? Voice { get; init; }
}

/// <summary>How a vowel was said, besides the three formants.</summary>
/// <param name="Milliseconds">Its duration.</param>
/// <param name="Pitch">Fundamental frequency, in Hz.</param>
/// <param name="F4">Fourth formant at steady state, in Hz; null where it could not be measured.</param>
public sealed record VowelVoice(double Milliseconds, double Pitch, double? F4);
