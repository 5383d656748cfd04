using Pat.Core.Physical;

namespace Pat.Systems.Imperfections;

/// <summary>The receiver that the defaults of detector noise are those of.</summary>
internal static class Receiver
{
    /// <summary>Photocurrent at full scale, in ampere: our choice.</summary>
    public const double CurrentAtFullScale = 1e-6;

    /// <summary>Load in ohm (photontorch, Laporte et al., Sci. Rep. 9, 5918 (2019), doi 10.1038/s41598-019-42408-2).</summary>
    public const double Load = 166;

    /// <summary>The band of independent samples in hertz; 1 MHz, our choice, where a port has no sampling rate.</summary>
    public static double BandwidthOf(Placement placement) => placement.Port.Layout is Layout.Series series ? 0.5 / series.Period : 1e6;
}
