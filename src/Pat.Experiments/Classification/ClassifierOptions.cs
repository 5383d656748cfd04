using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Pat.Experiments.Comparison;
using Pat.Experiments.Devices;
using Pat.Systems.Benches;

namespace Pat.Experiments.Classification;

/// <summary>What is run, whatever is classified: the configuration of an experiment.</summary>
public abstract record ClassifierOptions : ComparisonOptions
{
    /// <summary>The configuration of `pat run` without options, but for the system and its epochs.</summary>
    protected ClassifierOptions()
    {
        Seeds = [1, 2, 3];
        Methods = ClassifierMethods.Standard;
    }

    /// <summary>Name of the physical system.</summary>
    public required string System { get; init; }

    /// <summary>Factor of all departures of the device from its twin.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>Factor of converters, jitter and noise.</summary>
    public double Noise { get; init; } = 1;

    /// <summary>Further factors of single terms of the bench, by name.</summary>
    public ImmutableSortedDictionary<string, double> Factors { get; init; } = new BenchSettings().Factors;

    /// <summary>How strongly each departure of the device is present.</summary>
    [JsonIgnore]
    public BenchSettings Settings => new(Strength, Noise) { Factors = Factors, Added = Added };

    /// <summary>The same run on a saved device.</summary>
    public ClassifierOptions On(DeviceSource device) => With(device.Saved.Settings) with { Device = device, Devices = [device.Saved.Seed], Crossed = false };

    /// <summary>The same run with other settings of the bench.</summary>
    public ClassifierOptions With(BenchSettings settings) =>
        this with { Strength = settings.Strength, Noise = settings.Noise, Factors = settings.Factors, Added = settings.Added };
}
