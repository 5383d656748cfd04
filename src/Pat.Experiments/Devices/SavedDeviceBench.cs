using Pat.Core.Physical;
using Pat.Systems;
using Pat.Systems.Benches;
using Pat.Systems.Imperfections;

namespace Pat.Experiments.Devices;

/// <summary>A bench on which only one device stands: one that was saved, whatever the program would draw for its seed today.</summary>
/// <param name="bench">The bench that it stands on.</param>
/// <param name="saved">The device.</param>
public sealed class SavedDeviceBench(IBench bench, SavedDevice saved) : IBench
{
    /// <inheritdoc/>
    public string Name => bench.Name;

    /// <inheritdoc/>
    public string Description => bench.Description;

    /// <inheritdoc/>
    public HardwareTiming Timing => bench.Timing;

    /// <inheritdoc/>
    public IReadOnlyList<BenchTerm> Terms => bench.Terms;

    /// <inheritdoc/>
    public double OutputFullScale => bench.OutputFullScale;

    /// <inheritdoc/>
    public IDigitalTwin Twin(int apparatus = 0) => bench.Twin(apparatus);

    /// <summary>The device, made anew from its numbers; with its settings without noise, the same device without noise.</summary>
    /// <inheritdoc/>
    public Device Fabricate(long deviceSeed, BenchSettings settings, int apparatus = 0)
    {
        if ((deviceSeed, apparatus) != (saved.Seed, saved.Apparatus))
            throw new ArgumentException($"Bench {Name}: expected the saved device of seed {saved.Seed}, apparatus {saved.Apparatus}, got seed {deviceSeed}, apparatus {apparatus}.");
        if (IsSame(settings, saved.Settings))
            return Made(saved.Quantities, saved.Imperfections);
        return IsSame(settings, saved.Settings.Quiet())
            ? Quiet()
            : throw new ArgumentException($"Bench {Name}: expected the settings that {saved.Device.Name} was saved with, or these without noise, got others.");
    }

    /// <summary>Throws unless a bench makes the devices of the preset that a device was saved from.</summary>
    /// <exception cref="ArgumentException">It is another bench, or has other constants; the message says which.</exception>
    public static void CheckFits(IBench bench, SavedDevice saved)
    {
        if (bench.Name != saved.Bench)
            throw new ArgumentException($"one of the bench {saved.Bench}");
        var (preset, here) = (On(AllBenches.Named(saved.Bench)), On(bench));
        if (preset.Quantities.Zip(here.Quantities).FirstOrDefault(pair => !AreSame(pair.First, pair.Second)).First is { } quantity)
            throw new ArgumentException($"one of the preset {saved.Bench}, whose {quantity.Name} is that of other constants");
        if (preset.Imperfections.Zip(here.Imperfections).FirstOrDefault(pair => !pair.First.IsSameAs(pair.Second)).First is { } imperfection)
            throw new ArgumentException($"one of the preset {saved.Bench}, whose {imperfection.Name} has other settings");

        SavedDevice On(IBench one) => SavedDevice.Fabricate(one, saved.Seed, saved.Settings, saved.Apparatus);
    }

    private static bool AreSame(Quantity first, Quantity second) =>
        (first.Name, first.Unit) == (second.Name, second.Unit) && first.Nominal.SequenceEqual(second.Nominal) && first.Values.SequenceEqual(second.Values);

    // Whatever is said by strength, noise and factors together.
    private bool IsSame(BenchSettings settings, BenchSettings others) =>
        Terms.All(term => settings.Of(term) == others.Of(term)) && settings.Added.SequenceEqual(others.Added);

    private Device Made(IReadOnlyList<Quantity> quantities, IReadOnlyList<ImperfectionData> imperfections) =>
        SavedDevice.Of(bench, saved.Seed, saved.Settings, saved.Device.Name, quantities, imperfections, saved.Apparatus).Device;

    // What noise is follows from the bench: it is in what the same seed gives with and without it.
    private Device Quiet()
    {
        var loud = SavedDevice.Fabricate(bench, saved.Seed, saved.Settings, saved.Apparatus);
        var quiet = SavedDevice.Fabricate(bench, saved.Seed, saved.Settings.Quiet(), saved.Apparatus);
        return Made(
            [.. saved.Quantities.Select((own, i) => own with { Values = [.. own.Values.Select((value, k) => loud.Quantities[i].Values[k] == quiet.Quantities[i].Values[k] ? value : quiet.Quantities[i].Values[k])] })],
            [.. QuietImperfections(Numbered(loud.Imperfections), Numbered(quiet.Imperfections))]);
    }

    private IEnumerable<ImperfectionData> QuietImperfections(
        Dictionary<(Place, string, int), ImperfectionData> loud, Dictionary<(Place, string, int), ImperfectionData> quiet)
    {
        foreach (var (place, own) in Numbered(saved.Imperfections))
        {
            if (!loud.TryGetValue(place, out var with))
                throw new ArgumentException($"Device {saved.Device.Name}: expected the imperfections of the bench {Name}, got {own.Name}, of which it is not known whether it is noise.");
            if (quiet.TryGetValue(place, out var without))
                yield return with.IsSameAs(without) ? own : without;
        }
    }

    // Which of several of the same name at a place.
    private static Dictionary<(Place, string, int), ImperfectionData> Numbered(IReadOnlyList<ImperfectionData> all) =>
        all.Select((one, i) => ((one.Place, one.Name, all.Take(i).Count(before => (before.Place, before.Name) == (one.Place, one.Name))), one)).ToDictionary(pair => pair.Item1, pair => pair.one);
}
