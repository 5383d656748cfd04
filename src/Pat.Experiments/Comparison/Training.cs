using Pat.Core.Training;

namespace Pat.Experiments.Comparison;

/// <summary>One training of a comparison.</summary>
/// <param name="Method">The method.</param>
/// <param name="Seed">Run seed.</param>
/// <param name="Device">Device seed; null for a method without a device.</param>
public sealed record Training(string Method, long Seed, long? Device)
{
    /// <summary>"pat, seed 3, device 1".</summary>
    public override string ToString() => $"{Method}, seed {Seed}{(Device is null ? "" : $", device {Device}")}";
}

/// <summary>How far a training has come.</summary>
/// <param name="Training">Which one.</param>
/// <param name="Epoch">The epoch that ended; null when the training is done.</param>
/// <param name="Validation">Accuracy on validation examples after that epoch, in [0, 1]; null where it was not measured.</param>
public sealed record TrainingProgress(Training Training, EpochRecord? Epoch, double? Validation = null);
