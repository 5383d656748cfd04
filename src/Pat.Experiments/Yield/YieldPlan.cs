namespace Pat.Experiments.Yield;

/// <summary>How networks get onto many fabricated devices, and onto which.</summary>
public sealed record YieldPlan
{
    /// <summary>Trained once, by any method, and deployed on every device as it is.</summary>
    public const string Deployed = "deployed";

    /// <summary>Trained by physics-aware training on each device anew.</summary>
    public const string TrainedOnEach = "trained-on-each";

    /// <summary>Trained by physics-aware training on one device and deployed on the others as it is.</summary>
    public const string Transfer = "transfer";

    /// <summary>The same, and then trained for a short time on the device where it is used.</summary>
    public const string FineTuned = "fine-tuned";

    /// <summary>The method of all policies but the first.</summary>
    public const string OnDevice = "pat";

    /// <summary>All policies.</summary>
    public static IReadOnlyList<string> All { get; } = [Deployed, Transfer, FineTuned, TrainedOnEach];

    /// <summary>The policies that are compared.</summary>
    public IReadOnlyList<string> Policies { get; init; } = All;

    /// <summary>The method of <see cref="Deployed"/>.</summary>
    public string Method { get; init; } = "in-silico";

    /// <summary>Device seed of the one device that networks are trained on before they are deployed.</summary>
    public long TrainedOn { get; init; }

    /// <summary>Device seeds of the devices that they are used on.</summary>
    public required IReadOnlyList<long> Devices { get; init; }

    /// <summary>Passes over the training examples on the device where a fine-tuned network is used. Our choice, not tuned.</summary>
    public int FineTuneEpochs { get; init; } = 1;

    /// <summary>Peak learning rate of fine-tuning over that of physics-aware training. Our choice, not tuned.</summary>
    public double FineTuneRate { get; init; } = 0.1;

    /// <summary>The method of a policy.</summary>
    public string MethodOf(string policy) => policy == Deployed ? Method : OnDevice;

    /// <summary>The methods by which networks are trained once, before they are used.</summary>
    public IReadOnlyList<string> TrainedOnce => [.. Policies.Where(policy => policy != TrainedOnEach).Select(MethodOf).Distinct()];
}

/// <summary>A network on one of the devices.</summary>
/// <param name="Policy">How it got there.</param>
/// <param name="Method">How it was trained.</param>
/// <param name="Seed">Run seed.</param>
/// <param name="TrainedOn">Device seed of the device that it was trained on first; null where none was used.</param>
/// <param name="Device">Device seed of the device that it is used on.</param>
/// <param name="Accuracy">Share of test examples that it classifies rightly there, in [0, 1].</param>
/// <param name="TrainRuns">Runs of this device that training took.</param>
public sealed record YieldRow(string Policy, string Method, long Seed, long? TrainedOn, long Device, double Accuracy, long TrainRuns);
