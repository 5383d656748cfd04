using Pat.Core.Training;
using Pat.Experiments.Classification;
using Pat.Systems.Benches;

namespace Pat.Experiments.Speech;

/// <summary>A network that tells spoken words apart with one kind of physical system, from what one front end makes of them.</summary>
internal sealed record SpeechClassifier : IPhysicalClassifier
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <inheritdoc/>
    public required string Description { get; init; }

    /// <inheritdoc/>
    public required Recipe Recipe { get; init; }

    /// <inheritdoc/>
    public required int Classes { get; init; }

    /// <inheritdoc/>
    public required IBench Bench { get; init; }

    /// <summary>What makes the rows.</summary>
    public required IFrontEnd FrontEnd { get; init; }

    /// <summary>The network for rows of a length.</summary>
    public required Func<int, Network> Network { get; init; }

    /// <summary>Which parameters control the device.</summary>
    public required Func<string, bool> Physical { get; init; }

    /// <summary>Multiply-adds for rows of a length.</summary>
    public required Func<int, MultiplyAdds> MultiplyAdds { get; init; }

    /// <inheritdoc/>
    public Network Build(int features) => Network(features);

    /// <inheritdoc/>
    public bool IsPhysical(string parameter) => Physical(parameter);

    /// <inheritdoc/>
    public MultiplyAdds Count(int features) => MultiplyAdds(features);

    /// <inheritdoc/>
    public Network? Convolutional(int features) => SpeechConvolution.Of(FrontEnd, Classes);
}
