using System.Runtime.CompilerServices;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.Diagnostics;

/// <summary>When gaps and ranges of a training are looked at, and on how many examples: decided by numbers of examples and epochs, never by a clock.</summary>
/// <remarks>
/// Before training and at its end, and of trainings that are long enough after each quarter of the epochs. An example that is looked at takes four runs of the
/// device and two of the twin at each use; one that is trained with by PAT takes one run, and the twin with its gradient. Examples come in sixteens, as
/// many as a vector has lanes: 16 at least, so that trainings of a few thousand examples and less spend more than <see cref="Share"/>, and 256 at most.
/// A training that runs no device takes a quarter of the time or less, and gets a quarter of the examples.
/// </remarks>
/// <param name="Rows">Examples.</param>
/// <param name="Between">Epochs, besides 0 and the last, after which there is a look.</param>
/// <param name="Last">Number of the last epoch.</param>
/// <param name="LastRows">Examples of the last look at gaps, if there are so many.</param>
internal sealed record LookPlan(int Rows, IReadOnlyList<int> Between, int Last, int LastRows)
{
    /// <summary>Examples that are looked at, all looks together, for each that is trained with.</summary>
    public const double Share = 0.006;

    /// <summary>How often a device is run at the same input.</summary>
    public const int Repeats = 2;

    private const int Unit = 16, MostUnits = 16, Looks = 6; // the last counts twice

    /// <summary>The looks at a training.</summary>
    /// <param name="examples">Training examples.</param>
    /// <param name="epochs">Passes over them.</param>
    /// <param name="onDevice">Whether the training runs devices.</param>
    public static LookPlan Of(int examples, int epochs, bool onDevice = true)
    {
        var units = (onDevice ? Share : Share / 4) * examples * epochs / (Looks * Unit);
        int[] quarters = [.. new[] { epochs / 4, epochs / 2, 3 * epochs / 4 }.Distinct().Where(epoch => epoch > 0 && epoch < epochs)];
        var rows = Math.Min(examples, Unit * (int)Math.Clamp(units, 1, MostUnits));
        return new(rows, units < 1 ? [] : quarters, epochs, units < 1 && !onDevice ? rows : 2 * rows);
    }

    /// <summary>Whether there is a look after an epoch; the last one is left to the end of the training, when nothing more is set.</summary>
    public bool Includes(int epoch) => epoch == 0 || Between.Contains(epoch);
}

/// <summary>The plans of the trainings under way.</summary>
/// <param name="trainsOnDevice">Whether a method runs devices while it trains.</param>
internal sealed class LookPlans(Func<string, bool> trainsOnDevice)
{
    private readonly ConditionalWeakTable<ITaskSetup, LookPlan> plans = [];

    /// <summary>The plan of a training, made at its first look.</summary>
    public LookPlan Of(Training training, ITaskSetup setup, int epochs) =>
        plans.GetValue(setup, key => LookPlan.Of(key.Labels(Rows.Train).Count, epochs, trainsOnDevice(training.Method)));

    /// <summary>The plan of a training that was looked at before.</summary>
    public LookPlan Of(ITaskSetup setup) => plans.TryGetValue(setup, out var plan) ? plan : throw new InvalidOperationException("Diagnostics: the end of a training that was never looked at.");
}
