namespace Pat.Systems.Mechanics.CoupledOscillators;

/// <summary>The numbers of the integrator, ready for the kernel.</summary>
internal sealed class OscillatorConstants(CoupledOscillatorsDescription description, double angleError)
{
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
}
