using Pat.Core.Training;
using Pat.Systems.Benches;

namespace Pat.Experiments.Classification;

/// <summary>A network that classifies rows of numbers with one kind of physical system, and how it is trained.</summary>
public interface IPhysicalClassifier
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>Physics and network in a sentence or two, for help and reports.</summary>
    string Description { get; }

    /// <summary>How it is trained. Frozen: a change is an entry in docs/decisions.md.</summary>
    Recipe Recipe { get; }

    /// <summary>Number of classes; labels are 0 to one less.</summary>
    int Classes { get; }

    /// <summary>Builds the network.</summary>
    /// <param name="features">Length of a row of its input.</param>
    /// <exception cref="Core.Tensors.ShapeException">The network cannot take rows of that length.</exception>
    Network Build(int features);

    /// <summary>Whether a parameter, "layer/parameter", controls the device; the others are digital. What a frozen device keeps as it starts.</summary>
    bool IsPhysical(string parameter);

    /// <summary>The bench that its devices stand on.</summary>
    IBench Bench { get; }

    /// <summary>How many apparatuses of the bench the network uses.</summary>
    int Apparatuses => 1;

    /// <summary>Multiply-adds for one example, forward.</summary>
    /// <param name="features">Length of a row of the network's input.</param>
    MultiplyAdds Count(int features);

    /// <summary>A small convolutional network for the same rows; null where nothing but a row is known of them.</summary>
    /// <param name="features">Length of a row.</param>
    Network? Convolutional(int features) => null;
}

/// <summary>Multiply-adds of one example, forward.</summary>
/// <param name="Digital">What a processor does: scales, pooling, dense layers.</param>
/// <param name="Physical">What it would take to compute the nominal twin.</param>
public readonly record struct MultiplyAdds(long Digital, long Physical)
{
    /// <summary>Digital over all, in [0, 1].</summary>
    public double DigitalShare => (double)Digital / (Digital + Physical);
}
