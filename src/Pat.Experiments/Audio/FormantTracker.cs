using System.Numerics;
using MathNet.Numerics;

namespace Pat.Experiments.Audio;

/// <summary>A resonance of the vocal tract.</summary>
/// <param name="Frequency">In hertz.</param>
/// <param name="Bandwidth">At half power, in hertz.</param>
public readonly record struct Formant(double Frequency, double Bandwidth);

/// <summary>
/// Finds formants as the poles of a linear prediction of short frames (B. S. Atal, S. L. Hanauer, J. Acoust. Soc. Am. 50, 637, 1971,
/// doi 10.1121/1.1912679), and follows them over time.
/// </summary>
/// <remarks>
/// <para>A pole at radius ρ and angle φ is a resonance at f = φ rate / 2π with the bandwidth |ln ρ| rate / π. Poles below <see cref="Lowest"/>, near half the rate
/// or wider than <see cref="Widest"/> shape the spectrum and are no formants.</para>
/// <para>Tracks: among the candidates of each frame, in rising order, those are chosen that change least from frame to frame relative to their frequency and are narrow (a
/// shortest path over the sound, after S. S. McCandless, IEEE Trans. ASSP 22, 135, 1974, and D. Talkin, J. Acoust. Soc. Am. 82 S1, S55, 1987).</para>
/// </remarks>
/// <param name="rate">Samples per second.</param>
public sealed class FormantTracker(int rate)
{
    /// <summary>Resonances that are followed.</summary>
    public const int Formants = 4;

    /// <summary>The lowest formant, in hertz.</summary>
    public const double Lowest = 150;

    /// <summary>The widest formant, in hertz.</summary>
    public const double Widest = 600;

    private const double PreEmphasis = 0.97, BandwidthCost = 1.0 / 400, PassingCost = 1, MissingCost = 6, LowMissingCost = 1;

    private readonly Frames frames = Frames.OfSpeech(rate);

    /// <summary>Poles of the prediction: two for each formant below half the rate (about one per kilohertz for a tract of 17 cm), and four for source and radiation.</summary>
    public int Order { get; init; } = 4 + 2 * Math.Max(2, (int)Math.Round(rate / 2.0 / 1000));

    /// <summary>How the sound is cut.</summary>
    public Frames Frames => frames;

    /// <summary>The resonances of each frame, lowest first.</summary>
    /// <param name="sound">One channel at the tracker's rate.</param>
    public IReadOnlyList<Formant[]> Candidates(Sound sound)
    {
        if (sound.Rate != rate)
            throw new ArgumentException($"FormantTracker: expected a sound of {rate} Hz, got {sound.Rate}.", nameof(sound));
        var samples = Spectrogram.OneChannel(sound).Samples;
        var all = new Formant[frames.Count(samples.Length)][];
        var frame = new double[frames.Length];
        for (var i = 0; i < all.Length; i++)
        {
            for (var t = 0; t < frame.Length; t++)
                frame[t] = At(samples, i * frames.Hop + t) - PreEmphasis * At(samples, i * frames.Hop + t - 1);
            all[i] = LinearPrediction.OfWeighted(frame, Order) is { } prediction ? Resonances(prediction) : [];
        }
        return all;
    }

    /// <summary>The formants F1 ... F4 of each frame, in hertz.</summary>
    /// <param name="sound">One channel at the tracker's rate.</param>
    /// <returns>A row for each frame; NaN where a formant was not found.</returns>
    public double[][] Track(Sound sound)
    {
        var candidates = Candidates(sound);
        double[][][] choices = [.. candidates.Select(Choices)];
        double[][] costs = [.. choices.Select((frame, i) => frame.Select(choice => OwnCost(choice, candidates[i])).ToArray())];
        int[][] from = [.. choices.Select(frame => new int[frame.Length])];
        for (var i = 1; i < choices.Length; i++)
        {
            for (var j = 0; j < choices[i].Length; j++)
            {
                var best = double.PositiveInfinity;
                for (var k = 0; k < choices[i - 1].Length; k++)
                {
                    var cost = costs[i - 1][k] + Distance(choices[i - 1][k], choices[i][j]);
                    if (cost < best)
                        (best, from[i][j]) = (cost, k);
                }
                costs[i][j] += best;
            }
        }
        var track = new double[choices.Length][];
        var at = Array.IndexOf(costs[^1], costs[^1].Min());
        for (var i = choices.Length - 1; i >= 0; i--)
        {
            track[i] = choices[i][at];
            at = from[i][at];
        }
        return track;
    }

    private Formant[] Resonances(LinearPrediction prediction)
    {
        var a = prediction.Coefficients;
        // z^p A(z) as a polynomial in z, lowest power first.
        Complex[] poles = FindRoots.Polynomial([.. a.Reverse()]);
        return
        [
            .. poles.Where(pole => pole.Imaginary > 0)
                .Select(pole => new Formant(pole.Phase * rate / (2 * Math.PI), Math.Abs(Math.Log(pole.Magnitude)) * rate / Math.PI)) // an unstable pole has the spectrum of its mirror image
                .Where(formant => formant.Frequency > Lowest && formant.Frequency < rate / 2.0 - Lowest && formant.Bandwidth < Widest)
                .OrderBy(formant => formant.Frequency),
        ];
    }

    // All ways to take four of the candidates as F1 ... F4, in rising order; where there are fewer, some formants are missing.
    private static double[][] Choices(Formant[] candidates)
    {
        var choices = new List<double[]>();
        Extend([], 0);
        return [.. choices];

        void Extend(double[] chosen, int next)
        {
            if (chosen.Length == Formants)
            {
                choices.Add(chosen);
                return;
            }
            var missing = Formants - chosen.Length;
            for (var i = next; i < candidates.Length; i++)
                Extend([.. chosen, candidates[i].Frequency], i + 1);
            if (candidates.Length - next < missing)
                Extend([.. chosen, double.NaN], next);
        }
    }

    // Wide resonances, narrow ones that are passed over, and missing formants, low ones more: of three resonances the fourth formant is missing unless the frames around say otherwise.
    private static double OwnCost(double[] choice, Formant[] candidates)
    {
        var (cost, next) = (0.0, 0);
        for (var i = 0; i < choice.Length; i++)
        {
            if (double.IsNaN(choice[i]))
            {
                cost += MissingCost + LowMissingCost * (Formants - 1 - i);
                continue;
            }
            for (; candidates[next].Frequency != choice[i]; next++)
                cost += PassingCost * (1 - candidates[next].Bandwidth / Widest);
            cost += BandwidthCost * candidates[next++].Bandwidth;
        }
        return cost;
    }

    private static double Distance(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += double.IsNaN(a[i]) || double.IsNaN(b[i]) ? 0 : 10 * Math.Abs(Math.Log(b[i] / a[i]));
        return sum;
    }

    private static double At(float[] samples, int t) => t >= 0 && t < samples.Length ? samples[t] : 0;
}
