using Pat.Systems;
using Pat.Systems.Benches;
using Pat.Systems.Imperfections;

namespace Pat.Experiments.Devices;

/// <summary>A fabricated device with what it was made from.</summary>
/// <param name="Bench">Name of the bench that it stands on.</param>
/// <param name="Seed">Device seed.</param>
/// <param name="Settings">How strongly each departure is present, and what is added.</param>
/// <param name="Device">The device; its physics can be listed.</param>
/// <param name="Apparatus">Which of several that the seed stands for.</param>
public sealed record SavedDevice(string Bench, long Seed, BenchSettings Settings, Device Device, int Apparatus = 0)
{
    /// <summary>JSON readers that use doubles read every integer up to this one without loss.</summary>
    public const long LargestSeed = 1L << 53;

    /// <summary>Device seed.</summary>
    public long Seed { get; } = Seed is >= 0 and <= LargestSeed
        ? Seed
        : throw new ArgumentException($"Device {Device.Name}: expected a device seed from 0 to {LargestSeed}, got {Seed}.");

    /// <summary>The fabricated numbers of its physics.</summary>
    public IReadOnlyList<Quantity> Quantities { get; } = Device.Physics is IFabricated physics
        ? physics.Quantities
        : throw new ArgumentException($"Device {Device.Name}: expected physics whose fabricated quantities can be listed, got {Device.Physics.GetType().Name}.");

    /// <summary>What is listed along its signal path.</summary>
    /// <exception cref="ArgumentException">An imperfection does not follow from its settings.</exception>
    public IReadOnlyList<ImperfectionData> Imperfections { get; } = ImperfectionData.Of(Device);

    /// <summary>Fabricates a device.</summary>
    /// <exception cref="ArgumentException">No device can be made with these settings.</exception>
    public static SavedDevice Fabricate(IBench bench, long seed, BenchSettings settings, int apparatus = 0) =>
        new(bench.Name, seed, settings, bench.Fabricate(seed, settings, apparatus), apparatus);

    /// <summary>Makes a device of its numbers, whatever the program would draw for its seed today.</summary>
    /// <param name="bench">The bench that it stands on.</param>
    /// <param name="seed">Its device seed.</param>
    /// <param name="settings">Settings that it was made with.</param>
    /// <param name="name">Name of the device; part of the key of its noise.</param>
    /// <param name="quantities">The fabricated numbers of its physics.</param>
    /// <param name="imperfections">What is listed along its signal path.</param>
    /// <param name="apparatus">Which of several that the seed stands for.</param>
    /// <exception cref="ArgumentException">No such device can be made; the message names what does not fit.</exception>
    public static SavedDevice Of(
        IBench bench, long seed, BenchSettings settings, string name, IReadOnlyList<Quantity> quantities, IReadOnlyList<ImperfectionData> imperfections, int apparatus)
    {
        settings.On(bench);
        if (bench.Fabricate(seed, new(), apparatus).Physics is not IFabricated physics)
            throw new ArgumentException($"Bench {bench.Name}: expected physics that can be made of its quantities.");
        IImperfection[] At(Place place) => [.. imperfections.Where(one => one.Place == place).Select(one => one.Make())];
        var device = new Device(name, physics.With(quantities), At(Place.Input), At(Place.Parameters), At(Place.Output));
        return new(bench.Name, seed, settings, device, apparatus);
    }
}
