using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Core.Training;

namespace Pat.Experiments.Classification;

/// <summary>Measures networks on examples, some hundred at a time, so that memory does not grow with their number.</summary>
public static class ClassifierEvaluation
{
    /// <summary>Examples that are sent through a network together.</summary>
    public const int Block = 512;

    private const int PixelsOfABlock = 28 * 28, LongBlock = 64;

    /// <summary>Examples of which a gradient is taken together.</summary>
    private const int GradientBlock = 128;

    /// <summary>Layers computed by the twins, without keeping anything for a gradient.</summary>
    public static PhysicalStep OnTwins(IReadOnlyList<IDigitalTwin> twins, Laboratories laboratories) => PhysicalSteps.Computed(twins, laboratories);

    /// <summary>Long rows are sent a few at a time: 512 pictures of 28x28 pixels, 64 pieces of half a second of sound.</summary>
    /// <param name="features">Length of a row.</param>
    public static int BlockOf(int features) => features <= PixelsOfABlock ? Block : Math.Clamp(Block * PixelsOfABlock / features / LongBlock * LongBlock, LongBlock, Block);

    /// <summary>The same where gradients are taken.</summary>
    /// <param name="features">Length of a row.</param>
    public static int GradientBlockOf(int features) => Math.Min(GradientBlock, BlockOf(features));

    /// <summary>The predicted class of each example.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="rows">The examples.</param>
    /// <param name="step">How physical layers are carried out.</param>
    /// <param name="cancellation">Stops between two blocks.</param>
    /// <param name="most">At most so many, the first ones.</param>
    public static int[] Predict(
        Network network, IReadOnlyDictionary<string, Tensor> parameters, ILabelledRows rows, PhysicalStep step, CancellationToken cancellation, int most = int.MaxValue)
    {
        var predicted = new int[Math.Min(rows.Count, most)];
        var block = rows.Count == 0 ? Block : BlockOf(rows.Part(0, 1).X.RowLength);
        for (var first = 0; first < predicted.Length; first += block)
        {
            cancellation.ThrowIfCancellationRequested();
            Classifier.Predict(network, parameters, rows.Part(first, Math.Min(block, predicted.Length - first)).X, step).CopyTo(predicted, first);
        }
        return predicted;
    }
}
