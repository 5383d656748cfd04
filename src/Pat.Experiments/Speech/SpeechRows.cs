using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Classification;

namespace Pat.Experiments.Speech;

/// <summary>Recordings as rows of a network's input, in memory.</summary>
/// <param name="all">The rows.</param>
public sealed class SpeechRows(Batch all) : ILabelledRows
{
    /// <inheritdoc/>
    public int Count => all.Labels.Length;

    /// <inheritdoc/>
    public IReadOnlyList<int> Labels => all.Labels;

    /// <inheritdoc/>
    public Batch Part(int first, int count)
    {
        var rows = Math.Min(count, Count - first);
        var x = new Tensor(rows, all.X.RowLength);
        all.X.Values.Slice(first * all.X.RowLength, x.Length).CopyTo(x.AsSpan());
        return new(x, all.Labels[first..(first + rows)]);
    }

    /// <summary>The recordings of a seed as a front end sees them, scaled by its training recordings alone.</summary>
    public static ClassifierData Of(IFrontEnd frontEnd, SpeechData data) => WithScale(frontEnd, data).Rows;

    /// <summary>The same, with what scaled them; null where values keep their size.</summary>
    internal static (ClassifierData Rows, ValueScale? Scale) WithScale(IFrontEnd frontEnd, SpeechData data)
    {
        var (train, validation, test) = (Encode(frontEnd, data.Train), Encode(frontEnd, data.Validation), Encode(frontEnd, data.Test));
        var scale = frontEnd.Deviation is { } deviation ? new ValueScale(train.X, frontEnd.Values, deviation) : null;
        foreach (var batch in (ReadOnlySpan<Batch>)[train, validation, test])
            scale?.Apply(batch.X);
        return (Of(frontEnd, train, validation, test), scale);
    }

    /// <summary>No recordings: what a network is built on that is not to be trained.</summary>
    internal static ClassifierData None(IFrontEnd frontEnd)
    {
        var none = Encode(frontEnd, []);
        return Of(frontEnd, none, none, none);
    }

    private static ClassifierData Of(IFrontEnd frontEnd, Batch train, Batch validation, Batch test) =>
        new(new ShiftedExamples(train, frontEnd.Shift, frontEnd.Values), new SpeechRows(train), new SpeechRows(validation), new SpeechRows(test));

    private static Batch Encode(IFrontEnd frontEnd, IReadOnlyList<Recording> recordings)
    {
        const int together = 32;
        var x = new Tensor(recordings.Count, frontEnd.Steps * frontEnd.Values);
        Workers.ForEachChunk(recordings.Count, together, (from, to) =>
        {
            for (var i = from; i < to; i++)
                frontEnd.Encode(recordings[i], x.Row(i));
        });
        return new(x, [.. recordings.Select(recording => recording.Label)]);
    }
}
