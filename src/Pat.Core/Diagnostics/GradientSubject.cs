using Pat.Core.Tensors;
using Pat.Core.Training;

namespace Pat.Core.Diagnostics;

/// <summary>Where gradients are compared: a network at its parameters, on some examples.</summary>
/// <param name="Network">The network.</param>
/// <param name="Objective">What is differentiated.</param>
/// <param name="Parameters">Parameters by "layer/parameter".</param>
/// <param name="Batch">The examples.</param>
/// <param name="Which">Which parameters, "layer/parameter", are compared; usually those that control devices.</param>
public sealed record GradientSubject(
    Network Network, Objective Objective, IReadOnlyDictionary<string, Tensor> Parameters, Batch Batch, Func<string, bool> Which)
{
    /// <summary>Names of the parameters that are compared, in order.</summary>
    public IReadOnlyList<string> Names => [.. Parameters.Keys.Where(Which).Order(StringComparer.Ordinal)];

    /// <summary>The same on the first examples.</summary>
    /// <param name="rows">How many, at least 1.</param>
    public GradientSubject First(int rows) => this with { Batch = Part(0, rows) };

    /// <summary>The examples in order, so many at a time; the last part has what is left.</summary>
    /// <param name="rows">Rows of a part, at least 1.</param>
    public IEnumerable<Batch> Parts(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        for (var first = 0; first < Batch.Labels.Length; first += rows)
            yield return Part(first, rows);
    }

    private Batch Part(int first, int rows)
    {
        var count = Math.Min(rows, Batch.Labels.Length - first);
        return count == Batch.Labels.Length ? Batch : Copy(first, count);
    }

    private Batch Copy(int first, int count)
    {
        var length = Batch.X.RowLength;
        return new(new Tensor(Batch.X.Values.Slice(first * length, count * length), count, length), Batch.Labels[first..(first + count)]);
    }
}
