using System.Text.Json.Serialization;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.Drift;

/// <summary>When trained networks are looked at on the hardware clock, and how training goes on between.</summary>
public sealed record DriftPlan
{
    /// <summary>Seconds of an hour.</summary>
    public const double Hour = 3600;

    /// <summary>
    /// The plan for vowels. Steps and rate were chosen on validation rows, of seeds 101 to 104: more steps keep no more, 10 steps or a third of the rate keep less.
    /// </summary>
    public static DriftPlan Vowels { get; } = new() { Steps = 30, RateShare = 0.3 };

    /// <summary>
    /// The plan for images. Chosen on validation images, of seed 101 on plate and circuit: three times the rate first loses some points; the plate needs
    /// 2 minutes for a step, so that 10 steps take 21 of the 54 minutes between two checks.
    /// </summary>
    public static DriftPlan Images { get; } = new() { Steps = 10, RateShare = 0.1 };

    /// <summary>
    /// The plan for spoken digits: that of the images with fewer steps, because 64 waveforms twelve times through a plate take 9 minutes. Not chosen by anything.
    /// </summary>
    public static DriftPlan SpokenDigits { get; } = Images with { Steps = 5 };

    /// <summary>How long networks are followed, in hours on the hardware clock.</summary>
    public double Hours { get; init; } = 9;

    /// <summary>Time from one check to the next, in hours.</summary>
    /// <remarks>The drifts of plate and circuit have periods of 2 hours and 10 minutes, which a check at each full hour would meet at one phase, or two.</remarks>
    public double Every { get; init; } = 0.9;

    /// <summary>Steps of training before each check, where training goes on.</summary>
    public int Steps { get; init; } = 10;

    /// <summary>Learning rate of these steps, the same always, as a share of the peak learning rate of training.</summary>
    public double RateShare { get; init; } = 0.1;

    /// <summary>Factor of all that drifts.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>The examples that are classified at each check: test ones, or validation ones to choose by.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<Rows>))]
    public Rows Rows { get; init; } = Rows.Test;

    /// <summary>At most so many of them, the first ones.</summary>
    public int Examples { get; init; } = 2_000;

    /// <summary>Times of the checks, in hours after the end of training; the first is 0.</summary>
    public IReadOnlyList<double> Times() => [.. Enumerable.Range(0, 1 + (int)Math.Floor(Hours / Every + 1e-9)).Select(check => check * Every)];
}

/// <summary>What is done with a trained network.</summary>
public static class DriftPolicy
{
    /// <summary>Its parameters are kept.</summary>
    public const string Once = "once";

    /// <summary>Physics-aware training goes on, some steps before each check.</summary>
    public const string Continued = "continued";

    /// <summary>The method that goes on; networks of the others are kept.</summary>
    public const string ContinuedMethod = "pat";

    /// <summary>The policies that a network of a method is followed with.</summary>
    public static IReadOnlyList<string> Of(string method) => method == ContinuedMethod ? [Once, Continued] : [Once];
}
