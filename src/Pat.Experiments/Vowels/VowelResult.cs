using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Experiments.Vowels;

/// <summary>What one method gave on one seed and device.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Seed">Run seed.</param>
/// <param name="Device">Device seed; null for a digital method.</param>
/// <param name="DeviceAccuracy">Share of test rows that the network on the device classifies rightly, in [0, 1].</param>
/// <param name="TwinAccuracy">The same on the twin that the method trained with.</param>
/// <param name="ValidationAccuracy">Of the validation rows, on the device.</param>
/// <param name="Seconds">Duration, in seconds.</param>
/// <param name="Confusion">Confusion matrix of the test rows on the device, over all repeats.</param>
/// <param name="Parameters">The trained parameters.</param>
public sealed record VowelResult(
    string Method, long Seed, long? Device, double DeviceAccuracy, double TwinAccuracy, double ValidationAccuracy, double Seconds,
    ConfusionMatrix Confusion, IReadOnlyDictionary<string, Tensor> Parameters)
{
    /// <summary>What the hardware was used for; null for a digital method.</summary>
    public Ledger? Ledger { get; init; }

    /// <summary>Device runs that it took to get the network: training and calibration, without evaluation.</summary>
    public long DeviceRuns => Ledger is null ? 0 : Ledger[Purpose.Train].Runs + Ledger[Purpose.Calibrate].Runs + Ledger[Purpose.FitTwin].Runs;

    /// <summary>
    /// Cosine between the method's gradient over all programs and that of the device, on the training rows, without noise, at the trained
    /// parameters; null where the method has no gradient of its own there.
    /// </summary>
    public double? GradientCosine { get; init; }

    /// <summary>Split steps through the crystal; null for a digital method.</summary>
    public int? Steps { get; init; }

    /// <summary>Worst relative violation of the Manley-Rowe relation on the device during the run.</summary>
    public double? WorstViolation { get; init; }

    /// <summary>Warnings of the training, for the user.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
