using Pat.Core.Randomness;

namespace Pat.Core.Physical;

/// <summary>What is particular to one use of the apparatus.</summary>
/// <param name="Noise">Noise of single runs; drawn by run number.</param>
/// <param name="Programming">Noise of the programming of theta that is in force.</param>
/// <param name="FirstRun">Row r of the batch is physical run FirstRun + r.</param>
/// <param name="Time">When the first run starts on the hardware clock, in seconds.</param>
/// <param name="Period">Time from one run to the next, in seconds.</param>
public readonly record struct Shot(Noise Noise, Noise Programming, long FirstRun, double Time, double Period);
