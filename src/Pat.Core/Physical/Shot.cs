using Pat.Core.Randomness;

namespace Pat.Core.Physical;

/// <summary>What is particular to one use of the apparatus.</summary>
/// <param name="Noise">Noise of single runs within the physics; drawn by run number.</param>
/// <param name="Programming">Noise of the programming of theta that is in force.</param>
/// <param name="FirstRun">Row r of the batch is physical run FirstRun + r.</param>
/// <param name="Time">When the first run starts on the hardware clock, in seconds.</param>
/// <param name="Period">Time from one run to the next, in seconds.</param>
public readonly record struct Shot(Noise Noise, Noise Programming, long FirstRun, double Time, double Period)
{
    /// <summary>Noise of single runs on the way in; drawn by run number.</summary>
    public Noise Input { get; init; } = Noise;

    /// <summary>Noise of single runs on the way out; drawn by run number.</summary>
    public Noise Readout { get; init; } = Noise;

    /// <summary>Noise of what changes slowly: a function of this key and the time.</summary>
    public Noise Drift { get; init; } = Noise;

    /// <summary>When the programming that is in force was completed, in seconds on the hardware clock.</summary>
    public double Programmed { get; init; }

    /// <summary>When the run of a row starts, in seconds on the hardware clock, to the nanosecond.</summary>
    /// <remarks>
    /// The clock adds up with rounding, and differently for each way to divide runs into batches. A whole number of nanoseconds does not:
    /// a run has the same time, and so the same drift, in every batch.
    /// </remarks>
    public double TimeOf(int row) => Math.Round((Time + row * Period) * 1e9) / 1e9;
}
