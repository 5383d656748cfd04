using Pat.Experiments.Comparison;
using Pat.Experiments.Data;

namespace Pat.Experiments.Vowels;

/// <summary>The results at one strength of the device's departures.</summary>
/// <param name="Strength">Factor of all departures.</param>
/// <param name="Options">What was run, with the steps that the strength needs.</param>
/// <param name="Violation">Worst violation of the Manley-Rowe relation on random programs with these steps.</param>
/// <param name="Results">In the order of methods, seeds and devices.</param>
/// <param name="Complete">Whether all results are there.</param>
public sealed record VowelSweepPoint(double Strength, VowelOptions Options, double Violation, IReadOnlyList<MethodResult> Results, bool Complete);

/// <summary>Repeats the experiment over the strength of all departures of the device from its nominal twin.</summary>
public static class VowelSweep
{
    /// <summary>The strengths: from none to twice the default.</summary>
    public static IReadOnlyList<double> Strengths { get; } = [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2];

    /// <summary>The methods that a sweep compares by default.</summary>
    public static IReadOnlyList<string> Methods { get; } = ["ideal", "pat", "in-silico", "block-pat"];

    /// <summary>The points of the sweep that are to be run: each with its gap and with the steps that this needs.</summary>
    /// <param name="options">What is run at strength 1.</param>
    /// <param name="strengths">The strengths.</param>
    /// <exception cref="DataException">No number of steps is enough for a strength.</exception>
    public static IReadOnlyList<VowelSweepPoint> Plan(VowelOptions options, IReadOnlyList<double> strengths) =>
    [
        .. strengths.Select(strength =>
        {
            var (raised, violation) = VowelSteps.Raise(options with { Gap = options.Gap.Scaled(strength) });
            return new VowelSweepPoint(strength, raised, violation, [], Complete: false);
        }),
    ];

    /// <summary>Runs the points, one after the other, until the sweep is cancelled.</summary>
    /// <param name="plan">The points; see <see cref="Plan"/>.</param>
    /// <param name="data">From a run seed to its vowels.</param>
    /// <param name="onResult">Called with each result as soon as it is there, from one thread at a time.</param>
    /// <param name="onProgress">Called after each epoch, from several threads.</param>
    /// <param name="cancellation">Stops the sweep; what was done before is kept.</param>
    /// <returns>The points that have results.</returns>
    public static IReadOnlyList<VowelSweepPoint> Run(
        IReadOnlyList<VowelSweepPoint> plan, Func<long, VowelData> data, Action<VowelSweepPoint, MethodResult>? onResult = null,
        Action<TrainingProgress>? onProgress = null, CancellationToken cancellation = default)
    {
        var points = new List<VowelSweepPoint>();
        foreach (var point in plan)
        {
            var (results, complete) = VowelExperiment.Run(
                point.Options, data, result => onResult?.Invoke(point, result), onProgress, cancellation: cancellation);
            if (results.Count > 0)
                points.Add(point with { Results = results, Complete = complete });
            if (!complete)
                break;
        }
        return points;
    }
}
