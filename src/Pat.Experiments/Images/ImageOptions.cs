using Pat.Experiments.Classification;
using Pat.Experiments.Data;

namespace Pat.Experiments.Images;

/// <summary>What is run: the configuration of the experiment with images.</summary>
public sealed record ImageOptions : ClassifierOptions
{
    /// <summary>Which images of the data folder: the name of a subfolder.</summary>
    public string Set { get; init; } = Mnist.Subfolder;

    /// <summary>Only so many of the first training images; null for all.</summary>
    public int? Images { get; init; }

    /// <summary>Whether no training images are kept back to validate.</summary>
    public bool AllTrainingImages { get; init; }
}
