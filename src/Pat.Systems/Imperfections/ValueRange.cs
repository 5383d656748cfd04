namespace Pat.Systems.Imperfections;

/// <summary>The range of values that a converter at some place is made for.</summary>
internal static class ValueRange
{
    /// <summary>
    /// The admissible range of the port on the way in; at the output, and where the port has no ends, full scale on both sides, or from 0 where the port has no
    /// negative values.
    /// </summary>
    public static (float Min, float Max) Of(Placement placement)
    {
        var port = placement.Port;
        return placement.Place != Place.Output && port.Min > float.MinValue && port.Max < float.MaxValue
            ? (port.Min, port.Max)
            : (port.Min >= 0 ? 0 : -(float)placement.FullScale, (float)placement.FullScale);
    }
}
