using Pat.Experiments.Comparison;

namespace Pat.Experiments.Classification;

/// <summary>Checkpoints of classifiers.</summary>
internal static class ClassifierCheckpoint
{
    /// <summary>Reads the network of a training, and checks that it is one of the configuration's system and device.</summary>
    /// <param name="run">The run folder.</param>
    /// <param name="options">Its configuration.</param>
    /// <param name="training">The training.</param>
    /// <exception cref="Data.DataException">It is missing, damaged or that of another training.</exception>
    public static Checkpoint Read(TrainedRun run, ClassifierOptions options, Training training)
    {
        var checkpoint = Checkpoint.Read(run.FullPath, training);
        checkpoint.Require("system", options.System);
        checkpoint.Require("strength", FormattableString.Invariant($"{options.Strength}"));
        checkpoint.Require("noise", FormattableString.Invariant($"{options.Noise}"));
        return checkpoint;
    }
}
