using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;

namespace Pat.Core.Diagnostics;

/// <summary>Gradients by one estimator on the parts of a batch: their mean, and what it is without one of them.</summary>
/// <param name="names">The parameters that are kept.</param>
internal sealed class PartGradients(IReadOnlyList<string> names)
{
    private readonly List<(int Rows, Dictionary<string, Tensor> Gradients)> parts = [];

    /// <summary>How many parts there are.</summary>
    public int Count => parts.Count;

    /// <summary>Estimates on one more part. Its tensors lie in ordinary memory, so that they outlive the scope that is open.</summary>
    public void Add(GradientSubject subject, Batch part, IGradientEstimator estimator, Laboratories laboratories)
    {
        using var scope = new TensorScope();
        var estimate = estimator.Estimate(subject.Network, subject.Objective, subject.Parameters, part, laboratories);
        parts.Add((part.Labels.Length, names.ToDictionary(name => name, name => estimate.Gradients[name].Clone())));
    }

    /// <summary>The mean over the first parts, each with the weight of its rows: the gradient on all their rows together.</summary>
    /// <param name="count">How many parts.</param>
    /// <param name="without">The number of a part that is left out; null for none.</param>
    public IReadOnlyDictionary<string, Tensor> Mean(int count, int? without = null)
    {
        var rows = 0;
        for (var i = 0; i < count; i++)
            rows += i == without ? 0 : parts[i].Rows;
        var mean = names.ToDictionary(name => name, name => new Tensor(parts[0].Gradients[name].Shape));
        for (var i = 0; i < count; i++)
        {
            if (i == without)
                continue;
            foreach (var (name, gradient) in parts[i].Gradients)
                AddTo(mean[name].AsSpan(), gradient.Values, (float)parts[i].Rows / rows);
        }
        return mean;
    }

    private static void AddTo(Span<float> sum, ReadOnlySpan<float> values, float weight)
    {
        for (var i = 0; i < sum.Length; i++)
            sum[i] += weight * values[i];
    }
}
