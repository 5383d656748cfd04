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
    /// <returns>From the seed of a run to its data.</returns>
    /// <exception cref="DataException">The folder, file or split cannot be used.</exception>
    public static Func<long, VowelData> Open(string? folder, string split = "authors")
    {
        if (split is not ("authors" or "talker"))
            throw new DataException("Split", "--split", "authors or talker", $"\"{split}\"", "Choose one of the two.");
        if (folder is null && split == "talker")
            throw new DataException("Split", "--split", "authors on the shipped synthetic vowels", "talker",
                "Synthetic vowels have no talkers: pass the measured ones with --data DIR.");
        if (folder is null)
            return SyntheticVowels.Draw;
        var rows = Hillenbrand.Read(folder);
        return split == "authors" ? seed => VowelSplit.Authors(rows, seed) : seed => VowelSplit.Talkers(rows, seed);
    }
}

/// <summary>One vowel that was said, or drawn.</summary>
/// <param name="Talker">Who said it, for example "w07"; "nobody" for a drawn one.</param>
/// <param name="Label">Place in <see cref="VowelSet.ClassNames"/>.</param>
/// <param name="Hertz">The formants in Hz, in the order of <see cref="VowelSet.FeatureNames"/>.</param>
public sealed record VowelRow(string Talker, int Label, IReadOnlyList<double> Hertz);
