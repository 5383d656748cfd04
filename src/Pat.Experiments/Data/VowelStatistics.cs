using System.Globalization;
using System.Text;
using System.Text.Json;
using MathNet.Numerics.Statistics;

namespace Pat.Experiments.Data;

/// <summary>Mean and covariance of the twelve formants of each vowel, from which <see cref="SyntheticVowels"/> draws.</summary>
/// <param name="Source">Whose measurements these are statistics of.</param>
/// <param name="Units">What the numbers are.</param>
/// <param name="Made">How they were computed.</param>
/// <param name="Classes">One for each vowel, in the order of <see cref="VowelSet.ClassNames"/>.</param>
public sealed record VowelStatistics(string Source, string Units, string Made, IReadOnlyList<VowelMoments> Classes)
{
    /// <summary>The statistics that the program ships: data/vowel-statistics.json.</summary>
    public static VowelStatistics Shipped() => JsonSerializer.Deserialize<VowelStatistics>(ShippedText(), JsonSerializerOptions.Web)!;

    internal static string ShippedText()
    {
        using var reader = new StreamReader(typeof(VowelStatistics).Assembly.GetManifestResourceStream("vowel-statistics.json")!);
        return reader.ReadToEnd();
    }

    /// <summary>Geometric mean of the fourth formant over the vowels, in hertz: for rows in which it was not measured, so that it tells nothing of their vowel.</summary>
    /// <exception cref="InvalidOperationException">The statistics hold none.</exception>
    internal double MeanF4 =>
        Math.Exp(Classes.Average(moments => (moments.Voice ?? throw new InvalidOperationException($"Vowel statistics: expected the voice of {moments.Name}, got none.")).Mean[2]));

    /// <summary>Computes the statistics of measured rows.</summary>
    public static VowelStatistics Of(IReadOnlyList<VowelRow> rows) => new(
        "Hillenbrand, Getty, Clark, Wheeler, Acoustic characteristics of American English vowels, J. Acoust. Soc. Am. 97, 3099-3111 (1995), doi 10.1121/1.411872",
        "natural logarithm of the frequency in Hz; covariances are the lower triangle, row by row; voice: of the duration in ms, the fundamental and the fourth formant at steady state in Hz",
        "mean and sample covariance (divisor n - 1) over the rows of women with all twelve formants measured, the fourth formant where it is measured, by data/make-vowel-statistics.cs; six significant digits",
        [.. VowelSet.ClassNames.Select((name, label) => VowelMoments.Of(name, [.. rows.Where(row => row.Label == label)]))]);

    /// <summary>The text of data/vowel-statistics.json: each row of a triangle on a line of its own.</summary>
    public string ToJson()
    {
        var text = new StringBuilder("{\n");
        text.Append(CultureInfo.InvariantCulture, $"  \"source\": {JsonSerializer.Serialize(Source)},\n");
        text.Append(CultureInfo.InvariantCulture, $"  \"units\": {JsonSerializer.Serialize(Units)},\n");
        text.Append(CultureInfo.InvariantCulture, $"  \"made\": {JsonSerializer.Serialize(Made)},\n");
        text.Append(CultureInfo.InvariantCulture, $"  \"features\": {JsonSerializer.Serialize(VowelSet.FeatureNames)},\n");
        text.Append("  \"classes\": [\n").AppendJoin(",\n", Classes.Select(moments => moments.ToJson())).Append("\n  ]\n}\n");
        return text.ToString();
    }
}

/// <summary>The moments of one vowel.</summary>
/// <param name="Name">The vowel.</param>
/// <param name="Rows">How many rows were counted.</param>
/// <param name="Mean">Means of the features.</param>
/// <param name="Covariance">Lower triangle of their covariance: row i has i + 1 values.</param>
public sealed record VowelMoments(string Name, int Rows, double[] Mean, double[][] Covariance)
{
    /// <summary>Moments of duration, fundamental and fourth formant; null where the rows do not have them.</summary>
    public VoiceMoments? Voice { get; init; }

    internal static VowelMoments Of(string name, IReadOnlyList<VowelRow> rows)
    {
        var features = VowelSet.FeatureNames.Count;
        var logs = rows.Select(row => row.Hertz.Select(hertz => Math.Log(hertz)).ToArray()).ToArray();
        var mean = Enumerable.Range(0, features).Select(f => logs.Average(row => row[f])).ToArray();
        double Covary(int i, int j) =>
            logs.Sum(row => (row[i] - mean[i]) * (row[j] - mean[j])) / (rows.Count - 1);
        var covariance = Enumerable.Range(0, features)
            .Select(i => Enumerable.Range(0, i + 1).Select(j => Covary(i, j)).ToArray()).ToArray();
        return new(name, rows.Count, mean, covariance) { Voice = VoiceMoments.Of([.. rows.Select(row => row.Voice).OfType<VowelVoice>()]) };
    }

    internal string ToJson() =>
        $$"""
            {
              "name": "{{Name}}",
              "rows": {{Rows}},
              "mean": {{Numbers(Mean)}},
              "covariance": [
                {{string.Join(",\n        ", Covariance.Select(Numbers))}}
              ]{{Voice?.ToJson()}}
            }
        """;

    internal static string Numbers(double[] values) =>
        $"[{string.Join(", ", values.Select(value => value.ToString("G6", CultureInfo.InvariantCulture)))}]";
}

/// <summary>The moments of how a vowel is said: natural logarithms of duration in ms, fundamental in Hz and fourth formant in Hz.</summary>
/// <param name="Mean">Means.</param>
/// <param name="Deviation">Sample standard deviations (divisor n - 1).</param>
public sealed record VoiceMoments(double[] Mean, double[] Deviation)
{
    internal static VoiceMoments? Of(IReadOnlyList<VowelVoice> voices)
    {
        double[][] logs =
        [
            [.. voices.Select(voice => Math.Log(voice.Milliseconds))], [.. voices.Select(voice => Math.Log(voice.Pitch))],
            [.. voices.Select(voice => voice.F4).OfType<double>().Select(hertz => Math.Log(hertz))],
        ];
        return logs.Any(log => log.Length < 2) ? null : new([.. logs.Select(log => log.Average())], [.. logs.Select(log => log.StandardDeviation())]);
    }

    internal string ToJson() => $",\n      \"voice\": {{ \"mean\": {VowelMoments.Numbers(Mean)}, \"deviation\": {VowelMoments.Numbers(Deviation)} }}";
}
