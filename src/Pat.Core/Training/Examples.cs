using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Core.Training;

/// <summary>What a network learns from, batch by batch: rows that lie in memory, or rows that are made when they are needed.</summary>
public interface IExamples
{
    /// <summary>How many examples there are.</summary>
    int Count { get; }

    /// <summary>Some of them, augmented if that is wanted.</summary>
    /// <param name="chosen">Their numbers, from 0.</param>
    /// <param name="noise">Stream of the augmentation.</param>
    /// <param name="first">Number of the first of them among all examples that the training has seen: what the augmentation is keyed by.</param>
    /// <returns>The batch, in memory of the tensor scope that is open.</returns>
    Batch Pick(ReadOnlySpan<int> chosen, Noise noise, long first);
}

/// <summary>Examples that lie in memory as rows.</summary>
/// <param name="all">All of them.</param>
/// <param name="sigma">Standard deviation of Gaussian noise added to the inputs of each batch; 0 adds none.</param>
/// <exception cref="ArgumentException">There are not as many labels as rows.</exception>
public sealed class RowExamples(Batch all, double sigma = 0) : IExamples
{
    private readonly Batch all = all.Labels.Length == all.X.Rows
        ? all
        : throw new ArgumentException($"Training data: expected a label for each row, got X {all.X.ShapeText} and {all.Labels.Length} labels.", nameof(all));

    /// <inheritdoc/>
    public int Count => all.Labels.Length;

    /// <inheritdoc/>
    public Batch Pick(ReadOnlySpan<int> chosen, Noise noise, long first)
    {
        var x = Tensor.CreateUninitialized(chosen.Length, all.X.RowLength);
        var labels = new int[chosen.Length];
        for (var i = 0; i < chosen.Length; i++)
        {
            all.X.Row(chosen[i]).CopyTo(x.Row(i));
            labels[i] = all.Labels[chosen[i]];
        }
        return new(Augment(x, noise, first), labels);
    }

    private Tensor Augment(Tensor clean, Noise noise, long first)
    {
        if (sigma == 0)
            return clean;
        var x = Tensor.CreateLike(clean);
        noise.Normals(first, x);
        var values = x.AsSpan();
        for (var i = 0; i < values.Length; i++)
            values[i] = clean.Values[i] + (float)sigma * values[i];
        return x;
    }
}
