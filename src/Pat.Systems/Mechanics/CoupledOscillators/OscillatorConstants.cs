namespace Pat.Systems.Mechanics.CoupledOscillators;

/// <summary>The numbers of the integrator, ready for the kernel.</summary>
internal sealed class OscillatorConstants(CoupledOscillatorsDescription description, double angleError)
{
    private const int PartsInFloats = 16 << 20;

    private readonly double h = description.TimeStep;

    public int N { get; } = description.Oscillators;
    public int Padded { get; } = CouplingMatrix.Padded(description.Oscillators);
    public int Steps { get; } = description.Steps;

    /// <summary>1 + η: the factor of the angle in every sine.</summary>
    public float AngleFactor { get; } = (float)(1 + angleError);

    public float H => (float)h;
    public float HalfH => (float)(h / 2);
    public float ThirdH => (float)(h / 3);
    public float SixthH => (float)(h / 6);
    public float HalfH2 => (float)(h * h / 2);
    public float QuarterH2 => (float)(h * h / 4);
    public float SixthH2 => (float)(h * h / 6);

    /// <summary>
    /// Rows that the history holds for each row of the batch: four stages a step, but the first step begins at rest, where stages 1 and 2
    /// are the same, and the last position does not depend on the last stage.
    /// </summary>
    public int HistoryRows => 4 * Steps - 2;

    /// <summary>
    /// Rows of the batch that move together. Few, so that a small batch keeps several threads busy; more where the matrix is beyond the
    /// second-level cache and each product has to fetch it. Part of the order of the sums in the gradient of the parameters.
    /// </summary>
    public int RowChunk => N <= 512 ? 16 : 32;

    /// <summary>Numbers in a padded matrix of couplings.</summary>
    public int PaddedSquare => Padded * Padded;

    /// <summary>
    /// Rows of the batch whose gradient of the couplings is one part: those that move together, or some times as many where the parts of a
    /// large batch would not fit in 64 MB. The sum takes the parts in order.
    /// </summary>
    public int RowsOfPart(int batch)
    {
        var chunks = (batch + RowChunk - 1) / RowChunk;
        var parts = Math.Max(1, PartsInFloats / PaddedSquare);
        return RowChunk * Math.Max(1, (chunks + parts - 1) / parts);
    }
}
