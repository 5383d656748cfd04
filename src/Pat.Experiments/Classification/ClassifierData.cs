using Pat.Core.Training;

namespace Pat.Experiments.Classification;

/// <summary>The examples of one seed, split, as rows of a network's input.</summary>
/// <param name="Examples">Training examples as networks learn from them, augmented where the recipe says so.</param>
/// <param name="Train">The same without augmentation, to look at.</param>
/// <param name="Validation">For choices and for reporting during training; may be empty.</param>
/// <param name="Test">What accuracies are measured on.</param>
public sealed record ClassifierData(IExamples Examples, ILabelledRows Train, ILabelledRows Validation, ILabelledRows Test)
{
    /// <summary>Length of a row.</summary>
    /// <exception cref="Core.Tensors.ShapeException">The system cannot take such examples.</exception>
    public int Features => Train.Part(0, 1).X.RowLength;
}

/// <summary>Labelled examples as rows of a network's input, made when they are asked for.</summary>
public interface ILabelledRows
{
    /// <summary>Number of examples.</summary>
    int Count { get; }

    /// <summary>Class of each, from 0.</summary>
    IReadOnlyList<int> Labels { get; }

    /// <summary>Some in a row, not augmented.</summary>
    /// <param name="first">The first one.</param>
    /// <param name="count">How many; up to the last if there are not so many.</param>
    Batch Part(int first, int count);
}
