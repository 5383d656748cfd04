using MathNet.Numerics.Statistics;
using Pat.Core.Randomness;

namespace Pat.Core.Diagnostics;

/// <summary>An interval for the difference of the accuracies of two classifiers that saw the same examples, by resampling.</summary>
/// <remarks>
/// The percentile interval of the bootstrap (Efron, Ann. Stat. 7, 1, 1979, doi 10.1214/aos/1176344552; Efron and Tibshirani, An Introduction to the Bootstrap,
/// 1993, section 13.3). Examples are drawn with replacement, both predictions of an example together. Where there are several runs, runs are drawn as well, and
/// the same places of examples in all of them, so that the interval holds for another run on other examples (the pigeonhole bootstrap, Owen, Ann. Appl. Stat.
/// 1, 386, 2007, doi 10.1214/07-AOAS122): what is hard in an example is so in every run that has it, and more runs on the same examples do not average it out.
/// Where runs have examples of their own, what is at the same place has nothing in common, and nothing is added. Few runs make the interval narrow: with 3,
/// one resample in 9 consists of a single run.
/// </remarks>
/// <param name="Difference">Mean over the runs of the accuracy of the first minus that of the second, in [−1, 1].</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct PairedBootstrap(double Difference, double Low, double High)
{
    private const int Resamples = 2_000;

    /// <summary>The difference and its interval.</summary>
    /// <param name="runs">For each run and each of its examples: 1 if only the first is right, −1 if only the second is, 0 otherwise.</param>
    /// <param name="noise">What is drawn.</param>
    /// <param name="confidence">Probability that such intervals cover the difference, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There is no run, or one without examples.</exception>
    public static PairedBootstrap Of(IReadOnlyList<sbyte[]> runs, Noise noise, double confidence = 0.95)
    {
        if (runs.Count == 0 || runs.Any(run => run.Length == 0))
            throw new ArgumentException($"PairedBootstrap: expected at least one run with examples, got {runs.Count} runs, the smallest of {runs.Select(run => run.Length).DefaultIfEmpty().Min()}.", nameof(runs));
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "PairedBootstrap: expected a confidence between 0 and 1.");
        var uniforms = new float[runs.Max(run => run.Length)];
        var differences = new double[Resamples];
        for (var i = 0; i < Resamples; i++)
        {
            noise.Split("examples").Uniforms(i, uniforms);
            for (var k = 0; k < runs.Count; k++)
            {
                var run = runs.Count == 1 ? runs[0] : runs[(int)(noise.Split("runs").Uniform((long)i * runs.Count + k) * (double)runs.Count)];
                differences[i] += MeanOfDrawn(run, uniforms.AsSpan(0, run.Length)) / runs.Count;
            }
        }
        Array.Sort(differences);
        return new(
            runs.Average(run => run.Average(difference => (double)difference)),
            SortedArrayStatistics.Quantile(differences, (1 - confidence) / 2), SortedArrayStatistics.Quantile(differences, (1 + confidence) / 2));
    }

    private static double MeanOfDrawn(sbyte[] run, ReadOnlySpan<float> uniforms)
    {
        var sum = 0;
        foreach (var uniform in uniforms)
            sum += run[(int)(uniform * (double)run.Length)];
        return (double)sum / run.Length;
    }
}
