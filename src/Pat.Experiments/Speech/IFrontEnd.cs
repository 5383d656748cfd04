
namespace Pat.Experiments.Speech;

/// <summary>How a recording becomes a row of numbers. One file for each; <see cref="FrontEnds"/> lists them.</summary>
public interface IFrontEnd
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>What it does, in a sentence.</summary>
    string Description { get; }

    /// <summary>Steps in time of a row: what lies one after the other.</summary>
    int Steps { get; }

    /// <summary>Values of each step: bands, coefficients, or 1 for a waveform.</summary>
    int Values { get; }

    /// <summary>How far an example of training may be moved in time, in steps; 0 for not at all.</summary>
    int Shift { get; }

    /// <summary>Standard deviation of values that are scaled by those of the training recordings; null where values keep their size.</summary>
    float? Deviation { get; }

    /// <summary>Multiply-adds of a word of 0.44 s, the mean length of the Free Spoken Digit Dataset.</summary>
    long MultiplyAdds { get; }

    /// <summary>Fills the row of one recording.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="row">Steps times values; all values of the first step come first.</param>
    void Encode(Recording recording, Span<float> row);
}
