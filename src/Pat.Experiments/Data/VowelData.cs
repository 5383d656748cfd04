using Pat.Core.Training;

namespace Pat.Experiments.Data;

/// <summary>The vowels of one seed, split and scaled to [0, 1].</summary>
/// <param name="Train">What networks learn from.</param>
/// <param name="Validation">For reporting during training only.</param>
/// <param name="Test">What accuracies are measured on.</param>
/// <param name="Source">"hillenbrand" for measured vowels, "synthetic" for drawn ones; with <see cref="AudioSuffix"/> where they were spoken by the synthesiser and tracked.</param>
/// <param name="SplitName">"authors", "talker" or "synthetic".</param>
/// <param name="Description">The split and the scaling in words, to print.</param>
public sealed record VowelData(
    Batch Train, Batch Validation, Batch Test, string Source, string SplitName, string Description)
{
    /// <summary>What the source ends with where formants were tracked from sound.</summary>
    public const string AudioSuffix = "-audio";

    /// <summary>How well the formants were tracked; null where they are those of the table.</summary>
    public TrackingError? Tracking { get; init; }

    /// <summary>Whether nobody said these vowels, nor others with these formants.</summary>
    public bool IsSynthetic => Source is "synthetic" or "synthetic" + AudioSuffix;
}
