namespace Pat.Experiments.Diagnostics;

/// <summary>
/// When gradients are compared during a training, and on how many rows: decided by the number of rows that the training computes, never by a clock.
/// </summary>
/// <remarks>
/// Before training, after an eighth, a quarter and a half of the epochs, and at the end. The least is 64 rows at both ends and 32 in between; it grows with the
/// training up to 512 and 256. A compared row costs about 2.5 training rows (value and gradient of the device once, the gradient of the twin three times),
/// a run of the sampled check 0.65; in all <see cref="Share"/> of the training, except where that would be less than the least. Parts have at least 16 rows, as many as a vector
/// has lanes.
/// </remarks>
/// <param name="Epochs">Epochs, from 0, after which gradients are compared.</param>
/// <param name="Factor">The rows are so many times the least.</param>
internal sealed record GradientLooks(IReadOnlyList<int> Epochs, int Factor)
{
    /// <summary>The largest share of a training's work that is spent.</summary>
    public const double Share = 0.05;

    /// <summary>Draws of the noise in a sampled check.</summary>
    public const int Draws = 4;

    private const int LeastPart = 16, MostFactor = 8;
    private const double WorkOfRow = 2.5, WorkOfRun = 0.65, RunsOfDraw = 4;

    /// <summary>The looks at a training.</summary>
    /// <param name="rows">Training rows.</param>
    /// <param name="epochs">Passes over them.</param>
    public static GradientLooks Of(int rows, int epochs)
    {
        int[] at = [.. new[] { 0, epochs / 8, epochs / 4, epochs / 2, epochs }.Distinct().Order()];
        var compared = (2 * 4 + Math.Max(0, at.Length - 2) * 2) * LeastPart;
        var work = compared * WorkOfRow + 2 * LeastPart * Draws * RunsOfDraw * WorkOfRun;
        return new(at, (int)Math.Clamp(Share * rows * epochs / work, 1, MostFactor));
    }

    /// <summary>Rows that are compared after an epoch, and how many of them at a time; null where nothing is compared.</summary>
    public (int Rows, int PerPart)? After(int epoch)
    {
        if (!Epochs.Contains(epoch))
            return null;
        var rows = (IsEnd(epoch) ? 4 : 2) * LeastPart * Factor;
        return (rows, Math.Max(LeastPart, rows / 8));
    }

    /// <summary>Parts of a comparison whose slope is sampled too; 0 between the ends.</summary>
    public int PartsOfCheck(int epoch) => !IsEnd(epoch) ? 0 : Factor == 1 ? 1 : 2;

    private bool IsEnd(int epoch) => epoch == Epochs[0] || epoch == Epochs[^1];
}
