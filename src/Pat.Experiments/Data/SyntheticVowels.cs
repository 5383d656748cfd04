using MathNet.Numerics.LinearAlgebra;
using Pat.Core.Randomness;

namespace Pat.Experiments.Data;

/// <summary>
/// Draws vowels that nobody said, so that the program runs without a download: the logarithms of the twelve formants of each vowel are
/// multivariate normal with the mean and covariance of the real ones.
/// </summary>
/// <remarks>
/// A draw whose formants are out of order (F1 >= F2 or F2 >= F3 at one of the four times) is impossible and is drawn again.
/// Frequencies are positive by construction.
/// </remarks>
public static class SyntheticVowels
{
    private const int TrainPerClass = 25, ValidationPerClass = 5, TestPerClass = 100;
    private const int PerClass = TrainPerClass + ValidationPerClass + TestPerClass;

    /// <summary>175 training, 35 validation and 700 test rows; each seed draws others.</summary>
    public static VowelData Draw(long seed) => VowelSplit.Scale(Pick(seed), "synthetic", "synthetic", Text(seed));

    /// <summary>The same rows as <see cref="Draw"/> draws, spoken by the synthesiser with voices like the real women's; the formants are those found in the sound.</summary>
    /// <exception cref="DataException">The formants of a vowel are not found in its sound.</exception>
    public static VowelData Speak(long seed)
    {
        var (train, validation, test) = Pick(seed);
        var voices = Noise.FromSeed(seed).Split("synthetic voices");
        VowelRow[] rows = [.. train, .. validation, .. test];
        var (found, error) = new SpokenVowels(Noise.FromSeed(seed).Split("spoken vowels")).Track([.. rows.Select((row, i) => row with { Voice = VoiceOf(row, voices, i) })]);
        var tracked = found.ToArray();
        var picked = new PickedRows(tracked[..train.Count], tracked[train.Count..^test.Count], tracked[^test.Count..]);
        return VowelSplit.Scale(picked, "synthetic" + VowelData.AudioSuffix, "synthetic", $"{Text(seed)}, {error.Text}") with { Tracking = error };
    }

    private static PickedRows Pick(long seed)
    {
        List<VowelRow> train = [], validation = [], test = [];
        foreach (var (label, vowel) in VowelStatistics.Shipped().Classes.Index())
        {
            var rows = Sample(vowel, label, PerClass, seed);
            train.AddRange(rows[..TrainPerClass]);
            validation.AddRange(rows[TrainPerClass..^TestPerClass]);
            test.AddRange(rows[^TestPerClass..]);
        }
        return new(train, validation, test);
    }

    private static string Text(long seed) =>
        $"SYNTHETIC vowels of seed {seed}, drawn from the means and covariances of real women's (doi 10.1121/1.411872), without talkers";

    // Duration, fundamental and fourth formant are log-normal and independent.
    private static VowelVoice VoiceOf(VowelRow row, Noise noise, long number)
    {
        var (mean, deviation) = VowelStatistics.Shipped().Classes[row.Label].Voice!;
        Span<float> normals = stackalloc float[3];
        noise.Normals(number, normals);
        return new(Math.Exp(mean[0] + deviation[0] * normals[0]), Math.Exp(mean[1] + deviation[1] * normals[1]), Math.Exp(mean[2] + deviation[2] * normals[2]));
    }

    /// <summary>Possible draws of one vowel: the first of them, in the order of the noise's runs.</summary>
    internal static VowelRow[] Sample(VowelMoments vowel, int label, int count, long seed)
    {
        var noise = Noise.FromSeed(seed).Split("synthetic vowels").Split(label);
        var factor = FactorOf(vowel.Covariance);
        var rows = new List<VowelRow>(count);
        var normals = new float[vowel.Mean.Length];
        for (var run = 0L; rows.Count < count; run++)
        {
            noise.Normals(run, normals);
            var logs = factor * Vector<double>.Build.Dense(normals.Length, i => normals[i]);
            double[] hertz = [.. vowel.Mean.Select((mean, f) => Math.Exp(mean + logs[f]))];
            if (IsPossible(hertz))
                rows.Add(new("nobody", label, hertz));
        }
        return [.. rows];
    }

    private static bool IsPossible(double[] hertz)
    {
        for (var f = 0; f < hertz.Length; f += 3)
        {
            if (hertz[f] >= hertz[f + 1] || hertz[f + 1] >= hertz[f + 2])
                return false;
        }
        return true;
    }

    // The Cholesky factor L: normals z with unit covariance give L z with covariance L Lᵀ.
    private static Matrix<double> FactorOf(double[][] lower) =>
        Matrix<double>.Build.Dense(lower.Length, lower.Length, (i, j) => i >= j ? lower[i][j] : lower[j][i]).Cholesky().Factor;
}
