using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Experiments.Comparison;

/// <summary>What one method gave on one seed and device.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Seed">Run seed.</param>
/// <param name="Device">Device seed; null for a method without a device.</param>
/// <param name="DeviceAccuracy">Share of test examples that the network on the device classifies rightly, in [0, 1].</param>
/// <param name="TwinAccuracy">The same on the twin that the method trained with, without noise of its own; on the nominal one where it trained with none.</param>
/// <param name="ValidationAccuracy">Of the validation examples, on the device; null where there are none.</param>
/// <param name="Seconds">Duration, in seconds.</param>
/// <param name="Confusion">Confusion matrix of the test examples on the device, over all repeats.</param>
/// <param name="Parameters">The trained parameters.</param>
public sealed record MethodResult(
    string Method, long Seed, long? Device, double DeviceAccuracy, double TwinAccuracy, double? ValidationAccuracy, double Seconds,
    ConfusionMatrix Confusion, IReadOnlyDictionary<string, Tensor> Parameters)
{
    /// <summary>Peak learning rate.</summary>
    public double LearningRate { get; init; }

    /// <summary>What the hardware was used for; null for a method without a device.</summary>
    public Ledger? Ledger { get; init; }

    /// <summary>Where each apparatus stood at the end, so that it can be used again from there; empty for a method without a device, and where it is not kept.</summary>
    public IReadOnlyList<LaboratoryState> Apparatuses { get; init; } = [];

    /// <summary>Device runs that it took to get the network: training and calibration, without evaluation.</summary>
    public long DeviceRuns => Ledger is null ? 0 : Ledger[Purpose.Train].Runs + Ledger[Purpose.Calibrate].Runs + Ledger[Purpose.FitTwin].Runs;

    /// <summary>
    /// Cosine between the method's gradient over all parameters of the device and that of the device itself, on training examples, without
    /// noise, at the trained parameters; null where the method has no such gradient of its own.
    /// </summary>
    public double? GradientCosine { get; init; }

    /// <summary>Split steps through the crystal; null for other devices.</summary>
    public int? Steps { get; init; }

    /// <summary>Worst relative violation of the Manley-Rowe relation on the device during the run; null for other devices.</summary>
    public double? WorstViolation { get; init; }

    /// <summary>Predicted class of each test example, in the first pass on the device.</summary>
    public IReadOnlyList<int> Predictions { get; init; } = [];

    /// <summary>Class of each test example.</summary>
    public IReadOnlyList<int> Labels { get; init; } = [];

    /// <summary>Warnings of the training, for the user.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
