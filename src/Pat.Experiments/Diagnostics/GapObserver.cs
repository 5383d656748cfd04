using Pat.Core.Diagnostics;
using Pat.Experiments.Comparison;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Diagnostics;

/// <summary>Writes gap.csv: how far the nominal twin is from the device at each use of it, over the training.</summary>
/// <param name="tables">Where it is written.</param>
/// <param name="trainsOnDevice">Whether a method runs devices while it trains, which says how much a training may be looked at.</param>
internal sealed class GapObserver(IRunTables tables, Func<string, bool> trainsOnDevice) : ITrainingObserver
{
    private static readonly string[] columns =
        ["method", "seed", "device", "epoch", "layer", "view", "rows", "repeats", "total", "trial", "fixed_pattern", "structural", "signal", "total_se"];

    private readonly LookPlans plans = new(trainsOnDevice);

    /// <inheritdoc/>
    public void Look(Training training, ITaskSetup setup, int epoch, int epochs)
    {
        var plan = plans.Of(training, setup, epochs);
        if (plan.Includes(epoch))
            Write(training, setup, epoch, plan.Rows);
    }

    /// <inheritdoc/>
    public void End(Training training, ITaskSetup setup, MethodResult result)
    {
        var plan = plans.Of(setup);
        Write(training, setup, plan.Last, plan.LastRows);
    }

    private void Write(Training training, ITaskSetup setup, int epoch, int rows)
    {
        var x = setup.Some(Rows.Train, rows).X;
        var uses = GapReport.Of(setup.Network, setup.Parameters, x, setup.Shadow(quiet: false), setup.Twins, LookPlan.Repeats);
        (string View, Func<UseGap, Gap> Of) layer = ("layer", use => use.Layerwise), chain = ("chain", use => use.Chain);
        // Uses side by side make no chain.
        foreach (var (view, of) in uses.Any(use => use.HearsEarlier) || uses.Count == 1 ? [layer, chain] : new[] { layer })
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
