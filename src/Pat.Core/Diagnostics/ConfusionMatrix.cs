namespace Pat.Core.Diagnostics;

/// <summary>How often each class was taken for each, and the usual figures of merit.</summary>
/// <remarks>A figure whose denominator is 0, such as the precision of a class that was never predicted, is NaN.</remarks>
public sealed class ConfusionMatrix
{
    private readonly long[,] counts;

    /// <summary>Creates a matrix without counts.</summary>
    /// <param name="classes">Number of classes, at least 2.</param>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        counts = new long[classes, classes];
        Classes = classes;
    }

    /// <summary>Counts predictions.</summary>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="labels">Class of each example, from 0.</param>
    /// <param name="predicted">Predicted class of each example.</param>
    /// <exception cref="ArgumentException">There are not as many labels as predictions.</exception>
    public static ConfusionMatrix Of(int classes, IReadOnlyList<int> labels, IReadOnlyList<int> predicted)
    {
        if (labels.Count != predicted.Count)
            throw new ArgumentException($"ConfusionMatrix: expected a label for each prediction, got {predicted.Count} predictions and {labels.Count} labels.", nameof(labels));
        var matrix = new ConfusionMatrix(classes);
        for (var row = 0; row < labels.Count; row++)
            matrix.Add(labels[row], predicted[row]);
        return matrix;
    }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Number of examples counted.</summary>
    public long Total { get; private set; }

    /// <summary>How many examples of a class were predicted as another, or the same.</summary>
    public long this[int actual, int predicted] => counts[actual, predicted];

    /// <summary>Share of the examples that were predicted right.</summary>
    public double Accuracy => (double)Diagonal / Total;

    /// <summary>Mean of <see cref="F1"/> over the classes.</summary>
    public double MacroF1
    {
        get
        {
            var sum = 0.0;
            for (var k = 0; k < Classes; k++)
                sum += F1(k);
            return sum / Classes;
        }
    }

    /// <summary>
    /// Cohen's kappa (p_o − p_e) / (1 − p_e): agreement beyond that of chance, 1 at best
    /// (Cohen, Educ. Psychol. Meas. 20, 37, 1960, doi 10.1177/001316446002000104).
    /// </summary>
    public double Kappa
    {
        get
        {
            var byChance = 0.0;
            for (var k = 0; k < Classes; k++)
                byChance += (double)OfClass(k) / Total * PredictedAs(k) / Total;
            return (Accuracy - byChance) / (1 - byChance);
        }
    }

    private long Diagonal
    {
        get
        {
            var sum = 0L;
            for (var k = 0; k < Classes; k++)
                sum += counts[k, k];
            return sum;
        }
    }

    /// <summary>Counts one example.</summary>
    /// <param name="actual">Its class, counted from 0.</param>
    /// <param name="predicted">The class that it was taken for.</param>
    public void Add(int actual, int predicted)
    {
        CheckClass(actual);
        CheckClass(predicted);
        counts[actual, predicted]++;
        Total++;
    }

    /// <summary>Adds the counts of another matrix.</summary>
    /// <param name="other">A matrix of as many classes.</param>
    public void Add(ConfusionMatrix other)
    {
        if (other.Classes != Classes)
            throw new ArgumentException($"ConfusionMatrix: expected a matrix of {Classes} classes, got {other.Classes}.", nameof(other));
        for (var actual = 0; actual < Classes; actual++)
        {
            for (var predicted = 0; predicted < Classes; predicted++)
                counts[actual, predicted] += other.counts[actual, predicted];
        }
        Total += other.Total;
    }

    /// <summary>Share of the examples predicted as class k that are of class k.</summary>
    public double Precision(int k) => (double)counts[k, k] / PredictedAs(k);

    /// <summary>Share of the examples of class k that were predicted as class k.</summary>
    public double Recall(int k) => (double)counts[k, k] / OfClass(k);

    /// <summary>The harmonic mean of precision and recall of class k, as 2 true positives / (examples of it + predictions of it).</summary>
    public double F1(int k) => 2.0 * counts[k, k] / (OfClass(k) + PredictedAs(k));

    /// <summary>How many examples are of class k.</summary>
    public long Support(int k) => OfClass(k);

    private long OfClass(int k)
    {
        var sum = 0L;
        for (var predicted = 0; predicted < Classes; predicted++)
            sum += counts[k, predicted];
        return sum;
    }

    private long PredictedAs(int k)
    {
        var sum = 0L;
        for (var actual = 0; actual < Classes; actual++)
            sum += counts[actual, k];
        return sum;
    }

    private void CheckClass(int k)
    {
        if ((uint)k >= (uint)Classes)
            throw new ArgumentOutOfRangeException(nameof(k), k, $"ConfusionMatrix: expected a class from 0 to {Classes - 1}.");
    }
}
