namespace Pat.Systems.Imperfections;

/// <summary>All imperfections, with their defaults and sources. A new one is a file and a line here.</summary>
public static class ImperfectionLibrary
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ImperfectionEntry> All { get; } =
    [
        ShotNoise.Entry,
        PhotonCounting.Entry,
        ThermalNoise.Entry,
        AdditiveNoise.Entry,
        MultiplicativeNoise.Entry,
        AdditiveNoise.InputEntry,
        Converter.DacEntry,
        Converter.AdcEntry,
        SuccessiveApproximation.Entry,
        Levels.Entry,
        Clipping.Entry,
        NeighbourCrosstalk.Entry,
        IrDrop.Entry,
        SaturatingResponse.Entry,
        CubicResponse.Entry,
        Loss.Entry,
        LowPass.Entry,
        HighPass.Entry,
        TimingJitter.Entry,
        SupplyRipple.Entry,
        GainOffsetSpread.Entry,
        ParameterMismatch.Entry,
        StuckElements.Entry,
        DeadElements.Entry,
        SpatialError.Entry,
        Misalignment.Entry,
        ProgrammingError.Entry,
        PowerLawDrift.Entry,
        LogDrift.Entry,
        OneOverFNoise.Entry,
        TelegraphNoise.Entry,
        Temperature.Entry,
        Ageing.Entry,
        Settling.Entry,
    ];

    /// <summary>The entry of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ImperfectionEntry Named(string id) => All.FirstOrDefault(entry => entry.Id == id)
        ?? throw new ArgumentException($"Imperfection: expected one of {string.Join(", ", All.Select(entry => entry.Id))}, got '{id}'.", nameof(id));
}
