using Pat.Experiments.Comparison;

namespace Pat.Experiments.Drift;

/// <summary>When trained networks are looked at on the hardware clock, and how training goes on between.</summary>
public sealed record DriftPlan
{
    /// <summary>Seconds of an hour.</summary>
    public const double Hour = 3600;

    /// <summary>How long networks are followed, in hours on the hardware clock.</summary>
    public double Hours { get; init; } = 8;

    /// <summary>Time from one check to the next, in hours.</summary>
    public double Every { get; init; } = 1;

    /// <summary>Steps of training before each check, where training goes on.</summary>
    public int Steps { get; init; } = 10;

    /// <summary>Learning rate of these steps, the same always, as a share of the peak learning rate of training.</summary>
    public double RateShare { get; init; } = 0.1;

    /// <summary>Factor of all that drifts.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>The examples that are classified at each check: test ones, or validation ones to choose by.</summary>
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
