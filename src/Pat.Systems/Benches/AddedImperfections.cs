using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Benches;

/// <summary>Puts imperfections of the library where they belong along the signal path of a device.</summary>
public static class AddedImperfections
{
    /// <summary>Whether an imperfection of the library can act at a place of a bench: it is made for that place and for how the numbers lie there.</summary>
    /// <exception cref="ArgumentException">There is no such imperfection.</exception>
    public static bool CanAct(IBench bench, string id, Place place)
    {
        var (entry, ports) = (ImperfectionLibrary.Named(id), bench.Twin().Ports);
        IReadOnlyList<Port> all = place switch
        {
            Place.Input => [ports.Input],
            Place.Output => [ports.Output],
            _ => ports.Parameters,
        };
        if (!entry.Places.Contains(place) || all.Sum(port => port.Size) == 0)
            return false;
        try
        {
            var imperfection = entry.Create(PlacementOf(place, ports, bench.OutputFullScale, Noise.FromSeed(0)));
            return all.All(port => imperfection.Accepts(port.Layout));
        }
        catch (ArgumentException)
        {
            return false; // what needs a plane, a sampling period or several channels says so when it is made
        }
    }

    /// <summary>The imperfections of the library that can act at a place of a bench, in the order of the library.</summary>
    public static IReadOnlyList<string> ThatCanAct(IBench bench, Place place) => [.. ImperfectionLibrary.All.Select(entry => entry.Id).Where(id => CanAct(bench, id, place))];

    /// <summary>The device with what the settings add: at the input and parameters after what is there, at the output before the reading converter.</summary>
    /// <exception cref="ArgumentException">An imperfection does not exist, or cannot act at its place or on its layout.</exception>
    internal static Device AddTo(Device device, BenchSettings settings, double outputFullScale, long deviceSeed)
    {
        if (settings.Added.IsEmpty)
            return device;
        var output = device.Output.ToList();
        var reading = output.Count;
        while (reading > 0 && output[reading - 1] is Levels or Clipping or Converter)
            reading--;
        output.InsertRange(reading, At(Place.Output));
        return new(device.Name, device.Physics, [.. device.Input, .. At(Place.Input)], [.. device.Parameters, .. At(Place.Parameters)], output);

        IEnumerable<IImperfection> At(Place place) => settings.Added.Index().Where(added => added.Item.Place == place)
            .Select(added => Create(added.Item, PlacementOf(place, device.Ports, outputFullScale, Fabrication(added.Item, added.Index))));

        Noise Fabrication(AddedImperfection added, int index) =>
            Noise.FromSeed(deviceSeed).Split(device.Name).Split("added").Split(added.Id).Split($"{added.Place}").Split(settings.Added.Take(index).Count(before => before.Id == added.Id && before.Place == added.Place));
    }

    /// <summary>What an imperfection finds at a place.</summary>
    internal static Placement PlacementOf(Place place, SystemPorts ports, double outputFullScale, Noise fabrication) => place switch
    {
        Place.Input => new(place, ports.Input, FullScaleOf(ports.Input), fabrication),
        Place.Output => new(place, ports.Output, outputFullScale, fabrication),
        _ => new(place, AllParameters(ports), ports.Parameters.Max(FullScaleOf), fabrication),
    };

    private static IImperfection Create(AddedImperfection added, Placement placement)
    {
        var entry = ImperfectionLibrary.Named(added.Id);
        if (!entry.Places.Contains(added.Place))
            throw new ArgumentException($"Imperfection {added.Id}: expected a place among {string.Join(", ", entry.Places)}, got {added.Place}.");
        return entry.Create(placement).Scaled(added.Strength);
    }

    private static Port AllParameters(SystemPorts ports) => ports.ParameterCount > 0
        ? ports.Parameters[0] with { Size = ports.ParameterCount, Min = ports.Parameters.Min(port => port.Min), Max = ports.Parameters.Max(port => port.Max) }
        : throw new ArgumentException("Added imperfections: the system has no parameters that an imperfection could act on.");

    private static double FullScaleOf(Port port)
    {
        var largest = Math.Max(Math.Abs(port.Min), Math.Abs(port.Max));
        return largest < float.MaxValue ? largest : 1; // a port without ends
    }
}
