using Pat.Core.Physical;

namespace Pat.Systems.Optics.SecondHarmonic;

/// <summary>What goes into and comes out of the second-harmonic generator.</summary>
internal static class SecondHarmonicPorts
{
    /// <summary>Data on the odd channels of the shaper, the program on the even ones, spectrum out.</summary>
    public static SystemPorts Of(SecondHarmonicDescription description) => new(
        new Port("data", description.Lines, 0, 1, "1 (0: amplitude -1, 1: amplitude +1)", new Layout.Values()),
        [new Port("program", description.Lines, 0, 1, "1 (0: amplitude -1, 1: amplitude +1)", new Layout.Values())],
        new Port("spectrum", description.Lines, 0, float.PositiveInfinity, "power of a line, scaled", new Layout.Values()));
}
