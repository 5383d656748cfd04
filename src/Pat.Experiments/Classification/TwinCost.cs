using Pat.Systems.Electronics.TransistorCircuit;
using Pat.Systems.Mechanics.OscillatingPlate;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Experiments.Classification;

/// <summary>Multiply-adds that it takes to compute one run of a nominal twin.</summary>
internal static class TwinCost
{
    /// <summary>A step takes 10 for each mode: 2 for the sum of squares, 2 for the kick and 6 to propagate; the output one more.</summary>
    public static long Of(OscillatingPlateDescription plate) => (long)plate.Samples * plate.Modes * (10 * plate.Substeps + 1);

    /// <summary>An evaluation of the rates takes 10 (and a root), a Runge-Kutta step four of them and 16 to combine them.</summary>
    public static long Of(TransistorCircuitDescription circuit) => (long)circuit.Samples * circuit.Substeps * (4 * 10 + 16);

    /// <summary>The pairs of program and data channels that meet in each line, 3/4 of all; the field of each data channel and the square of each line.</summary>
    public static long Of(SecondHarmonicDescription optics) => 3L * optics.Lines * optics.Lines / 4 + 2L * optics.Lines;
}
