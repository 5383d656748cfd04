using Pat.Experiments.Classification;

namespace Pat.Experiments.Speech;

/// <summary>What is run: the configuration of the experiment with spoken words.</summary>
public sealed record SpeechOptions : ClassifierOptions
{
    /// <summary>Name of the front end.</summary>
    public string FrontEnd { get; init; } = "log-mel";

    /// <summary>How recordings are divided: one of <see cref="SpeechSplit.Names"/>.</summary>
    public string Split { get; init; } = SpeechSplit.Own;

    /// <summary>Only so many of the first training recordings; null for all.</summary>
    public int? Recordings { get; init; }

    /// <summary>Whether no training recordings are kept back to validate.</summary>
    public bool AllTrainingRecordings { get; init; }
}
