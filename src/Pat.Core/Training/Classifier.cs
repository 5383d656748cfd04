using Pat.Core.Tensors;

namespace Pat.Core.Training;

/// <summary>Uses a network as a classifier: the class is the largest output.</summary>
public static class Classifier
{
    /// <summary>The predicted class of each row.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="x">Inputs, [rows, features].</param>
    /// <param name="step">How physical layers are carried out.</param>
    /// <exception cref="NonFiniteException">An output is not finite.</exception>
    public static int[] Predict(Network network, IReadOnlyDictionary<string, Tensor> parameters, Tensor x, PhysicalStep step)
    {
        using var tape = new Autodiff.Tape(recording: false);
        var logits = network.Forward(tape.Constant(x), new Pass(tape, parameters, step)).Value;
        NonFiniteException.Check("the logits", network.Name, logits);
        var classes = new int[logits.Rows];
        for (var row = 0; row < classes.Length; row++)
            classes[row] = IndexOfLargest(logits.Row(row));
        return classes;
    }

    /// <summary>Share of rows whose predicted class is the label, in [0, 1].</summary>
    /// <exception cref="ArgumentException">There are not as many labels as predictions.</exception>
    public static double Accuracy(int[] predicted, int[] labels)
    {
        if (predicted.Length != labels.Length)
            throw new ArgumentException($"Accuracy: expected a label for each prediction, got {predicted.Length} predictions and {labels.Length} labels.");
        var right = 0;
        for (var row = 0; row < labels.Length; row++)
            right += predicted[row] == labels[row] ? 1 : 0;
        return (double)right / labels.Length;
    }

    private static int IndexOfLargest(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
                best = i;
        }
        return best;
    }
}
