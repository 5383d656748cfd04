using Pat.Experiments.Comparison;
using Pat.Experiments.Data;

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
}
