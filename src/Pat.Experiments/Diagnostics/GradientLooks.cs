namespace Pat.Experiments.Diagnostics;

/// <summary>
/// When gradients are compared during a training, and on how many rows: decided by the number of rows that the training computes, never by a clock.
/// </summary>
/// <remarks>
/// Before training, after an eighth of the epochs (of long trainings also after a quarter, a half and three quarters), and at the end. The least is 48 rows
/// before, 32 in between and 64 at the end; it grows with the training to eight times that. By count a compared row costs about 5 training rows (value and gradient
/// of the device once, the gradient of the twin three times, in small parts) and a run of the sampled check 0.65: in all <see cref="Share"/> of a training, except where
/// that would be less than the least. Short trainings sample the slope at the end only. Parts have at least 16 rows, as many as a vector has lanes.
/// A training that runs no device takes a quarter of the time or less, and is compared on a quarter of the rows; a short one at its end only, on 32 rows.
/// </remarks>
/// <param name="Epochs">Epochs, from 0, after which gradients are compared.</param>
/// <param name="Factor">The rows are so many times the least.</param>
internal sealed record GradientLooks(IReadOnlyList<int> Epochs, int Factor)
{
    // Rows of the last look, in units.
    private int Last { get; init; } = After;

    /// <summary>The share of a training's work that may be spent.</summary>
    public const double Share = 0.06;

    /// <summary>Draws of the noise in a sampled check.</summary>
    public const int Draws = 4;

    private const int Unit = 16, MostFactor = 8;
    private const int Before = 3, Between = 2, After = 4;
    private const double WorkOfRow = 5, WorkOfRun = 0.65, RunsOfDraw = 4;

    private int PerPart => Unit * Math.Max(1, Factor / 2);

    /// <summary>The looks at a training.</summary>
    /// <param name="rows">Training rows.</param>
    /// <param name="epochs">Passes over them.</param>
    /// <param name="onDevice">Whether the training runs devices.</param>
    public static GradientLooks Of(int rows, int epochs, bool onDevice = true)
    {
        var early = Math.Max(1, epochs / 8);
        int[] few = Distinct(0, early, epochs), many = Distinct(0, early, epochs / 4, epochs / 2, 3 * epochs / 4, epochs);
        var factor = FactorOf(onDevice ? rows : rows / 4, epochs, many);
        return factor > 1 ? new(many, factor) : onDevice ? new(few, 1) : new([epochs], 1) { Last = Between };
    }

    /// <summary>Rows that are compared after an epoch, and how many of them at a time; null where nothing is compared.</summary>
    public (int Rows, int PerPart)? At(int epoch) => Epochs.Contains(epoch)
        ? (Unit * Factor * (epoch == Epochs[^1] ? Last : epoch == 0 ? Before : Between), PerPart)
        : null;

    /// <summary>How many parts of a comparison also have their slope sampled; 0 where it is not.</summary>
    public int PartsOfCheck(int epoch) => epoch == Epochs[^1] || (epoch == 0 && Factor > 1) ? Unit * Factor / PerPart : 0;

    private static int FactorOf(int rows, int epochs, int[] at)
    {
        var compared = (Before + (at.Length - 2) * Between + After) * Unit;
        var work = compared * WorkOfRow + 2 * Unit * Draws * RunsOfDraw * WorkOfRun;
        return (int)Math.Clamp(Share * rows * epochs / work, 1, MostFactor);
    }

    private static int[] Distinct(params int[] epochs) => [.. epochs.Distinct().Order()];
}
