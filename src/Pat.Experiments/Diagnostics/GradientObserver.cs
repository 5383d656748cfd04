using Pat.Core.Diagnostics;
using Pat.Core.Tensors;
using Pat.Experiments.Comparison;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Diagnostics;

/// <summary>
/// Writes gradients.csv: how well the gradients of physics-aware training, its block form and training in silico agree with the mean-field gradient of the device, at the
/// parameters that a training has; and gradient-check.csv: whether the loss on the noisy device has that slope.
/// </summary>
/// <param name="tables">Where they are written.</param>
/// <param name="trainsOnDevice">Whether a method runs devices while it trains, which says how much a training may be looked at.</param>
/// <param name="onRightAngle">Told at the end of a training by physics-aware training in which its gradient was beyond 90 degrees: the training and the epochs.</param>
internal sealed class GradientObserver(
    IRunTables tables, Func<string, bool> trainsOnDevice, Action<Training, IReadOnlyList<int>>? onRightAngle = null) : ITrainingObserver
{
    private const string Method = "pat";

    private static readonly string[] columns =
        ["method", "seed", "device", "epoch", "estimator", "layer", "cosine", "cosine_se", "norm_ratio", "norm_ratio_se"];

    private static readonly string[] checkColumns = ["method", "seed", "device", "epoch", "analytic", "sampled", "standard_error"];

    private readonly Lock gate = new();
    private readonly Dictionary<Training, List<(int Epoch, double Cosine)>> angles = [];

    /// <inheritdoc/>
    public void Look(Training training, ITaskSetup setup, int epoch, int epochs)
    {
        var looks = GradientLooks.Of(setup.Labels(Rows.Train).Count, epochs, trainsOnDevice(training.Method));
        if (looks.At(epoch) is not var (rows, perPart))
            return;
        using var scope = new TensorScope();
        var (report, subject) = DeviceGradients.Compare(setup, rows, perPart);
        foreach (var row in report.Rows)
        {
            tables.Append(
                "gradients.csv", columns, training.Method, training.Seed, training.Device, epoch, row.Estimator, row.Layer,
                Known(row.Alignment.Cosine), Known(row.CosineError), Known(row.Alignment.NormRatio), Known(row.NormRatioError));
        }
        if (training.Method == Method)
            Remember(training, epoch, report.Over(Method).Alignment.Cosine);
        if (looks.PartsOfCheck(epoch) is var parts and > 0)
        {
            var slope = DeviceGradients.Check(setup, report, subject, perPart, parts, GradientLooks.Draws);
            tables.Append("gradient-check.csv", checkColumns, training.Method, training.Seed, training.Device, epoch, slope.Analytic, Known(slope.Sampled), Known(slope.StandardError));
        }
    }

    /// <inheritdoc/>
    public void End(Training training, ITaskSetup setup, MethodResult result)
    {
        List<(int, double)>? seen;
        lock (gate)
            angles.Remove(training, out seen);
        if (GradientReport.BeyondRightAngle(seen ?? []) is { Count: > 0 } epochs)
            onRightAngle?.Invoke(training, epochs);
    }

    private void Remember(Training training, int epoch, double cosine)
    {
        lock (gate)
        {
            if (!angles.TryGetValue(training, out var seen))
                angles[training] = seen = [];
            seen.Add((epoch, cosine));
        }
    }

    // A gradient of zero has no direction: unknown.
    private static double? Known(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
