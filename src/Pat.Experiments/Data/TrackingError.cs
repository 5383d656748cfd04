using System.Globalization;
using MathNet.Numerics.Statistics;

namespace Pat.Experiments.Data;

/// <summary>How far tracked formants are from those that were spoken.</summary>
/// <param name="MedianPercent">Median of |tracked / spoken − 1| of F1, F2 and F3, over all rows and times, in per cent.</param>
/// <param name="P95Percent">Its 95th percentile.</param>
/// <param name="Values">How many formants were tracked.</param>
/// <param name="Filled">How many of them were not found in the frame at their time, and taken from the nearest in which they were.</param>
/// <param name="SpokenAgain">How many vowels had to be spoken again, because a formant was not found in any frame.</param>
public sealed record TrackingError(IReadOnlyList<double> MedianPercent, IReadOnlyList<double> P95Percent, int Values, int Filled, int SpokenAgain)
{
    private const int Formants = 3, Digits = 3;

    /// <summary>The columns of a table of data.</summary>
    internal static IReadOnlyList<string> Columns { get; } =
    [
        .. Enumerable.Range(1, Formants).SelectMany(i => (string[])[$"f{i}_error_median_percent", $"f{i}_error_p95_percent"]), "tracked_values", "values_from_near_by", "spoken_again",
    ];

    /// <summary>Their values.</summary>
    internal IReadOnlyList<object> Cells =>
        [.. MedianPercent.Zip(P95Percent).SelectMany(pair => (object[])[Math.Round(pair.First, Digits), Math.Round(pair.Second, Digits)]), Values, Filled, SpokenAgain];

    /// <summary>In words, to stand in a description.</summary>
    internal string Text
    {
        get
        {
            var errors = Enumerable.Range(0, Formants).Select(i => string.Create(CultureInfo.InvariantCulture, $"F{i + 1} {MedianPercent[i]:F1} % ({P95Percent[i]:F1} %)"));
            return "spoken by the synthesiser, formants tracked from the sound; tracked formants are off by "
                + string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", errors)} in the median (95th percentile), {Filled:N0} of {Values:N0} values come from a frame near by, vowels spoken again: {SpokenAgain:N0}");
        }
    }

    internal static TrackingError Of(IReadOnlyList<VowelRow> spoken, IReadOnlyList<TrackedVowel> tracked)
    {
        double[][] errors = [.. Enumerable.Range(0, Formants).Select(formant => ErrorsOf(spoken, tracked, formant).ToArray())];
        return new(
            [.. errors.Select(error => error.Median())], [.. errors.Select(error => error.Quantile(0.95))],
            errors.Sum(error => error.Length), tracked.Sum(vowel => vowel.Filled), tracked.Count(vowel => vowel.Takes > 1));
    }

    private static IEnumerable<double> ErrorsOf(IReadOnlyList<VowelRow> spoken, IReadOnlyList<TrackedVowel> tracked, int formant)
    {
        for (var row = 0; row < spoken.Count; row++)
        {
            for (var feature = formant; feature < tracked[row].Hertz.Length; feature += Formants)
                yield return 100 * Math.Abs(tracked[row].Hertz[feature] / spoken[row].Hertz[feature] - 1);
        }
    }
}
