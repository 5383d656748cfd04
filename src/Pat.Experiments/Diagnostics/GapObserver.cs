using Pat.Core.Diagnostics;
using Pat.Experiments.Comparison;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Diagnostics;

/// <summary>Writes gap.csv: how far the nominal twin is from the device at each use of it, over the training.</summary>
/// <param name="tables">Where it is written.</param>
internal sealed class GapObserver(IRunTables tables) : ITrainingObserver
{
    private static readonly string[] columns =
        ["method", "seed", "device", "epoch", "layer", "view", "rows", "repeats", "total", "trial", "fixed_pattern", "structural", "signal", "total_se"];

    private readonly LookPlans plans = new();

    /// <inheritdoc/>
    public void Look(Training training, ITaskSetup setup, int epoch, int epochs)
    {
        if (plans.Of(setup, epochs).Includes(epoch))
            Write(training, setup, epoch);
    }

    /// <inheritdoc/>
    public void End(Training training, ITaskSetup setup, MethodResult result) => Write(training, setup, plans.Of(setup).Last);

    private void Write(Training training, ITaskSetup setup, int epoch)
    {
        var x = setup.First(Rows.Train, plans.Of(setup).Rows).X;
        var uses = GapReport.Of(setup.Network, setup.Parameters, x, setup.Shadow(quiet: false), setup.Twins, LookPlan.Repeats);
        foreach (var (view, of) in new (string, Func<UseGap, Gap>)[] { ("layer", use => use.Layerwise), ("chain", use => use.Chain) })
        {
            foreach (var use in uses)
            {
                var gap = of(use);
                tables.Append(
                    "gap.csv", columns, training.Method, training.Seed, training.Device, epoch, use.Number, view, gap.Rows, gap.Repeats,
                    gap.Total, gap.Trial, gap.FixedPattern, gap.Structural, gap.Signal, gap.TotalStandardError);
            }
        }
    }
}
