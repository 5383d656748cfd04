using System.CommandLine;
using Pat.Experiments.Classification;
using Pat.Experiments.Comparison;
using Pat.Experiments.Drift;
using Pat.Experiments.Runs;

namespace Pat.Experiments.CommandLine;

/// <summary>One thing that is classified, such as images: its options, its systems and its data.</summary>
internal interface IClassifierTopic
{
    /// <summary>Its name on the command line and in run folders, such as "images".</summary>
    string Name { get; }

    /// <summary>One example in a word, such as "image".</summary>
    string Example { get; }

    /// <summary>Several examples in a word.</summary>
    string Examples { get; }

    /// <summary>Its name at the head of a report.</summary>
    string Title { get; }

    /// <summary>What is asked and answered, as a sentence for help.</summary>
    string Question { get; }

    /// <summary>What run seeds decide.</summary>
    string SeedsText { get; }

    /// <summary>The default numbers of epochs in words.</summary>
    string EpochsText { get; }

    /// <summary>Methods that can be chosen.</summary>
    IReadOnlyList<string> Methods { get; }

    /// <summary>Methods that are run by default.</summary>
    IReadOnlyList<string> StandardMethods { get; }

    /// <summary>How networks are followed while the device drifts.</summary>
    DriftPlan Drift { get; }

    /// <summary>Options that choose the system.</summary>
    IEnumerable<Option> SystemOptions { get; }

    /// <summary>Options that choose the data.</summary>
    /// <param name="chooseValidation">Whether all training examples may be trained on, none kept back to validate.</param>
    IEnumerable<Option> DataOptions(bool chooseValidation);

    /// <summary>What these options say: a configuration with the epochs of the system, all else standard.</summary>
    /// <exception cref="UsageException">Options contradict each other.</exception>
    ClassifierOptions Read(ParseResult parsed);

    /// <summary>The configuration of a run of this topic.</summary>
    /// <exception cref="Data.DataException">It is not what the program would write.</exception>
    ClassifierOptions Read(TrainedRun run);

    /// <summary>Opens the data that the options ask for, and makes the system that classifies them.</summary>
    /// <exception cref="Data.DataException">The data cannot be used.</exception>
    ClassifierSource Open(ClassifierOptions options);
}

/// <summary>A system and the data of all seeds.</summary>
internal sealed record ClassifierSource
{
    /// <summary>The system.</summary>
    public required IPhysicalClassifier System { get; init; }

    /// <summary>From a run seed to its examples, as rows of the system's input.</summary>
    public required Func<long, ClassifierData> DataOf { get; init; }

    /// <summary>Names of the classes.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Where the data come from, in a word; "synthetic" for what the program makes itself.</summary>
    public required string Source { get; init; }

    /// <summary>The data in words.</summary>
    public required string Text { get; init; }

    /// <summary>How they are divided, in words.</summary>
    public required string Split { get; init; }

    /// <summary>What a reader should know; mostly nothing.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>Where they are, for messages.</summary>
    public required string Where { get; init; }

    /// <summary>The size of an example, for messages.</summary>
    public required string Size { get; init; }

    /// <summary>Further texts that go with every checkpoint.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>The data of a seed in words, for data.csv.</summary>
    public required Func<long, string> Description { get; init; }

    /// <summary>What the data of a seed are: others have another fingerprint.</summary>
    public required Func<long, string> Fingerprint { get; init; }

    /// <summary>Writes tables of the data of a seed that only this topic has.</summary>
    public Action<IRunTables, long> WriteTables { get; init; } = (_, _) => { };

    /// <summary>From a run seed to its rows, which are made once for all seeds that share their data: those of files mostly do.</summary>
    /// <param name="all">The data of each seed.</param>
    /// <param name="make">Makes the rows.</param>
    public static Func<long, TRows> Rows<T, TRows>(IReadOnlyDictionary<long, T> all, Func<T, TRows> make) where T : class
    {
        var rows = new Dictionary<T, TRows>(ReferenceEqualityComparer.Instance);
        return seed => rows.TryGetValue(all[seed], out var made) ? made : rows[all[seed]] = make(all[seed]);
    }

    /// <summary>Whether the program made them.</summary>
    public bool IsSynthetic => Source == "synthetic";
}
