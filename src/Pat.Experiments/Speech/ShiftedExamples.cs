using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;

namespace Pat.Experiments.Speech;

/// <summary>Rows in memory that are moved in time at random, each time they are learned from; what moves in is the value at the edge.</summary>
/// <param name="all">The rows, all values of the first step first.</param>
/// <param name="most">Largest shift in either direction, in steps.</param>
/// <param name="values">Values of a step.</param>
internal sealed class ShiftedExamples(Batch all, int most, int values) : IExamples
{
    /// <inheritdoc/>
    public int Count => all.Labels.Length;

    /// <inheritdoc/>
    public Batch Pick(ReadOnlySpan<int> chosen, Noise noise, long first)
    {
        var x = Tensor.CreateUninitialized(chosen.Length, all.X.RowLength);
        var labels = new int[chosen.Length];
        for (var i = 0; i < chosen.Length; i++)
        {
            var shift = Math.Min((int)(noise.Uniform(first + i) * (2 * most + 1)), 2 * most) - most;
            Move(all.X.Row(chosen[i]), shift * values, x.Row(i));
            labels[i] = all.Labels[chosen[i]];
        }
        return new(x, labels);
    }

    private void Move(ReadOnlySpan<float> row, int by, Span<float> moved)
    {
        var (last, place) = (row.Length - values, 0);
        for (var step = 0; step < row.Length; step += values)
        {
            row.Slice(Math.Clamp(step - by, 0, last), values).CopyTo(moved[place..]);
            place += values;
        }
    }
}
