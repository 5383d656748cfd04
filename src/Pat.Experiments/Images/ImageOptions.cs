using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Pat.Experiments.Comparison;
using Pat.Experiments.Data;
using Pat.Systems.Benches;

namespace Pat.Experiments.Images;

/// <summary>What is run: the configuration of the experiment with images.</summary>
public sealed record ImageOptions : ComparisonOptions
{
    /// <summary>The configuration of `pat run images` without options, but for the system and its epochs.</summary>
    public ImageOptions()
    {
        Seeds = [1, 2, 3];
        Methods = ImageMethods.Standard;
    }

    /// <summary>Name of the physical system.</summary>
    public required string System { get; init; }

    /// <summary>Which images of the data folder: the name of a subfolder.</summary>
    public string Set { get; init; } = Mnist.Subfolder;

    /// <summary>Only so many of the first training images; null for all.</summary>
    public int? Images { get; init; }

    /// <summary>Whether no training images are kept back to validate.</summary>
    public bool AllTrainingImages { get; init; }

    /// <summary>Factor of all departures of the device from its twin.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>Factor of converters, jitter and noise.</summary>
    public double Noise { get; init; } = 1;

    /// <summary>Further factors of single terms of the bench, by name.</summary>
    public ImmutableSortedDictionary<string, double> Factors { get; init; } = new BenchSettings().Factors;

    /// <summary>How strongly each departure of the device is present.</summary>
    [JsonIgnore]
    public BenchSettings Settings => new(Strength, Noise) { Factors = Factors, Added = Added };

    /// <summary>The same run with other settings of the bench.</summary>
    public ImageOptions With(BenchSettings settings) =>
        this with { Strength = settings.Strength, Noise = settings.Noise, Factors = settings.Factors, Added = settings.Added };
}
