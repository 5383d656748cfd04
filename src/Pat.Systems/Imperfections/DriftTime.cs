using Pat.Core.Physical;

namespace Pat.Systems.Imperfections;

/// <summary>The time that a drift has had.</summary>
internal static class DriftTime
{
    /// <summary>Seconds since the last programming, or since 0 on the hardware clock, at a row.</summary>
    public static double Of(Shot shot, int row, bool sinceProgramming)
    {
        var time = shot.TimeOf(row);
        return sinceProgramming ? Math.Max(0, time - shot.Programmed) : time; // below 0 only because the time is rounded to the nanosecond
    }
}
