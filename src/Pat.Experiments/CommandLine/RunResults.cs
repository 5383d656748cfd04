using Pat.Experiments.Comparison;

namespace Pat.Experiments.CommandLine;

/// <summary>The results of `pat run` as they come in: kept, written to the run folder, told.</summary>
/// <param name="folder">The run folder.</param>
/// <param name="methods">The methods.</param>
/// <param name="strength">Strength of the devices.</param>
/// <param name="all">How many results there will be.</param>
internal sealed class RunResults(ComparisonFolder folder, IReadOnlyList<string> methods, double strength, int all)
{
    private readonly List<MethodResult> results = [];
    private readonly List<(Training Training, IReadOnlyList<int> Epochs)> rightAngles = [];
    private IReadOnlyList<PairedComparison> pairs = [];

    /// <summary>The results so far.</summary>
    public IReadOnlyList<MethodResult> All => results;

    /// <summary>The methods that have results.</summary>
    public IReadOnlyList<MethodSummary> Rows => MethodSummary.Of(methods, results);

    /// <summary>Follows a training of everything.</summary>
    /// <param name="progress">Where it is told.</param>
    /// <param name="train">Trains, and calls back with each result and after each epoch; tells whether it is complete.</param>
    public bool Follow(Progress progress, Func<Action<MethodResult>, Action<TrainingProgress>, bool> train)
    {
        try
        {
            return train(result => Take(result, progress), epoch =>
            {
                folder.AddEpoch(epoch);
                progress.Advance(epoch.Training.Method);
            });
        }
        finally
        {
            // Also after a failure: what is done is compared.
            pairs = PairedComparison.Of(Rows);
            folder.AddStatistics(Rows, pairs);
        }
    }

    /// <summary>Takes from the diagnostics that PAT's gradient was more than 90 degrees from the device's.</summary>
    public void TakeRightAngle(Training training, IReadOnlyList<int> epochs)
    {
        lock (rightAngles)
            rightAngles.Add((training, epochs));
    }

    /// <summary>What single test examples, the ledger and the gradients say, in sentences.</summary>
    public IEnumerable<string> Details => new[] { PairedComparison.Sentence(pairs), ComparisonSentences.OfRightAngles(rightAngles, results), HardwareText.Of(Rows) }.OfType<string>();

    /// <summary>Prints what came out.</summary>
    /// <param name="report">Where.</param>
    /// <param name="complete">Whether everything was done.</param>
    /// <param name="lowest">Whether the table has the lowest single runs.</param>
    /// <param name="sentences">What the numbers show.</param>
    /// <param name="note">What the columns mean.</param>
    /// <param name="warnings">Warnings of the runs.</param>
    public void PrintEnd(Report report, bool complete, bool lowest, IEnumerable<string> sentences, string note, IEnumerable<string> warnings)
    {
        if (!complete)
            report.Incomplete(results.Count, all, "trainings");
        if (results.Count > 0)
            report.Write(ComparisonTable.Of(Rows, report.Width, lowest));
        foreach (var sentence in sentences.Concat(Details))
            report.Line(sentence);
        report.Line();
        report.Note(note);
        foreach (var warning in warnings)
            report.Line("Warning: " + warning);
        report.Line("Everything is in " + folder.FullPath);
    }

    private void Take(MethodResult result, Progress progress)
    {
        results.Add(result);
        folder.Add(result, strength);
        folder.AddNetwork(result, strength);
        folder.AddPredictions(result);
        progress.Say(ComparisonText.LineOf(result, results.Count, all));
    }
}
