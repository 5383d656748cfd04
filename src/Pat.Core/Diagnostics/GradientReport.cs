using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Core.Training.Estimators;

namespace Pat.Core.Diagnostics;

/// <summary>How well an estimator's gradient over one physical layer, or over all, agrees with the mean-field gradient of the device.</summary>
/// <param name="Estimator">Name of the estimator.</param>
/// <param name="Layer">Name of the layer, or <see cref="GradientReport.All"/>.</param>
/// <param name="Alignment">Cosine and norm ratio; the cosine is not a number where one of the gradients is zero.</param>
/// <param name="CosineError">Standard error of the cosine; null with a single part.</param>
/// <param name="NormRatioError">Standard error of the norm ratio; null with a single part.</param>
public sealed record LayerAlignment(string Estimator, string Layer, GradientAlignment Alignment, double? CosineError, double? NormRatioError);

/// <summary>Compares the gradients of estimators with the mean-field gradient of a simulated device, layer by layer.</summary>
/// <remarks>
/// <para>The mean-field gradient is the composed derivative of the parts of the device without the noise of single runs: backpropagation through
/// the device whose converters, jitter and noise are taken out (<see cref="Ideal"/>). It is not exactly the gradient of the mean loss on the noisy device, because
/// the parts are not linear; <see cref="SampledSlope"/> says how far apart the two are. Estimators that measure, such as physics-aware training, also measure without
/// noise here: what is compared is the direction that they have by construction, not the scatter of one batch.</para>
/// <para>Errors are those of the rows. The batch is divided into K parts; with c the figure of the mean gradients and c_k the figure without part k,
/// se² = (K − 1)/K Σ (c_k − c̄)², c̄ = Σ c_k / K: the jackknife over groups (Tukey, Ann. Math. Stat. 29, 614, 1958;
/// Efron and Tibshirani, An Introduction to the Bootstrap, 1993, eq. 11.5).</para>
/// </remarks>
public sealed class GradientReport
{
    /// <summary>What stands for all layers together.</summary>
    public const string All = "all";

    private readonly PartGradients truth;

    private GradientReport(PartGradients truth, IReadOnlyList<LayerAlignment> rows) => (this.truth, Rows) = (truth, rows);

    /// <summary>One row for each estimator and layer, then one for all layers.</summary>
    public IReadOnlyList<LayerAlignment> Rows { get; }

    /// <summary>The row of an estimator over all layers.</summary>
    public LayerAlignment Over(string estimator) => Rows.Single(row => row.Estimator == estimator && row.Layer == All);

    /// <summary>The mean-field gradient on the rows of the first parts.</summary>
    /// <param name="parts">How many parts, from 1.</param>
    public IReadOnlyDictionary<string, Tensor> MeanField(int parts) => truth.Mean(parts);

    /// <summary>Compares estimators on a batch.</summary>
    /// <param name="subject">Where.</param>
    /// <param name="rowsPerPart">Rows whose gradient is taken together, at least 1; errors need two parts.</param>
    /// <param name="quiet">The devices without the noise of single runs. Their clocks stay where they are.</param>
    /// <param name="estimators">What is compared, by name.</param>
    /// <exception cref="ArgumentException">A device cannot be differentiated, or no parameter is compared.</exception>
    public static GradientReport Of(
        GradientSubject subject, int rowsPerPart, Laboratories quiet, params IReadOnlyList<(string Name, IGradientEstimator Estimator)> estimators)
    {
        if (subject.Names.Count == 0)
            throw new ArgumentException($"GradientReport of {subject.Network.Name}: expected at least one parameter to compare, got none.", nameof(subject));
        var devices = quiet.All.Select(Differentiable).ToArray();
        Laboratories Here() => new([.. quiet.All.Zip(devices, (laboratory, device) => laboratory.With(device))]);

        var truth = new PartGradients(subject.Names);
        var others = estimators.Select(_ => new PartGradients(subject.Names)).ToArray();
        foreach (var part in subject.Parts(rowsPerPart))
        {
            truth.Add(subject, part, new Ideal(), Here());
            for (var i = 0; i < others.Length; i++)
                others[i].Add(subject, part, estimators[i].Estimator, Here());
            Array.ForEach(devices, device => device.Forget());
        }
        var layers = LayersOfParameters.Group(subject.Names);
        return new(truth, [.. estimators.Zip(others).SelectMany(pair => Compare(pair.First.Name, pair.Second, truth, layers))]);
    }

    /// <summary>The epochs at which an angle is beyond 90 degrees, where following the estimate no longer makes the loss smaller.</summary>
    /// <param name="cosines">Epochs with the cosine of the angle.</param>
    public static IReadOnlyList<int> BeyondRightAngle(IEnumerable<(int Epoch, double Cosine)> cosines) =>
        [.. cosines.Where(point => point.Cosine < 0).Select(point => point.Epoch).Order()];

    private static RememberingDevice Differentiable(Laboratory laboratory) => new(laboratory.Apparatus as IDigitalTwin
        ?? throw new ArgumentException($"GradientReport: {laboratory.Name} cannot be differentiated; only a simulated device can."));

    private static IEnumerable<LayerAlignment> Compare(
        string estimator, PartGradients estimates, PartGradients truth, IReadOnlyList<(string Layer, IReadOnlyList<string> Parameters)> layers)
    {
        var parts = truth.Count;
        var all = (Estimate: estimates.Mean(parts), Truth: truth.Mean(parts));
        var without = Enumerable.Range(0, parts == 1 ? 0 : parts).Select(k => (Estimate: estimates.Mean(parts, k), Truth: truth.Mean(parts, k))).ToArray();
        foreach (var (layer, which) in layers.Select(layer => (layer.Layer, (Func<string, bool>)layer.Parameters.Contains)).Append((All, _ => true)))
        {
            var left = Array.ConvertAll(without, pair => GradientAlignment.Of(pair.Estimate, pair.Truth, which));
            yield return new(
                estimator, layer, GradientAlignment.Of(all.Estimate, all.Truth, which),
                JackknifeError(Array.ConvertAll(left, a => a.Cosine)), JackknifeError(Array.ConvertAll(left, a => a.NormRatio)));
        }
    }

    /// <summary>The standard error from the figures without one part each; null where there are none.</summary>
    internal static double? JackknifeError(ReadOnlySpan<double> without)
    {
        if (without.IsEmpty)
            return null;
        var (mean, squares) = (0.0, 0.0);
        foreach (var value in without)
            mean += value / without.Length;
        foreach (var value in without)
            squares += (value - mean) * (value - mean);
        return Math.Sqrt((without.Length - 1.0) / without.Length * squares);
    }
}
