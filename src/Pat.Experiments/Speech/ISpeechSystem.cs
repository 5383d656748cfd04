using Pat.Experiments.Classification;

namespace Pat.Experiments.Speech;

/// <summary>A physical system that hears words through a front end. One file for each; <see cref="SpeechSystems"/> lists them.</summary>
public interface ISpeechSystem
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>Names of the front ends that it can be used with.</summary>
    IReadOnlyList<string> FrontEnds { get; }

    /// <summary>The network for a front end, and how it is trained.</summary>
    /// <param name="frontEnd">One of <see cref="FrontEnds"/>.</param>
    /// <param name="classes">Number of words.</param>
    IPhysicalClassifier With(IFrontEnd frontEnd, int classes);
}
